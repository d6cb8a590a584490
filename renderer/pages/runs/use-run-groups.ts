import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ColumnRef, RunGroupQuery, RunHead, RunQuery, RunRow } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys, useData } from '#ui/data';
import { columnId, columnsOf, placesOf, type ColumnId } from './columns.ts';
import { namesFilter } from './conditions.ts';
import { groupTree, type GroupNode } from './group-tree.ts';
import { groupedRows, isGroupOpen, type GroupedRow } from './group-rows.ts';
import type { TableState } from './table-state.ts';
import type { RunWindow, TableRow, WindowRange } from './use-run-window.ts';

const PAGE_SIZE = 100;
/** Fields of a run itself that are numbers to be taken together. */
const MEASURED_FIELDS: readonly ColumnRef[] = [
  { kind: 'run', key: 'duration' },
  { kind: 'run', key: 'lastStep' },
];

/**
 * The table while runs are grouped: the tree of groups with the numbers of their columns, and the runs of open groups
 * in sight, fetched by pages of 100 of their group.
 */
export function useRunGroupRows(
  project: ProjectPath,
  query: Pick<RunQuery, 'filter' | 'search' | 'sort'>,
  state: Pick<TableState, 'groupBy' | 'toggledGroups'>,
  columns: readonly ColumnRef[],
  range: WindowRange,
): RunWindow {
  const { answer, tree } = useTree(project, query, state.groupBy, columns);
  const toggled = useMemo(() => new Set(state.toggledGroups), [state.toggledGroups]);
  const rows = useMemo(() => groupedRows(tree, toggled), [tree, toggled]);
  const members = useMembers(project, rows, columns, range);
  const runAt = (index: number): string | undefined => {
    const row = rows[index];
    return row?.kind === 'run' ? row.node.runs[row.place] : undefined;
  };
  const places = answer.data?.places ?? NO_PLACES;
  return {
    total: answer.data?.total,
    rowCount: rows.length,
    rowAt: (index) => members.byId.get(runAt(index) ?? ''),
    heads: members.heads,
    groups: {
      tree,
      groupAt: (index) => {
        const row = rows[index];
        return row?.kind === 'group' ? row.node : undefined;
      },
      isOpen: (node) => isGroupOpen(node, toggled),
      runAt,
      places,
    },
    error: answer.error ?? members.error,
    isFetching: answer.isFetching || members.isFetching,
    retry: () => {
      void answer.refetch();
      members.retry();
    },
  };
}

const NO_PLACES: ReadonlyMap<ColumnId, number> = new Map();

function useTree(
  project: ProjectPath,
  { filter, search, sort }: Pick<RunQuery, 'filter' | 'search' | 'sort'>,
  groupBy: readonly ColumnId[],
  columns: readonly ColumnRef[],
) {
  const { api } = useData();
  const query = useMemo((): RunGroupQuery => {
    const [first] = sort ?? [];
    const wanted = [...MEASURED_FIELDS, ...columns, ...(first === undefined ? [] : [first.column])];
    return {
      by: columnsOf(groupBy),
      columns: [...new Map(wanted.map((column) => [columnId(column), column])).values()],
      ...(filter === undefined ? {} : { filter }),
      ...(search === undefined ? {} : { search }),
      ...(sort === undefined ? {} : { sort }),
    };
  }, [filter, search, sort, groupBy, columns]);
  const answer = useQuery({
    queryKey: [...queryKeys.allRuns(project), 'groups', query],
    queryFn: async ({ signal }) => ({
      ...(await api.runGroups(project, query, signal)),
      // While the next answer is on its way, these are those of the last.
      places: placesOf(query.columns ?? []),
      sort: query.sort,
    }),
    placeholderData: keepPreviousData,
    enabled: groupBy.length > 0,
  });
  const { data } = answer;
  const tree = useMemo((): readonly GroupNode[] => {
    if (data === undefined) return [];
    const [first] = data.sort ?? [];
    const place = first === undefined ? undefined : data.places.get(columnId(first.column));
    return groupTree(
      data.groups,
      data.by.map((column) => column.key),
      first === undefined || place === undefined ? undefined : { column: place, isDescending: first.isDescending },
    );
  }, [data]);
  return { answer, tree };
}

/** Runs of open groups in sight. */
function useMembers(
  project: ProjectPath,
  rows: readonly GroupedRow[],
  columns: readonly ColumnRef[],
  { firstRow, lastRow }: WindowRange,
) {
  const { api } = useData();
  const pages = useMemo(() => {
    const found = new Map<string, readonly string[]>();
    for (const row of rows.slice(Math.max(0, firstRow), lastRow + 1)) {
      if (row.kind === 'group') continue;
      const page = Math.floor(row.place / PAGE_SIZE);
      const key = `${row.node.id} ${page}`;
      if (!found.has(key)) found.set(key, row.node.runs.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE));
    }
    return [...found.values()];
  }, [rows, firstRow, lastRow]);
  const answers = useQueries({
    queries: pages.map((names) => {
      const query: RunQuery = { filter: namesFilter(names), columns, limit: PAGE_SIZE };
      return {
        queryKey: [...queryKeys.allRuns(project), 'table', query],
        queryFn: async ({ signal }: { signal: AbortSignal }) => ({
          rows: (await api.queryRuns(project, query, signal)).rows,
          ids: placesOf(columns),
        }),
        placeholderData: keepPreviousData,
      };
    }),
  });
  const found = answers.flatMap(({ data }) =>
    data === undefined ? [] : data.rows.map((row: RunRow): TableRow => ({ row, ids: data.ids })),
  );
  return {
    byId: new Map(found.map((one) => [one.row.head.path.run, one])),
    heads: found.map((one): RunHead => one.row.head),
    error: answers.find((answer) => answer.error !== null)?.error,
    isFetching: answers.some((answer) => answer.isFetching),
    retry: () => answers.forEach((answer) => void answer.refetch()),
  };
}
