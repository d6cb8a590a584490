import { useEffect, useMemo, useState } from 'react';
import type { ApiValue, ColumnRef, RunFilter, RunHead, RunQueryAnswer } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useRunGroups, useRunPages, useRunQuery, type Asked } from '#ui/data';
import {
  onlyEyes,
  openTest,
  setEyes,
  templateColumns,
  toDrawnRuns,
  useBoard,
  type BoardStore,
  type DrawnGroup,
  type DrawnRun,
  type RunScope,
} from '#ui/panels';
import { useRunColors } from '#ui/widgets';
import { parseFilter, printFilter } from '../runs/filter-text.ts';
import { groupTree, leavesOf, toDrawnGroups, type GroupNode } from '../runs/group-tree.ts';
import { columnId, columnsOf, placesOf } from '../runs/columns.ts';
import { namesFilter } from '../runs/conditions.ts';
import type { TableRow } from '../runs/use-run-window.ts';
import { filterOf, runQueryOf, type RunChoice, type RunSearch } from './run-query.ts';
import { useListed, type ListedValues } from './use-listed.ts';

const RUNS_PER_PAGE = 200;
/** Members of expanded groups that are listed. */
const MOST_MEMBERS = 1000;

export interface VisibleRuns {
  /** All runs that match search and filter, loaded or not. */
  readonly total: number;
  /** The first of them in order, as far as loaded, without pinned ones. */
  readonly heads: readonly RunHead[];
  /** Kept at the top whatever the filter says. */
  readonly pinned: readonly RunHead[];
  /** Runs with an open eye that match. */
  readonly visibleCount: number;
  /** What panels draw: pinned ones first. Keeps its identity while nothing that is drawn changes. */
  readonly drawn: readonly DrawnRun[];
  /** undefined = runs are not grouped. */
  readonly tree: readonly GroupNode[] | undefined;
  readonly groups: readonly DrawnGroup[] | undefined;
  /** Heads of the members of expanded groups, by id. */
  readonly members: ReadonlyMap<string, RunHead>;
  /** The columns of the list and what runs have in them; undefined = the list has none. */
  readonly listed: ListedValues | undefined;
  /** All visible runs, for panels that stand on their columns. */
  readonly scope: RunScope;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
  readonly loadMore: () => void;
}

/** Runs page by page, and those of them that are drawn. Loads on until enough open eyes are found. */
export function useVisibleRuns(project: ProjectPath, search: RunSearch, store: BoardStore): VisibleRuns {
  const body = useBoard(store, (state) => state.body);
  const { eyes, runLimit, filter, sort, pins, baseline, grouping } = body;
  const runColors = useRunColors();
  const templates = JSON.stringify([body.shared.legendTemplate, body.panels, body.sections]);
  const named = useMemo(() => templateColumns(templates), [templates]);
  const listedColumns = useMemo(() => columnsOf(body.listed), [body.listed]);
  const listedKeys = useMemo(() => listedColumns.filter(({ kind }) => kind !== 'run'), [listedColumns]);
  const columns = useMemo((): readonly ColumnRef[] => [...named, ...listedKeys], [named, listedKeys]);
  const choice = useMemo(() => ({ search, filter, sort }), [search, filter, sort]);
  const query = useMemo(
    () => ({ ...runQueryOf(choice), limit: RUNS_PER_PAGE, ...(columns.length === 0 ? {} : { columns }) }),
    [choice, columns],
  );
  const pages = useRunPages(project, query);
  const rows = useMemo(() => uniqueRows(pages.data?.pages.flatMap(tableRows) ?? []), [pages.data]);
  const isGrouped = grouping.by.length > 0;
  const grouped = useGrouped(project, store, { choice, columns, listedKeys, isGrouped });
  const extra = useMemo(() => [...pins, ...(baseline === '' ? [] : [baseline])], [pins, baseline]);
  const pinnedQuery = useMemo(() => ({ filter: namesFilter(extra), limit: 20, columns }), [extra, columns]);
  const kept = useRunQuery(project, pinnedQuery, extra.length > 0);
  const pinnedRows = useMemo(() => {
    if (pins.length === 0) return NO_ROWS;
    // Those at hand as well, or a run that is pinned would vanish until it was fetched once more.
    const known = kept.data === undefined ? rows : [...rows, ...tableRows(kept.data)];
    const byId = new Map(known.map((one) => [idOf(one), one]));
    return pins.flatMap((id) => byId.get(id) ?? []);
  }, [rows, kept.data, pins]);
  const isOpen = useMemo(() => openTest(eyes), [eyes]);
  const others = useMemo(() => rows.filter((one) => !pins.includes(idOf(one))), [rows, pins]);
  const open = useMemo(() => others.filter((one) => isOpen(idOf(one))), [others, isOpen]);
  const { members } = grouped;
  const drawn = useSame(
    useMemo(() => {
      const shown = isGrouped ? members.filter((one) => isOpen(idOf(one))) : open;
      const all = [...pinnedRows.filter((one) => isOpen(idOf(one))), ...shown].slice(0, runLimit);
      const values = new Map(all.map((one) => [idOf(one), fieldsOf(one, named)]));
      return toDrawnRuns(
        all.map(({ row }) => row.head),
        { baseline, colors: runColors, valuesOf: (run) => values.get(run) ?? {} },
      );
    }, [isGrouped, members, open, pinnedRows, isOpen, runLimit, named, baseline, runColors]),
  );
  const total = pages.data?.pages.at(-1)?.total ?? 0;
  const isEnough = isGrouped || open.length >= runLimit || (!eyes.isOpenByDefault && open.length >= eyes.except.length);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = pages;
  useEffect(() => {
    if (!isEnough && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isEnough, hasNextPage, isFetchingNextPage, isError, fetchNextPage, rows]);
  const heads = useMemo(() => others.map(({ row }) => row.head), [others]);
  const openPins = pinnedRows.filter((one) => isOpen(idOf(one))).length;
  const closedCount = rows.filter((one) => !isOpen(idOf(one))).length;
  return {
    total,
    heads,
    pinned: useMemo(() => pinnedRows.map(({ row }) => row.head), [pinnedRows]),
    visibleCount: eyes.isOpenByDefault ? total - closedCount : open.length + openPins,
    drawn,
    tree: grouped.tree,
    groups: grouped.groups,
    members: useMemo(() => new Map(members.map((one) => [idOf(one), one.row.head])), [members]),
    listed: useListed({
      listed: listedColumns,
      rows: useMemo(() => [rows, pinnedRows, members], [rows, pinnedRows, members]),
      groupPlaces: grouped.places,
    }),
    scope: useScope(store, choice, isOpen),
    isLoading: pages.isPending,
    error: pages.error,
    refetch: () => void pages.refetch(),
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}

/** All runs of the board, pinned ones whatever the filter says, and what a picture may do to them. */
function useScope(store: BoardStore, choice: RunChoice, isOpen: RunScope['isOpen']): RunScope {
  const pins = useBoard(store, (state) => state.body.pins);
  const baseline = useBoard(store, (state) => state.body.baseline);
  const isGrouped = useBoard(store, (state) => state.body.grouping.by.length > 0);
  return useMemo(() => {
    const { filter, search, sort } = runQueryOf(choice);
    const { change } = store.getState();
    return {
      query: {
        ...wishOf(filter, search, pins),
        ...(sort === undefined ? {} : { sort }),
      },
      isOpen,
      baseline,
      narrow: (more) => change((old) => ({ ...old, filter: narrowed(old.filter, more) })),
      ...(isGrouped
        ? {}
        : {
            show: (runs, how) =>
              change((old) => ({
                ...old,
                eyes: how === 'only' ? onlyEyes(runs) : setEyes(old.eyes, runs, false),
              })),
          }),
    };
  }, [store, choice, pins, isOpen, baseline, isGrouped]);
}

/** Filter and search as they are, or both as one condition beside which pinned runs stand. */
function wishOf(
  filter: RunFilter | undefined,
  search: RunSearch | undefined,
  pins: readonly string[],
): Pick<RunScope['query'], 'filter' | 'search'> {
  if (pins.length === 0 || (filter === undefined && search === undefined))
    return { ...(filter === undefined ? {} : { filter }), ...(search === undefined ? {} : { search }) };
  const items = [...(filter === undefined ? [] : [filter]), ...(search === undefined ? [] : [searchFilter(search)])];
  return { filter: { op: 'or', items: [{ op: 'and', items }, namesFilter(pins)] } };
}

/** What the host does with a search: name or id. */
function searchFilter({ text, isRegex }: RunSearch): RunFilter {
  const op = isRegex ? 'regex' : 'contains';
  const keys = ['displayName', 'name'] as const;
  return { op: 'or', items: keys.map((key): RunFilter => ({ op, column: { kind: 'run', key }, value: text })) };
}

/** A filter's text with one more condition; a text that cannot be read gives way to it. */
function narrowed(text: string, more: RunFilter): string {
  const known = parseFilter(text);
  if (known.kind !== 'filter') return printFilter(more);
  const { filter } = known;
  return printFilter({ op: 'and', items: filter.op === 'and' ? [...filter.items, more] : [filter, more] });
}

const NO_ROWS: readonly TableRow[] = [];
const NO_COLUMNS: readonly ColumnRef[] = [];

/** The tree of groups, what of it is drawn, and the members of groups that are expanded. */
function useGrouped(
  project: ProjectPath,
  store: BoardStore,
  {
    choice,
    columns,
    listedKeys,
    isGrouped,
  }: {
    readonly choice: RunChoice;
    /** What members are asked for. */
    readonly columns: readonly ColumnRef[];
    /** Those whose means stand beside the groups. */
    readonly listedKeys: readonly ColumnRef[];
    readonly isGrouped: boolean;
  },
): {
  readonly tree: readonly GroupNode[] | undefined;
  readonly groups: readonly DrawnGroup[] | undefined;
  readonly members: readonly TableRow[];
  /** Places of columns among the numbers of a group. */
  readonly places: ReadonlyMap<string, number>;
} {
  const grouping = useBoard(store, (state) => state.body.grouping);
  const eyes = useBoard(store, (state) => state.body.eyes);
  const query = useMemo(() => {
    const filter = filterOf(choice);
    return {
      by: columnsOf(grouping.by),
      ...(listedKeys.length === 0 ? {} : { columns: listedKeys }),
      ...(filter === undefined ? {} : { filter }),
      ...(choice.search.text === '' ? {} : { search: choice.search }),
    };
  }, [grouping.by, choice, listedKeys]);
  const answer = useRunGroups(project, query);
  const tree = useMemo(() => {
    if (!isGrouped) return undefined;
    const { groups = [], by = [] } = answer.data ?? {};
    return groupTree(
      groups,
      by.map((column) => column.key),
    );
  }, [isGrouped, answer.data]);
  const groups = useMemo(
    () => (tree === undefined ? undefined : toDrawnGroups(tree, openTest(eyes), grouping.isHiddenLeftOut)),
    [tree, eyes, grouping.isHiddenLeftOut],
  );
  const wanted = useMemo(() => {
    const expanded = new Set(grouping.expanded);
    return leavesOf(tree ?? [])
      .filter((node) => expanded.has(node.id))
      .flatMap((node) => node.runs)
      .slice(0, MOST_MEMBERS);
  }, [tree, grouping.expanded]);
  const memberQuery = useMemo(() => ({ filter: namesFilter(wanted), limit: MOST_MEMBERS, columns }), [wanted, columns]);
  const found = useRunQuery(project, memberQuery, wanted.length > 0);
  const members = useMemo(
    () => (wanted.length === 0 || found.data === undefined ? NO_ROWS : tableRows(found.data)),
    [wanted, found.data],
  );
  return { tree, groups: useSame(groups), members, places: placesOf(answer.data?.columns ?? NO_COLUMNS) };
}

/** What templates may name of a run. */
function fieldsOf({ row, ids }: TableRow, columns: ReturnType<typeof templateColumns>): Record<string, string> {
  return Object.fromEntries(
    columns.map((column) => {
      const id = columnId(column);
      return [id, textOf(row.values[ids.get(id) ?? -1]?.value)] as const;
    }),
  );
}

function textOf(value: ApiValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A run that starts between two pages moves the rest by one; its double is dropped. */
function uniqueRows(rows: readonly TableRow[]): readonly TableRow[] {
  const seen = new Set<string>();
  return rows.filter((one) => {
    const isNew = !seen.has(idOf(one));
    seen.add(idOf(one));
    return isNew;
  });
}

/** Rows with the places of the columns they were asked for, which may no longer be those that are wanted. */
function tableRows({ rows, columns }: Asked<RunQueryAnswer>): readonly TableRow[] {
  const ids = placesOf(columns);
  return rows.map((row) => ({ row, ids }));
}

function idOf({ row }: TableRow): string {
  return row.head.path.run;
}

/** The earlier value as long as it means the same, so that a heartbeat renders no panel. */
function useSame<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept;
  setKept(value);
  return value;
}
