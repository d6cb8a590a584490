import { useMemo } from 'react';
import { columnId, type ColumnRef, type LoggedChart } from '#shared/api';
import { useHistoryRows, type HistoryRows } from '#ui/data';
import { useResolveColor } from '#ui/widgets';
import { useVisibleColumns, type VisibleColumns } from '../../columns/use-visible-columns.ts';
import type { PanelViewProps } from '../../registry.ts';
import type { MediaStep } from '../use-media-step.ts';
import type { ChartConfig } from './config.ts';
import { refsOf, type ChartQuery } from './query.ts';
import { withValues, type RunTable, type TableText } from './rows.ts';
import { useArtifactTable } from './use-artifact-table.ts';
import { useTables } from './use-tables.ts';

/** What a chart needs of its board: its runs one by one. */
export type ChartBoard = Pick<PanelViewProps, 'project' | 'runs' | 'scope' | 'groups' | 'isCursorLinked'>;

/** The rows of a chart by run. */
export interface FoundRows {
  /** An Error where a table cannot be read, undefined while it is awaited. */
  readonly tables: readonly (RunTable | Error | undefined)[];
  readonly steps: Float64Array;
  readonly step: MediaStep;
  /** Only some rows of long histories have come. */
  readonly isSampled: boolean;
  readonly isLoading: boolean;
  readonly error: Error | undefined;
  readonly retry: () => Promise<unknown>;
}

export interface WantedRows {
  /** Short ids of the runs; keep their identity while they are the same. */
  readonly names: readonly string[];
  /** Keeps its identity while it means the same. */
  readonly query: ChartQuery;
  /** Who logged the chart, and what it asked for. */
  readonly logged: ReadonlyMap<string, LoggedChart>;
  /** Fields that a person has chosen. */
  readonly own: ChartConfig['fields'];
}

const NO_KEYS: readonly string[] = [];

/** The rows that a query asks for, of all visible runs, in their colours. */
export function useRows(board: ChartBoard, { names, query, logged, own }: WantedRows): FoundRows {
  const { from } = query;
  const resolve = useResolveColor();
  const isTable = from === 'historyTable' || from === 'summaryTable';
  const tables = useTables(board, { names, tableKey: isTable ? query.table : '', isNewest: from === 'summaryTable' });
  const keys = from === 'history' ? query.keys : NO_KEYS;
  const history = useHistoryRows(board.project, names, keys);
  const artifact = useArtifactTable(board.project, from === 'artifact' ? query.artifact : undefined);
  const refs = useMemo(() => refsOf(query), [query]);
  const values = useVisibleColumns(board, refs, refs.length > 0);
  const valuesOf = useMemo(() => valuesByRun(values.data, refs), [values.data, refs]);
  const found = useMemo((): readonly FoundTable[] => {
    if (isTable) return tables.tables.map(({ run, table }) => ({ id: run.path.run, ...run, table }));
    if (from === 'artifact') {
      const label = artifact.label ?? '';
      return artifact.table === undefined ? [] : [{ id: '', label, color: ARTIFACT_COLOR, table: artifact.table }];
    }
    if (from === 'history') return historyTables(history.data, board.runs);
    return values.data?.runs.map((run) => ({ ...run, table: ONE_ROW })) ?? [];
  }, [isTable, from, tables.tables, artifact.label, artifact.table, history.data, board.runs, values.data]);
  const withFields = useMemo(
    () =>
      found.map(({ id, label, color, table }): RunTable | Error | undefined => {
        if (table === undefined || table instanceof Error) return table;
        const [first] = logged.values();
        const fields = { ...(logged.get(id) ?? first)?.fields, ...own };
        const whole = withValues(table, valuesOf(id));
        return { run: id, label, color: resolve(color), table: whole, fields };
      }),
    [found, logged, own, valuesOf, resolve],
  );
  const isHistoryWanted = keys.length > 0 && names.length > 0;
  return {
    tables: withFields,
    steps: tables.steps,
    step: tables.step,
    isSampled: isHistoryWanted && (history.data?.runs ?? []).some((run) => run.isSampled),
    isLoading:
      tables.isLoading ||
      artifact.isLoading ||
      (isHistoryWanted && history.isPending) ||
      (refs.length > 0 && values.data === undefined && values.error === null),
    error:
      tables.error ??
      artifact.error ??
      (isHistoryWanted ? history.error : null) ??
      (refs.length > 0 ? values.error : null) ??
      undefined,
    retry: () => {
      values.retry();
      return Promise.all([tables.retry(), artifact.retry(), history.refetch()]);
    },
  };
}

interface FoundTable {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly table: TableText | Error | undefined;
}

/** Of all rows of an artifact, which are of no run. */
const ARTIFACT_COLOR = 'var(--run-0)';
/** A run that is a row by itself. */
const ONE_ROW: TableText = { columns: [], rows: [[]] };

function historyTables(found: HistoryRows | undefined, runs: ChartBoard['runs']): readonly FoundTable[] {
  const byRun = new Map(found?.runs.map((one) => [one.run, one.columns]));
  return runs.flatMap((run): FoundTable[] => {
    const columns = byRun.get(run.path.run);
    if (found === undefined || columns === undefined) return [];
    const rows = (columns[0] ?? []).map((_, i) => columns.map((column) => column[i]));
    return [{ id: run.path.run, ...run, table: { columns: ['_step', ...found.keys], rows } }];
  });
}

/** What stands in each row of a run: its values by column id. */
function valuesByRun(data: VisibleColumns | undefined, refs: readonly ColumnRef[]) {
  const places = new Map((data?.runs ?? []).map((run, i) => [run.id, i]));
  return (id: string): readonly { readonly column: string; readonly value: unknown }[] => {
    const place = places.get(id);
    return refs.map((ref, i) => ({
      column: columnId(ref),
      value: place === undefined ? undefined : data?.columns[i]?.values[place],
    }));
  };
}
