import { PackageOpen } from 'lucide-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { RunArtifact } from '#shared/api';
import { formatBytes, type RunPath } from '#shared/units';
import { useRunArtifacts } from '#ui/data';
import { Chip, EmptyState, Skeleton } from '#ui/widgets';
import { Card } from '../run/overview/card.tsx';
import overview from '../run/overview/overview.module.css';
import { exactTime } from '../time.ts';
import styles from './artifacts.module.css';
import { versionHref } from './href.ts';
import { Failed } from './notice.tsx';
import { strings } from './strings.ts';

/** The Artifacts tab of a run: what it read and what it made. */
export function RunArtifactsTab({ path }: { readonly path: RunPath }): ReactElement {
  const artifacts = useRunArtifacts(path);
  if (artifacts.data === undefined) {
    if (artifacts.error !== null) return <Failed error={artifacts.error} onRetry={() => void artifacts.refetch()} />;
    return (
      <div className={styles.message} aria-busy>
        <Skeleton width="20rem" height="1rem" />
      </div>
    );
  }
  const { inputs, outputs } = artifacts.data;
  if (inputs.length + outputs.length === 0) {
    return (
      <EmptyState title={strings.noneOfRun} icon={<PackageOpen size={28} aria-hidden />}>
        {strings.noneOfRunText}
      </EmptyState>
    );
  }
  return (
    <div className={overview.overview}>
      <div className={styles.runLists}>
        <List title={strings.inputs} none={strings.noInputs} items={inputs} />
        <List title={strings.outputs} none={strings.noOutputs} items={outputs} />
      </div>
    </div>
  );
}

/** The same beside other things about the run: only what there is. */
export function RunArtifactCards({ path }: { readonly path: RunPath }): ReactElement | undefined {
  const artifacts = useRunArtifacts(path).data;
  if (artifacts === undefined) return undefined;
  const { inputs, outputs } = artifacts;
  return (
    <>
      {inputs.length === 0 ? undefined : <List title={strings.inputs} none={strings.noInputs} items={inputs} />}
      {outputs.length === 0 ? undefined : <List title={strings.outputs} none={strings.noOutputs} items={outputs} />}
    </>
  );
}

interface ListProps {
  readonly title: string;
  readonly none: string;
  readonly items: readonly RunArtifact[];
}

function List({ title, none, items }: ListProps): ReactElement {
  return (
    <Card title={title} count={items.length}>
      {items.length === 0 ? <p className={overview.quiet}>{none}</p> : undefined}
      <ul className={styles.uses}>
        {items.map((item) => (
          <li key={versionHref(item.ref)} className={styles.use}>
            <Link href={versionHref(item.ref)} className={styles.useName} title={exactTime(item.at)}>
              {item.ref.collection}:v{item.ref.version}
            </Link>
            <span className={styles.labels}>
              {item.aliases.map((alias) => (
                <Chip key={alias} tone="accent">
                  {alias}
                </Chip>
              ))}
            </span>
            <span className={overview.quiet}>{item.ref.type}</span>
            <span className={styles.figure}>{strings.fileCount(item.fileCount)}</span>
            <span className={styles.figure}>{formatBytes(item.sizeBytes)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
