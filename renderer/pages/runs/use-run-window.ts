import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ColumnRef, RunHead, RunQuery, RunQueryAnswer, RunRow } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys, useData } from '#ui/data';
import { placesOf, type ColumnId } from './columns.ts';
import type { GroupNode } from './group-tree.ts';

const PAGE_SIZE = 100;

/** One answer with the columns it was asked for: while the next one is on its way the columns may be others. */
interface Page extends RunQueryAnswer {
  readonly ids: ReadonlyMap<ColumnId, number>;
}

export interface TableRow {
  readonly row: RunRow;
  /** Place of a column in `row.values`; absent = not fetched yet. */
  readonly ids: ReadonlyMap<ColumnId, number>;
}

export interface RunWindow {
  /** Runs that match; undefined until the first answer. */
  readonly total: number | undefined;
  /** Rows of the grid: runs and groups. */
  readonly rowCount: number;
  /** A run's row; undefined where it is not fetched yet, and for a group. */
  readonly rowAt: (index: number) => TableRow | undefined;
  /** undefined = runs are not grouped. */
  readonly groups?: GroupRows;
  /** Heads of the rows in and near the window. */
  readonly heads: readonly RunHead[];
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly retry: () => void;
}

/** What a table of grouped runs knows beside its runs. */
export interface GroupRows {
  readonly tree: readonly GroupNode[];
  /** The group whose row this is; undefined for a run's row. */
  readonly groupAt: (index: number) => GroupNode | undefined;
  readonly isOpen: (node: GroupNode) => boolean;
  /** Short id of the run of a row, fetched or not; undefined for a group's row. */
  readonly runAt: (index: number) => string | undefined;
  /** Place of a column in `numbers` of the groups. */
  readonly places: ReadonlyMap<ColumnId, number>;
}

export interface WindowRange {
  readonly firstRow: number;
  readonly lastRow: number;
}

interface HeldPages {
  readonly first: number;
  readonly pages: readonly (Page | undefined)[];
}

/** The same list while its pages are the same; a refused query (a pattern half typed) leaves the rows that were there. */
function useHeldPages(first: number, pages: readonly (Page | undefined)[], hasFailed: boolean): HeldPages {
  const [held, setHeld] = useState<HeldPages>({ first, pages });
  const isSame =
    held.first === first && held.pages.length === pages.length && pages.every((page, i) => page === held.pages[i]);
  if (!isSame && !hasFailed) setHeld({ first, pages });
  return held;
}

/** While a far page is on its way the table keeps its height, or the scrolling would jump to the top. */
function useLastTotal(total: number | undefined): number | undefined {
  const [last, setLast] = useState(total);
  if (total !== undefined && total !== last) setLast(total);
  return total ?? last;
}

/** The rows in sight, fetched by pages of 100, so that a change on a list of 10,000 costs two pages and not a hundred. */
export function useRunWindow(
  project: ProjectPath,
  query: Pick<RunQuery, 'filter' | 'search' | 'sort'>,
  columns: readonly ColumnRef[],
  range: WindowRange,
  isEnabled = true,
): RunWindow {
  const { api } = useData();
  const first = Math.max(0, Math.floor(range.firstRow / PAGE_SIZE));
  const last = Math.max(first, Math.floor(range.lastRow / PAGE_SIZE));
  const pageNumbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const answers = useQueries({
    queries: pageNumbers.map((page) => {
      const whole: RunQuery = { ...query, columns, offset: page * PAGE_SIZE, limit: PAGE_SIZE };
      return {
        queryKey: [...queryKeys.allRuns(project), 'table', whole],
        queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Page> => ({
          ...(await api.queryRuns(project, whole, signal)),
          ids: placesOf(columns),
        }),
        placeholderData: keepPreviousData,
        enabled: isEnabled,
      };
    }),
  });
  const failed = answers.find((answer) => answer.error !== null);
  const held = useHeldPages(
    first,
    answers.map((answer) => answer.data),
    failed !== undefined,
  );
  const { pages } = held;
  const total = useLastTotal(pages.find((page) => page !== undefined)?.total);
  const heads = useMemo(() => pages.flatMap((page) => page?.rows.map((row) => row.head) ?? []), [pages]);
  return {
    total,
    rowCount: total ?? 0,
    rowAt: (index) => {
      const page = pages[Math.floor(index / PAGE_SIZE) - held.first];
      const row = page?.rows[index % PAGE_SIZE];
      return page === undefined || row === undefined ? undefined : { row, ids: page.ids };
    },
    heads,
    error: failed?.error,
    isFetching: answers.some((answer) => answer.isFetching),
    retry: () => answers.forEach((answer) => void answer.refetch()),
  };
}
