import { useMemo } from 'react';
import type { ColumnRef } from '#shared/api';
import { describe, type Column, type ColumnId } from '../runs/columns.ts';
import type { TableRow } from '../runs/use-run-window.ts';

/** The columns that stand in the list of runs. */
export interface ListedValues {
  readonly columns: readonly Column[];
  /** By the id of the run. */
  readonly rows: ReadonlyMap<string, TableRow>;
  /** Places of columns among the numbers of a group. */
  readonly groupPlaces: ReadonlyMap<ColumnId, number>;
}

export interface ListedInput {
  readonly listed: readonly ColumnRef[];
  /** Later ones win. */
  readonly rows: readonly (readonly TableRow[])[];
  readonly groupPlaces: ReadonlyMap<ColumnId, number>;
}

/** What stands beside the names in the list of runs; undefined without columns. */
export function useListed({ listed, rows, groupPlaces }: ListedInput): ListedValues | undefined {
  const columns = useMemo(() => listed.map((ref) => describe(ref)), [listed]);
  return useMemo(
    () =>
      columns.length === 0
        ? undefined
        : { columns, groupPlaces, rows: new Map(rows.flat().map((one) => [one.row.head.path.run, one])) },
    [columns, groupPlaces, rows],
  );
}
