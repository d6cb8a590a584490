import { useEffect, useMemo, useState } from 'react';
import type { ApiValue, ColumnRef, RunFilter, RunHead, RunRow } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useRunGroups, useRunPages, useRunQuery } from '#ui/data';
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
import { columnsOf } from '../runs/columns.ts';
import { namesFilter } from '../runs/conditions.ts';
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
  const columns = useMemo(
    (): readonly ColumnRef[] => [...named, ...listedColumns.filter(({ kind }) => kind !== 'run')],
    [named, listedColumns],
  );
  const choice = useMemo(() => ({ search, filter, sort }), [search, filter, sort]);
  const query = useMemo(
    () => ({ ...runQueryOf(choice), limit: RUNS_PER_PAGE, ...(columns.length === 0 ? {} : { columns }) }),
    [choice, columns],
  );
  const pages = useRunPages(project, query);
  const rows = useMemo(() => uniqueRows(pages.data?.pages.flatMap((page) => page.rows) ?? []), [pages.data]);
  const isGrouped = grouping.by.length > 0;
  const grouped = useGrouped(project, store, { choice, columns, isGrouped });
  const extra = useMemo(() => [...pins, ...(baseline === '' ? [] : [baseline])], [pins, baseline]);
  const pinnedQuery = useMemo(() => ({ filter: namesFilter(extra), limit: 20, columns }), [extra, columns]);
  const kept = useRunQuery(project, pinnedQuery, extra.length > 0);
  const pinnedRows = useMemo(() => {
    // Those at hand first, or a run that is pinned would vanish until it was fetched once more.
    const known = extra.length === 0 ? [] : [...rows, ...(kept.data?.rows ?? [])];
    const byId = new Map(known.map((row) => [row.head.path.run, row]));
    return pins.flatMap((id) => byId.get(id) ?? []);
  }, [rows, kept.data, pins, extra]);
  const isOpen = useMemo(() => openTest(eyes), [eyes]);
  const others = useMemo(() => rows.filter((row) => !pins.includes(row.head.path.run)), [rows, pins]);
  const open = useMemo(() => others.filter((row) => isOpen(row.head.path.run)), [others, isOpen]);
  const { members } = grouped;
  const drawn = useSame(
    useMemo(() => {
      const shown = isGrouped ? [...members.values()].filter((row) => isOpen(row.head.path.run)) : open;
      const all = [...pinnedRows.filter((row) => isOpen(row.head.path.run)), ...shown].slice(0, runLimit);
      const values = new Map(all.map((row) => [row.head.path.run, fieldsOf(row, named)]));
      return toDrawnRuns(
        all.map((row) => row.head),
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
  const heads = useMemo(() => others.map((row) => row.head), [others]);
  const openPins = pinnedRows.filter((row) => isOpen(row.head.path.run)).length;
  const closedCount = rows.filter((row) => !isOpen(row.head.path.run)).length;
  return {
    total,
    heads,
    pinned: useMemo(() => pinnedRows.map((row) => row.head), [pinnedRows]),
    visibleCount: eyes.isOpenByDefault ? total - closedCount : open.length + openPins,
    drawn,
    tree: grouped.tree,
    groups: grouped.groups,
    members: useMemo(() => new Map([...members].map(([id, row]) => [id, row.head])), [members]),
    // While another question is being answered, rows still hold the values of the one before.
    listed: useListed({
      listed: listedColumns,
      fetched: columns,
      isFetched: !pages.isPlaceholderData,
      rows,
      pinnedRows,
      members,
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

const NO_ROWS: ReadonlyMap<string, RunRow> = new Map();

/** The tree of groups, what of it is drawn, and the members of groups that are expanded. */
function useGrouped(
  project: ProjectPath,
  store: BoardStore,
  {
    choice,
    columns,
    isGrouped,
  }: { readonly choice: RunChoice; readonly columns: readonly ColumnRef[]; readonly isGrouped: boolean },
): {
  readonly tree: readonly GroupNode[] | undefined;
  readonly groups: readonly DrawnGroup[] | undefined;
  readonly members: ReadonlyMap<string, RunRow>;
} {
  const grouping = useBoard(store, (state) => state.body.grouping);
  const eyes = useBoard(store, (state) => state.body.eyes);
  const query = useMemo(() => {
    const filter = filterOf(choice);
    return {
      by: columnsOf(grouping.by),
      ...(columns.length === 0 ? {} : { columns }),
      ...(filter === undefined ? {} : { filter }),
      ...(choice.search.text === '' ? {} : { search: choice.search }),
    };
  }, [grouping.by, choice, columns]);
  const answer = useRunGroups(project, query);
  const tree = useMemo(
    () =>
      isGrouped
        ? groupTree(
            answer.data?.groups ?? [],
            query.by.map((column) => column.key),
          )
        : undefined,
    [isGrouped, answer.data, query.by],
  );
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
    () => (wanted.length === 0 ? NO_ROWS : new Map((found.data?.rows ?? []).map((row) => [row.head.path.run, row]))),
    [wanted, found.data],
  );
  return { tree, groups: useSame(groups), members };
}

/** What templates may name of a run. */
function fieldsOf(row: RunRow, columns: ReturnType<typeof templateColumns>): Record<string, string> {
  return Object.fromEntries(
    columns.map(({ kind, key }, i) => [`${kind}:${key}`, textOf(row.values[i]?.value)] as const),
  );
}

function textOf(value: ApiValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A run that starts between two pages moves the rest by one; its double is dropped. */
function uniqueRows(rows: readonly RunRow[]): readonly RunRow[] {
  const seen = new Set<string>();
  return rows.filter(({ head }) => {
    if (seen.has(head.path.run)) return false;
    seen.add(head.path.run);
    return true;
  });
}

/** The earlier value as long as it means the same, so that a heartbeat renders no panel. */
function useSame<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept;
  setKept(value);
  return value;
}
