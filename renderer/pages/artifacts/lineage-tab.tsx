import { Shrink, UnfoldHorizontal } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { ArtifactLineage } from '#shared/api';
import { useArtifactLineage, type VersionPath } from '#ui/data';
import { Button, EmptyState, SegmentedControl, Skeleton } from '#ui/widgets';
import { Card } from '../run/overview/card.tsx';
import overview from '../run/overview/overview.module.css';
import artifacts from './artifacts.module.css';
import { LineageGraph } from './lineage-graph.tsx';
import { drawLineage, idOf, stepsOf } from './lineage-layout.ts';
import { hrefOf, nameOf, NodeIcon, noteOf } from './lineage-node.tsx';
import styles from './lineage.module.css';
import { Failed } from './notice.tsx';
import { strings } from './strings.ts';

/** Where a version came from and what came from it, as a graph or as a list. */
export function LineageTab({ path }: { readonly path: VersionPath }): ReactElement {
  const lineage = useArtifactLineage(path);
  const [view, setView] = useState<'graph' | 'list'>('graph');
  const [isCollapsed, setCollapsed] = useState(true);
  const drawing = useMemo(
    () => (lineage.data === undefined ? undefined : drawLineage(lineage.data, isCollapsed)),
    [lineage.data, isCollapsed],
  );
  if (lineage.data === undefined || drawing === undefined) {
    if (lineage.error !== null) return <Failed error={lineage.error} onRetry={() => void lineage.refetch()} />;
    return (
      <div className={artifacts.message} aria-busy>
        <Skeleton width="20rem" height="1rem" />
      </div>
    );
  }
  if (lineage.data.nodes.length === 1) return <EmptyState title={strings.alone} />;
  return (
    <div className={styles.lineage}>
      <div className={styles.bar}>
        <SegmentedControl
          label={strings.lineage}
          value={view}
          onValue={setView}
          items={[
            { value: 'graph', label: strings.graph },
            { value: 'list', label: strings.list },
          ]}
        />
        {view === 'graph' && drawing.hasGroups ? (
          <Button
            size="small"
            icon={isCollapsed ? <UnfoldHorizontal size={14} aria-hidden /> : <Shrink size={14} aria-hidden />}
            onClick={() => setCollapsed(!isCollapsed)}
          >
            {isCollapsed ? strings.expand : strings.collapse}
          </Button>
        ) : undefined}
        <span className={styles.note}>
          {lineage.data.isCut ? strings.lineageCut : view === 'graph' ? strings.lineageNote : ''}
        </span>
      </div>
      {view === 'graph' ? (
        <LineageGraph drawing={drawing} lineage={lineage.data} onExpand={() => setCollapsed(false)} />
      ) : (
        <LineageList lineage={lineage.data} />
      )}
    </div>
  );
}

function LineageList({ lineage }: { readonly lineage: ArtifactLineage }): ReactElement {
  return (
    <div className={overview.overview}>
      <div className={overview.columns}>
        <Steps title={strings.upstream} none={strings.nothingUp} lineage={lineage} direction="up" />
        <Steps title={strings.downstream} none={strings.nothingDown} lineage={lineage} direction="down" />
      </div>
    </div>
  );
}

interface StepsProps {
  readonly title: string;
  readonly none: string;
  readonly lineage: ArtifactLineage;
  readonly direction: 'up' | 'down';
}

function Steps({ title, none, lineage, direction }: StepsProps): ReactElement {
  const steps = stepsOf(lineage, direction);
  return (
    <Card title={title}>
      {steps.length === 0 ? <p className={styles.note}>{none}</p> : undefined}
      <ul className={styles.steps}>
        {steps.map(({ node, distance }) => (
          <li key={idOf(node)} className={styles.step}>
            <NodeIcon node={node} />
            <Link href={hrefOf(node)} className={styles.stepName}>
              {nameOf(node)}
            </Link>
            <span className={styles.note}>{noteOf(node)}</span>
            <span className={styles.distance}>{strings.steps(distance)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
