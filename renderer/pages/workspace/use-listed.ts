import { useMemo, useState } from 'react';
import type { ColumnRef, RunRow } from '#shared/api';
import { columnId } from '../runs/columns.ts';

/** The columns that stand in the list of runs. */
export interface ListedValues {
  readonly columns: readonly ColumnRef[];
  /** Places of columns among the values of a row and the numbers of a group. */
  readonly places: ReadonlyMap<string, number>;
  /** By the id of the run. */
  readonly rows: ReadonlyMap<string, RunRow>;
}

export interface ListedInput {
  /** The columns of the list. */
  readonly listed: readonly ColumnRef[];
  /** All columns that are asked for, and whether the rows are the answer to that already. */
  readonly fetched: readonly ColumnRef[];
  readonly isFetched: boolean;
  readonly rows: readonly RunRow[];
  readonly pinnedRows: readonly RunRow[];
  readonly members: ReadonlyMap<string, RunRow>;
}

/** What stands beside the names in the list of runs; undefined without columns. */
export function useListed(input: ListedInput): ListedValues | undefined {
  const { listed, fetched, isFetched, rows, pinnedRows, members } = input;
  const known = useKept(fetched, isFetched);
  return useMemo(
    () =>
      listed.length === 0
        ? undefined
        : {
            columns: listed,
            places: new Map(known.map((column, i) => [columnId(column), i])),
            rows: new Map([...rows, ...pinnedRows, ...members.values()].map((row) => [row.head.path.run, row])),
          },
    [listed, known, rows, pinnedRows, members],
  );
}

/** The value as it was when it last counted. */
function useKept<T>(value: T, counts: boolean): T {
  const [kept, setKept] = useState(value);
  if (!counts || kept === value) return kept;
  setKept(value);
  return value;
}
