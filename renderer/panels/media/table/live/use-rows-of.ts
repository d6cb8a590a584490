import { useMemo } from 'react';
import type { ColumnRef, RunsTableSource, TableSource } from '#shared/api';
import { useColumnTable, type ColumnTable } from '#ui/data';
import { toVisible, type ColumnRun } from '../../../columns/use-visible-columns.ts';
import type { PanelViewProps } from '../../../registry.ts';
import type { StandsOn } from './config.ts';

export interface RowsOf {
  /** Keeps its identity while it asks for the same; undefined until it is known which runs are visible. */
  readonly sources: readonly TableSource[] | undefined;
  /** Colours of the visible runs by short id. */
  readonly colors: ReadonlyMap<string, string>;
  readonly hasNoRuns: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

const NO_COLUMNS: readonly ColumnRef[] = [];
const NO_COLORS: ReadonlyMap<string, string> = new Map();

/** The table that a panel stands on, as the host is asked for it; runs are those that are visible on the board. */
export function useRowsOf(
  { project, scope, groups }: Pick<PanelViewProps, 'project' | 'scope' | 'groups'>,
  on: StandsOn,
): RowsOf {
  const { query, isOpen, baseline } = scope;
  const asked = useMemo(() => ({ ...query, columns: NO_COLUMNS }), [query]);
  const { table, error, refetch } = useColumnTable(project, asked, on.kind === 'runs');
  const visible = useMemo(
    () => (table === undefined ? undefined : toVisible(table, { isOpen, baseline, groups }).runs),
    [table, isOpen, baseline, groups],
  );
  const text = useMemo(() => {
    if (on.kind === 'artifacts') return JSON.stringify([artifactsOf(on)]);
    if (table === undefined || visible === undefined) return '';
    const { parts, keys } = on;
    return JSON.stringify([{ runs: { ...query, ...chosen(table, visible), parts, keys } }]);
  }, [on, query, table, visible]);
  return {
    // Runs get new objects with each answer, and the question must not change with them.
    sources: useMemo(() => (text === '' ? undefined : (JSON.parse(text) as TableSource[])), [text]),
    colors: useMemo(() => (visible === undefined ? NO_COLORS : colorsOf(visible)), [visible]),
    hasNoRuns: on.kind === 'runs' && visible?.length === 0,
    error: on.kind === 'runs' ? error : null,
    retry: refetch,
  };
}

function artifactsOf({ type, collection, ofRun }: Extract<StandsOn, { kind: 'artifacts' }>): TableSource {
  return { artifacts: { ...(type === '' ? {} : { type }), ...(collection === '' ? {} : { collection }), ofRun } };
}

/** Of the runs that match those with an open eye, told by the shorter of two lists. */
function chosen(table: ColumnTable, visible: readonly ColumnRun[]): Pick<RunsTableSource['runs'], 'only' | 'without'> {
  if (visible.length === table.runs.length) return {};
  const only = visible.map(({ id }) => id);
  if (only.length * 2 <= table.runs.length) return { only };
  const open = new Set(only);
  return { without: table.runs.flatMap(({ id }) => (open.has(id) ? [] : [id])) };
}

function colorsOf(visible: readonly ColumnRun[]): ReadonlyMap<string, string> {
  return new Map(visible.map(({ id, color }) => [id, color]));
}
