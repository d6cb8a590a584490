import { useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { ColumnRef, RunFilter, RunHead, RunQuery } from '#shared/api';
import { asProblem, type Problem } from '#shared/errors';
import { projectHref, type ProjectPath } from '#shared/units';
import { useNow, useProjectKeys, useProjects } from '#ui/data';
import { Button, EmptyState, ErrorNotice, Skeleton } from '#ui/widgets';
import { useCarried, useOtherPage, type CarriedRuns } from '../carried-runs.ts';
import { ConnectLink } from '../connect/connect-link.tsx';
import { BaselineContext, useBaseline } from './baseline.ts';
import { BulkBar } from './bulk-bar.tsx';
import { allColumns, type Column } from './columns.ts';
import { withCondition } from './conditions.ts';
import { NowContext } from './now-context.ts';
import { printFilter } from './filter-text.ts';
import { isRelative, resolveTimes } from './filter-times.ts';
import { Grid, type Sight } from './grid.tsx';
import type { GroupActs } from './grid-group-row.tsx';
import { withToggled } from './group-rows.ts';
import { useBulkActs, useExportRuns, useRunMenu } from './run-acts.ts';
import { RowEditor, type RowEdit } from './row-editor.tsx';
import { NOTHING_ASKED, RunDialogs, type AskedAbout } from './run-dialogs.tsx';
import styles from './runs.module.css';
import { strings } from './strings.ts';
import { printSort, shownColumns, type TableState } from './table-state.ts';
import { Toolbar } from './toolbar.tsx';
import { useColumnActs } from './use-column-acts.ts';
import { useRunGroupRows } from './use-run-groups.ts';
import { useRunKeys } from './use-run-keys.ts';
import { useRunWindow, type RunWindow } from './use-run-window.ts';
import { useSelection } from './use-selection.ts';
import { useTableState } from './use-table-state.ts';

/** Values are fetched for so many columns at a time: 500 × 100 cells at once would be a megabyte. */
const COLUMN_BLOCK = 40;
const MINUTE_MS = 60_000;
const FIRST_SIGHT: Sight = { firstRow: 0, lastRow: 30, firstColumn: 0, lastColumn: 14 };

/** `/:entity/:project/table`: every run of a project as a row. */
export function RunsPage({ project }: { readonly project: ProjectPath }): ReactElement {
  const carried = useCarried(`${projectHref(project)}/table`);
  const held = useTableState(project, carried);
  if (!held.isReady) return <LoadingTable />;
  return <RunsTable project={project} {...held} selected={carried?.selected} />;
}

interface RunsTableProps {
  readonly project: ProjectPath;
  readonly state: TableState;
  readonly change: (fields: Partial<TableState> | ((state: TableState) => Partial<TableState>)) => void;
  /** Selected from the start. */
  readonly selected: readonly RunHead[] | undefined;
}

function RunsTable({ project, state, change, selected }: RunsTableProps): ReactElement {
  const keys = useProjectKeys(project);
  const [sight, setSight] = useState(FIRST_SIGHT);
  const [cursor, setCursor] = useState(-1);
  const [edit, setEdit] = useState<RowEdit | undefined>(undefined);
  const [asked, setAsked] = useState<AskedAbout>(NOTHING_ASKED);
  const [filterFor, setFilterFor] = useState<{ isOpen: boolean; column?: Column }>({ isOpen: false });
  const page = useRef<HTMLDivElement>(null);
  const all = useMemo(() => allColumns(keys.data), [keys.data]);
  const { shown, cutCount } = useMemo(() => shownColumns(all, state), [all, state]);
  const query = useQueryOf(state);
  const fetched = useFetchedColumns(shown, sight);
  const rows = useTableRows(project, query, state, fetched, sight);
  const isLive = rows.heads.some((head) => head.state === 'running');
  const now = useNow(1000, isLive);
  const runCount = useRunCount(project);
  const exportRuns = useExportRuns(project);
  const picked = useSelection(project, query, rows, selected);
  const bulk = useBulkActs(project, picked.refresh);
  useOtherPage(`${projectHref(project)}/workspace`, () => carriedOf(state, picked.heads));
  const groupActs: GroupActs = {
    onToggle: ({ id }) => change(({ toggledGroups }) => ({ toggledGroups: withToggled(toggledGroups, id) })),
    onSelectGroup: (node, isSelected) => picked.selectByName(node.runs, isSelected),
  };
  const openEditor = (kind: RowEdit['kind'], head: RunHead): void => {
    const anchor = cellFor(page.current, kind, head);
    if (anchor !== null) setEdit({ kind, head, anchor });
  };
  const runMenu = useRunMenu({ project, state, change, onEdit: openEditor, onAsk: setAsked });
  const columnActs = useColumnActs({
    all,
    state,
    change,
    page,
    onFilter: (column) => setFilterFor({ isOpen: true, column }),
    onSelectAll: (isSelected) => (isSelected ? picked.selectEvery() : picked.clear()),
  });
  useRunKeys({
    cursor,
    setCursor,
    rows,
    selection: picked.selection,
    setSelection: picked.setSelection,
    page,
    openFilter: () => setFilterFor({ isOpen: true }),
    onEdit: openEditor,
    groupActs,
  });
  const problem = problemOf(rows.error ?? keys.error);
  // A bad search pattern is said at its field.
  const isSearchFault = state.search.isRegex && state.search.text !== '' && problem?.code === 'filter.invalid';
  return (
    <div className={styles.page} ref={page}>
      <h1 className="visually-hidden">{strings.pageTitle(project.project)}</h1>
      <Toolbar
        project={project}
        state={state}
        change={change}
        all={all}
        shown={shown}
        cutCount={cutCount}
        total={rows.total}
        tree={rows.groups?.tree}
        runCount={runCount}
        error={rows.error}
        filterFor={filterFor}
        onFilterFor={setFilterFor}
        query={query}
        onExport={(format) => exportRuns(format, query, shown, new Set())}
      />
      {problem === undefined || isSearchFault ? undefined : <Trouble problem={problem} onRetry={rows.retry} />}
      {rows.total === 0 && !rows.isFetching ? (
        <NoRuns
          isFiltered={state.filter !== undefined || state.search.text !== ''}
          onClear={() => change({ filter: undefined, search: { text: '', isRegex: false } })}
        />
      ) : (
        <Surroundings project={project} state={state} columns={fetched} now={now}>
          <Grid
            columns={shown}
            rows={rows}
            sort={state.sort}
            selection={picked.selection}
            cursor={cursor}
            isCompact={state.isCompact}
            rowActs={{
              onSelect: picked.select,
              onEdit: (kind, head, anchor) => setEdit({ kind, head, anchor }),
              onTag: (tag) => change(({ filter }) => ({ filter: withCondition(filter, tagIs(tag)) })),
            }}
            groupActs={groupActs}
            headerActs={columnActs.header}
            onSight={setSight}
            rowMenu={runMenu}
            columnMenu={columnActs.menu}
          />
        </Surroundings>
      )}
      {picked.selection.size === 0 ? undefined : (
        <BulkBar
          heads={picked.heads}
          total={rows.total ?? 0}
          acts={bulk}
          onSelectEvery={picked.selectEvery}
          onClear={picked.clear}
          onExport={(format) => exportRuns(format, query, shown, new Set(picked.selection.keys()))}
          onAsk={setAsked}
        />
      )}
      <RowEditor edit={edit} onClose={() => setEdit(undefined)} />
      <RunDialogs
        {...asked}
        onClose={() => setAsked(NOTHING_ASKED)}
        onGone={picked.forget}
        onDelete={bulk.deleteRuns}
      />
    </div>
  );
}

/** What the list of runs beside the charts is to show as well. */
function carriedOf({ search, filter, sort, groupBy }: TableState, selected: readonly RunHead[]): CarriedRuns {
  return {
    search,
    filter: filter === undefined ? '' : printFilter(filter),
    sort: printSort(sort),
    groupBy,
    selected,
  };
}

function tagIs(tag: string): RunFilter {
  return { op: '=', column: { kind: 'run', key: 'tags' }, value: tag };
}

function Trouble({ problem, onRetry }: { readonly problem: Problem; readonly onRetry: () => void }): ReactElement {
  return (
    <div className={styles.problem}>
      <ErrorNotice title={problem.message} tip={problem.toData().tip} onRetry={onRetry} />
    </div>
  );
}

/** The rows of the table: runs as they are sorted, or groups with the runs of those that are open. */
function useTableRows(
  project: ProjectPath,
  query: Pick<RunQuery, 'filter' | 'search' | 'sort'>,
  state: TableState,
  columns: readonly ColumnRef[],
  sight: Sight,
): RunWindow {
  const isGrouped = state.groupBy.length > 0;
  const flat = useRunWindow(project, query, columns, sight, !isGrouped);
  const grouped = useRunGroupRows(project, query, state, columns, sight);
  return isGrouped ? grouped : flat;
}

/** The cell an editor stands beside; the name's where the column is out of sight. Null when the row is. */
function cellFor(page: HTMLElement | null, kind: RowEdit['kind'], head: RunHead): Element | null {
  const row = page?.querySelector(`[data-run="${CSS.escape(head.path.run)}"]`) ?? null;
  const own = kind === 'tags' || kind === 'notes' ? row?.querySelector(`[data-cell="run:${kind}"]`) : undefined;
  return own ?? row?.querySelector('[data-cell="run:displayName"]') ?? null;
}

function problemOf(error: unknown): Problem | undefined {
  return error === null || error === undefined ? undefined : asProblem(error);
}

/** What cells know beside their rows: the time, and the run that they are measured by. */
function Surroundings({
  project,
  state,
  columns,
  now,
  children,
}: {
  readonly project: ProjectPath;
  readonly state: TableState;
  readonly columns: readonly ColumnRef[];
  readonly now: number;
  readonly children: ReactNode;
}): ReactElement {
  const baseline = useBaseline(project, state, columns);
  return (
    <NowContext value={now}>
      <BaselineContext value={baseline}>{children}</BaselineContext>
    </NowContext>
  );
}

/** Runs of the project, matching or not. */
function useRunCount({ entity, project }: ProjectPath): number | undefined {
  return useProjects().data?.find(({ path }) => path.entity === entity && path.project === project)?.runCount;
}

/** What the host is asked; relative times move on each minute. */
function useQueryOf(state: TableState): Pick<RunQuery, 'filter' | 'search' | 'sort'> {
  const { filter, search, sort } = state;
  const hasTimes = filter !== undefined && isRelative(filter);
  const minute = Math.floor(useNow(MINUTE_MS, hasTimes) / MINUTE_MS);
  const moment = hasTimes ? minute * MINUTE_MS : 0;
  return useMemo(
    () => ({
      ...(filter === undefined ? {} : { filter: resolveTimes(filter, moment) }),
      ...(search.text === '' ? {} : { search }),
      ...(sort.length === 0 ? {} : { sort }),
    }),
    [filter, search, sort, moment],
  );
}

/** Config, summary and metric columns in and near sight, in whole blocks. */
function useFetchedColumns(shown: readonly Column[], sight: Sight): readonly ColumnRef[] {
  const first = Math.floor(sight.firstColumn / COLUMN_BLOCK) * COLUMN_BLOCK;
  const last = (Math.floor(sight.lastColumn / COLUMN_BLOCK) + 1) * COLUMN_BLOCK;
  return useMemo(
    // The name column stands before those that `sight` counts.
    () =>
      shown
        .slice(1)
        .slice(first, last)
        .flatMap((column) => (column.ref.kind === 'run' ? [] : [column.ref])),
    [shown, first, last],
  );
}

function NoRuns({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }): ReactElement {
  if (isFiltered) {
    return (
      <EmptyState title={strings.noMatchTitle} actions={<Button onClick={onClear}>{strings.clearAll}</Button>}>
        {strings.noMatchText}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={strings.emptyTitle} actions={<ConnectLink />}>
      {strings.emptyText}
    </EmptyState>
  );
}

function LoadingTable(): ReactElement {
  return (
    <div className={styles.page} aria-busy>
      <div className={styles.tools} />
      <div className={styles.skeletonRows}>
        {Array.from({ length: 12 }, (_, i) => (
          <div key={i} className={styles.skeletonRow}>
            <Skeleton width={`${9 + ((i * 5) % 7)}rem`} />
            <Skeleton width="4rem" />
            <Skeleton width="8rem" />
          </div>
        ))}
      </div>
    </div>
  );
}
