import { ArrowRight } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { ApiValue, ArtifactDetail, ArtifactDiff, ArtifactFileChange, MetadataChange } from '#shared/api';
import { formatBytes } from '#shared/units';
import { useArtifactDiff, useArtifactVersions, type VersionPath } from '#ui/data';
import { EmptyState, Select, Skeleton, VirtualList } from '#ui/widgets';
import { Card } from '../run/overview/card.tsx';
import overview from '../run/overview/overview.module.css';
import styles from './compare.module.css';
import { Failed } from './notice.tsx';
import { strings } from './strings.ts';

const ROW_PX = 28;
/** So many versions are offered; any of them by its address in the list of versions. */
const OFFERED = 100;

/** What changed in files and metadata from another version to this one. */
export function CompareTab({
  detail,
  path,
}: {
  readonly detail: ArtifactDetail;
  readonly path: VersionPath;
}): ReactElement {
  const [picked, setPicked] = useState<number | undefined>(undefined);
  const own = detail.ref.version;
  const list = useArtifactVersions(path, '', [0, OFFERED]);
  const fallback = detail.older ?? detail.newer;
  const other = picked === undefined || picked === own ? fallback : picked;
  const diff = useArtifactDiff(path, other === undefined ? undefined : `v${other}`);
  const options = useMemo(() => {
    const rows = Array.from({ length: Math.min(list.total ?? 0, OFFERED) }, (_, i) => list.rowAt(i));
    const offered = rows.flatMap((row) => {
      if (row === undefined || row.version === own) return [];
      const names = row.aliases.length === 0 ? '' : ` (${row.aliases.join(', ')})`;
      return [{ value: row.version, label: `v${row.version}${names}` }];
    });
    const isThere = other === undefined || offered.some(({ value }) => value === other);
    return isThere ? offered : [...offered, { value: other, label: `v${other}` }];
  }, [list, own, other]);
  if (other === undefined) return <EmptyState title={strings.noOther} />;
  return (
    <div className={styles.compare}>
      <div className={styles.bar}>
        <span className={styles.quiet}>{strings.compareWith}</span>
        <Select label={strings.compareWith} options={options} value={other} onValue={setPicked} />
        <ArrowRight size={15} aria-hidden />
        <strong>v{own}</strong>
        {diff.data === undefined ? undefined : <Counts diff={diff.data} />}
      </div>
      {diff.error !== null ? (
        <Failed error={diff.error} onRetry={() => void diff.refetch()} />
      ) : diff.data === undefined ? (
        <div aria-busy>
          <Skeleton width="20rem" height="1rem" />
        </div>
      ) : (
        <Changes diff={diff.data} />
      )}
    </div>
  );
}

function Counts({ diff }: { readonly diff: ArtifactDiff }): ReactElement {
  const { counts, beforeBytes, afterBytes } = diff;
  return (
    <span className={styles.counts}>
      {(['added', 'removed', 'changed'] as const).map((kind) => (
        <span key={kind} className={styles.count} data-kind={kind}>
          {strings.kinds[kind]} {counts[kind].toLocaleString('en-US')}
        </span>
      ))}
      <span className={styles.count}>
        {strings.same} {counts.same.toLocaleString('en-US')}
      </span>
      <span className={styles.quiet}>
        {formatBytes(beforeBytes)} → {formatBytes(afterBytes)} ({signed(afterBytes - beforeBytes)})
      </span>
    </span>
  );
}

function signed(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${formatBytes(Math.abs(bytes))}`;
}

function Changes({ diff }: { readonly diff: ArtifactDiff }): ReactElement {
  const changed = diff.counts.added + diff.counts.removed + diff.counts.changed;
  return (
    <>
      <Card title={strings.metadata}>
        {diff.metadata.length === 0 ? (
          <p className={styles.quiet}>{strings.equalMetadata}</p>
        ) : (
          <ul className={styles.metadata} tabIndex={0}>
            {diff.metadata.map((change) => (
              <MetadataRow key={change.path.join('\u0000')} change={change} />
            ))}
          </ul>
        )}
      </Card>
      <section className={styles.files} aria-label={strings.files}>
        <header className={overview.cardHead}>
          <h2>{strings.files}</h2>
          {changed > diff.files.length ? (
            <span className={styles.quiet}>{strings.changesCut(diff.files.length)}</span>
          ) : undefined}
        </header>
        {changed === 0 ? (
          <p className={styles.quiet}>{strings.equal}</p>
        ) : (
          <div className={styles.list}>
            <VirtualList
              label={strings.files}
              count={diff.files.length}
              rowHeight={ROW_PX}
              renderRow={(index) => {
                const change = diff.files[index];
                return change === undefined ? undefined : <FileRow change={change} />;
              }}
            />
          </div>
        )}
      </section>
    </>
  );
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

function FileRow({ change }: { readonly change: ArtifactFileChange }): ReactElement {
  const { kind, path, beforeBytes, afterBytes } = change;
  return (
    <div className={styles.row} data-kind={kind}>
      <span className={styles.sign} aria-label={strings.kinds[kind]} role="img">
        {SIGNS[kind]}
      </span>
      <span className={styles.path} title={path}>
        {path}
      </span>
      <span className={styles.size}>{beforeBytes === undefined ? '' : formatBytes(beforeBytes)}</span>
      <span className={styles.size}>{afterBytes === undefined ? '' : formatBytes(afterBytes)}</span>
      <span className={styles.size}>{signed((afterBytes ?? 0) - (beforeBytes ?? 0))}</span>
    </div>
  );
}

function MetadataRow({ change }: { readonly change: MetadataChange }): ReactElement {
  const { kind, path, before, after } = change;
  return (
    <li className={styles.meta} data-kind={kind}>
      <span className={styles.sign} aria-label={strings.kinds[kind]} role="img">
        {SIGNS[kind]}
      </span>
      <span className={styles.path}>{path.join('.')}</span>
      {before === undefined ? undefined : <del className={styles.value}>{textOf(before)}</del>}
      {after === undefined ? undefined : <ins className={styles.value}>{textOf(after)}</ins>}
    </li>
  );
}

function textOf(value: ApiValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
