import { Compass } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { Link } from 'wouter';
import { Problem } from '#shared/errors';
import type { RunDetail } from '#shared/api';
import { projectHref, type RunPath } from '#shared/units';
import { useRun } from '#ui/data';
import { Button, EmptyState, ErrorNotice, Skeleton } from '#ui/widgets';
import { RunArtifactsTab } from '../artifacts/run-artifacts.tsx';
import { ChartsTab } from './charts-tab.tsx';
import { FilesTab } from './files/files-tab.tsx';
import { LogsTab } from './logs/logs-tab.tsx';
import { OverviewTab } from './overview/overview-tab.tsx';
import { RunHeader } from './run-header.tsx';
import styles from './run.module.css';
import { strings } from './strings.ts';
import { SystemTab } from './system-tab.tsx';

/** Tabs of a run, as they stand in its address. */
export type RunTab = 'charts' | 'overview' | 'system' | 'logs' | 'files' | 'code' | 'artifacts';

/** One run: its head and the tab of the address. */
export function RunPage({ path: given, tab }: { readonly path: RunPath; readonly tab: RunTab }): ReactElement {
  const { entity, project, run } = given;
  // The caller makes a new object at each drawing; everything below relies on its identity.
  const path = useMemo(() => ({ entity, project, run }), [entity, project, run]);
  const detail = useRun(path);
  if (detail.isError && detail.data === undefined) {
    const { error } = detail;
    if (error instanceof Problem && error.code === 'run.unknown') return <NoSuchRun path={path} />;
    return (
      <div className={styles.trouble}>
        <ErrorNotice
          title={error.message}
          tip={error instanceof Problem ? error.toData().tip : undefined}
          onRetry={() => void detail.refetch()}
        />
      </div>
    );
  }
  if (detail.data === undefined) return <Waiting />;
  return (
    <div className={styles.page}>
      <RunHeader path={path} detail={detail.data} tab={tab} />
      <div className={styles.content}>
        <TabContent path={path} detail={detail.data} tab={tab} />
      </div>
    </div>
  );
}

/** The run was deleted, or its address is wrong. */
function NoSuchRun({ path }: { readonly path: RunPath }): ReactElement {
  return (
    <EmptyState
      isPage
      title={strings.noRun(path.run)}
      icon={<Compass size={28} aria-hidden />}
      actions={
        <Link href={`${projectHref(path)}/table`} asChild>
          <Button kind="primary">{strings.toRuns(path.project)}</Button>
        </Link>
      }
    >
      {strings.noRunText}
    </EmptyState>
  );
}

function TabContent({
  path,
  detail,
  tab,
}: {
  readonly path: RunPath;
  readonly detail: RunDetail;
  readonly tab: RunTab;
}): ReactElement {
  switch (tab) {
    case 'charts':
      return <ChartsTab path={path} detail={detail} />;
    case 'overview':
      return <OverviewTab path={path} detail={detail} />;
    case 'system':
      return <SystemTab path={path} detail={detail} />;
    case 'logs':
      return <LogsTab path={path} isLive={detail.head.state === 'running'} />;
    case 'files':
      return <FilesTab path={path} />;
    case 'code':
      return <FilesTab key="code" path={path} isCodeOnly />;
    case 'artifacts':
      return <RunArtifactsTab path={path} />;
  }
}

function Waiting(): ReactElement {
  return (
    <div className={styles.page} aria-busy="true">
      <div className={styles.header}>
        <Skeleton width="14rem" height="1.25rem" />
        <Skeleton width="24rem" height="0.8rem" />
      </div>
    </div>
  );
}
