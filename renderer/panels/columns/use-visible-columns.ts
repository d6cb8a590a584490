import { useMemo } from 'react';
import type { ColumnRef } from '#shared/api';
import { pickRows, useColumnTable, type ColumnTable, type RunColumn } from '#ui/data';
import { colorFor } from '#ui/widgets';
import type { PanelViewProps } from '../registry.ts';
import type { DrawnGroup } from '../runs.ts';

/** A visible run as pictures over columns draw it. */
export interface ColumnRun {
  readonly id: string;
  readonly label: string;
  /** That of its group when runs are grouped. CSS colour or `var(--run-n)`. */
  readonly color: string;
  readonly isLive: boolean;
  readonly isBaseline: boolean;
  /** Id of its group in `groups`. */
  readonly group: string | undefined;
}

export interface VisibleColumns {
  /** Runs with an open eye, in the order of the board. */
  readonly runs: readonly ColumnRun[];
  /** In the order asked for; one entry for each of `runs`. */
  readonly columns: readonly RunColumn[];
  /** Runs that match but could not be fetched, because there are more than 10,000. */
  readonly leftOutCount: number;
}

export interface VisibleColumnsState {
  /** undefined while the first answer is on its way. */
  readonly data: VisibleColumns | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Columns of all visible runs, typed, live. Keep the identity of `refs` while they are the same; see useColumnTable. */
export function useVisibleColumns(
  { project, scope, groups }: Pick<PanelViewProps, 'project' | 'scope' | 'groups'>,
  refs: readonly ColumnRef[],
  isWanted = true,
): VisibleColumnsState {
  const query = useMemo(() => ({ ...scope.query, columns: refs }), [scope.query, refs]);
  const { table, error, refetch } = useColumnTable(project, query, isWanted);
  const { isOpen, baseline } = scope;
  const data = useMemo(
    () => (table === undefined ? undefined : toVisible(table, { isOpen, baseline, groups })),
    [table, isOpen, baseline, groups],
  );
  return { data, error, retry: refetch };
}

/** The rows whose eye is open, with their colours. */
export function toVisible(
  table: ColumnTable,
  { isOpen, baseline, groups }: Pick<PanelViewProps['scope'], 'isOpen' | 'baseline'> & Pick<PanelViewProps, 'groups'>,
): VisibleColumns {
  const groupOf = new Map(
    (groups ?? []).flatMap((group) => group.runs.map((run): [string, DrawnGroup] => [run, group])),
  );
  const rows = table.runs.flatMap((run, row) =>
    (groups === undefined ? isOpen(run.id) : groupOf.has(run.id)) ? [{ run, row }] : [],
  );
  const picked = rows.map(({ row }) => row);
  const isWhole = picked.length === table.runs.length;
  return {
    runs: rows.map(({ run }) => ({
      id: run.id,
      label: run.name,
      color: groupOf.get(run.id)?.color ?? colorFor(run.ordinal, run.color),
      isLive: run.state === 'running',
      isBaseline: run.id === baseline,
      group: groupOf.get(run.id)?.id,
    })),
    columns: isWhole ? table.columns : table.columns.map((column) => pickRows(column, picked)),
    leftOutCount: table.total - table.runs.length,
  };
}
