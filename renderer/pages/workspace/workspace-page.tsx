import { ChartLine, PanelLeftOpen } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type Dispatch, type ReactElement, type SetStateAction } from 'react';
import { Problem } from '#shared/errors';
import type { ProjectKeys } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import { projectHref, type ProjectPath } from '#shared/units';
import { useProjectKeys } from '#ui/data';
import { Board, useBoard, useBoardStore, type BoardPlace, type BoardStore } from '#ui/panels';
import { EmptyState, ErrorNotice, IconButton, SplitPane, useCommands } from '#ui/widgets';
import { useCarried, useOtherPage, type CarriedRuns } from '../carried-runs.ts';
import { NO_SELECTION, withRuns, type Selection } from '../runs/selection.ts';
import { OWN_RUNS } from './own-runs-form.tsx';
import { RunSelector } from './run-selector.tsx';
import { selectorRows } from './selector-rows.ts';
import { numericKeys, useChartSources, useSources, useSummarySources } from './sources.ts';
import { strings } from './strings.ts';
import { usePickedRuns } from './use-picked-runs.ts';
import { useSideWidth } from './use-side-width.ts';
import type { RunSearch } from './run-query.ts';
import { useVisibleRuns, type VisibleRuns } from './use-visible-runs.ts';
import styles from './workspace.module.css';

/** The charts over the runs of a project, with the list of runs at the side. */
export function WorkspacePage({ project: given }: { readonly project: ProjectPath }): ReactElement {
  const { entity, project: name } = given;
  // The caller makes a new object at each drawing; everything below relies on its identity.
  const project = useMemo(() => ({ entity, project: name }), [entity, name]);
  const place = useBoardStore({ project, scope: 'workspace', viewId: 'workspace', name: 'Workspace' });
  const carried = useCarried(`${projectHref(project)}/workspace`);
  useBoardOf(carried, place?.store);
  // Above the board: they stay when another view is opened.
  const search = useState<RunSearch>(carried?.search ?? { text: '', isRegex: false });
  const selection = useState<Selection>(() => withRuns(NO_SELECTION, carried?.selected ?? [], true));
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">{strings.pageTitle(project.project)}</h1>
      {place === undefined ? undefined : (
        <Workspace key={place.view?.id ?? ''} project={project} place={place} search={search} selection={selection} />
      )}
    </div>
  );
}

type Held<T> = readonly [T, Dispatch<SetStateAction<T>>];

interface WorkspaceProps {
  readonly project: ProjectPath;
  readonly place: BoardPlace;
  readonly search: Held<RunSearch>;
  readonly selection: Held<Selection>;
}

function Workspace({ project, place, search: [search, setSearch], selection }: WorkspaceProps): ReactElement {
  const { store } = place;
  const runs = useVisibleRuns(project, search, store);
  const expanded = useBoard(store, (state) => state.body.grouping.expanded);
  const rows = useMemo(() => selectorRows(runs, expanded), [runs, expanded]);
  // Here and not in the list, which may be folded.
  const picked = usePickedRuns(rows, selection);
  useOtherPage(`${projectHref(project)}/table`, () => {
    const { filter, sort, grouping } = store.getState().body;
    return { search, filter, sort, groupBy: grouping.by, selected: [...picked.selection.values()] };
  });
  const keys = useProjectKeys(project);
  const metrics = useSources(keys.data);
  const summary = useSummarySources(project, keys.data);
  const charts = useChartSources(project, runs);
  const sources = useMemo(() => [...metrics, ...summary, ...charts], [metrics, summary, charts]);
  const xKeys = useMemo(() => numericKeys(keys.data), [keys.data]);
  const side = useSideWidth(useBoard(store, (state) => state.body.listed.length));
  useCommands([{ id: 'workspace.side', title: strings.collapse, group: strings.runs, keys: '[', run: side.toggle }]);
  return (
    <SplitPane
      isSideOpen={side.isOpen}
      width={side.width}
      onWidth={side.setWidth}
      side={
        <RunSelector
          project={project}
          store={store}
          runs={runs}
          search={search}
          onSearch={setSearch}
          onCollapse={side.toggle}
          rows={rows}
          picked={picked}
        />
      }
    >
      {side.isOpen ? undefined : (
        <div className={styles.reopen}>
          <IconButton label={strings.expand} keys="[" size="small" onClick={side.toggle}>
            <PanelLeftOpen size={15} aria-hidden />
          </IconButton>
        </div>
      )}
      <div className={styles.board} data-side={side.isOpen ? undefined : 'closed'}>
        {keys.isError ? (
          <ErrorNotice
            title={keys.error.message}
            tip={keys.error instanceof Problem ? keys.error.toData().tip : undefined}
            onRetry={() => void keys.refetch()}
          />
        ) : keys.data === undefined || runs.isLoading ? undefined : (
          <Board
            place={place}
            hasViews
            project={project}
            sources={sources}
            runs={runs.drawn}
            scope={runs.scope}
            groups={runs.groups}
            visibleCount={runs.visibleCount}
            ownRuns={OWN_RUNS}
            xKeys={xKeys}
            empty={<Nothing runs={runs} keys={keys.data} />}
          />
        )}
      </div>
    </SplitPane>
  );
}

/** Filter, order and groups of the runs table go into the board, as a change that can be undone. */
function useBoardOf(carried: CarriedRuns | undefined, store: BoardStore | undefined): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (store === undefined || carried === undefined || isDone.current) return;
    isDone.current = true;
    const { filter, sort, groupBy: by } = carried;
    store.getState().change((old) => {
      const isSameTree = JSON.stringify(old.grouping.by) === JSON.stringify(by);
      if (old.filter === filter && old.sort === sort && isSameTree) return old;
      return { ...old, filter, sort, grouping: isSameTree ? old.grouping : { ...old.grouping, by, expanded: [] } };
    });
  }, [store, carried]);
}

/** Why there is no chart: no run, nothing received, or nothing numeric. */
function Nothing({ runs, keys }: { readonly runs: VisibleRuns; readonly keys: ProjectKeys }): ReactElement {
  if (runs.total === 0)
    return (
      <EmptyState title={strings.noRunsTitle} icon={<ChartLine size={28} aria-hidden />}>
        {strings.noRunsText}
      </EmptyState>
    );
  const isLive = runs.heads.some((head) => head.state === 'running');
  const hasValues = keys.metrics.some((key) => !isInnerKey(key.name));
  const reason = hasValues ? strings.nothingNumeric : isLive ? strings.nothingReceived : strings.nothingEnded;
  return (
    <EmptyState title={strings.nothingTitle} icon={<ChartLine size={28} aria-hidden />}>
      <p>{reason}</p>
      {hasValues ? undefined : <p>{strings.longSteps}</p>}
    </EmptyState>
  );
}
