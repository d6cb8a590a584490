import { columnOfId, type ColumnId, type ColumnRef, type ProjectKeys } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import { readPlace, type ArtifactPlace } from './artifact-place.ts';
import { suggestColumns } from '../../columns/suggest.ts';

/** Where rows come from; the names are those of queries of the client's charts, `runs` being config and summary. */
export type RowSource = 'historyTable' | 'summaryTable' | 'artifact' | 'history' | 'runs';

export const ROW_SOURCES: readonly RowSource[] = ['historyTable', 'summaryTable', 'artifact', 'history', 'runs'];

/** What the rows of a chart are. */
export interface ChartQuery {
  readonly from: RowSource;
  /** Key of the logged table, for rows of tables; empty = none is chosen yet. */
  readonly table: string;
  /** Keys that a row of a history holds besides its step. */
  readonly keys: readonly string[];
  /** Values of the run that stand in each of its rows: config, summary, what a metric came to. */
  readonly columns: readonly ColumnId[];
  /** Where the table lies, for rows of an artifact; left out = none is chosen yet. */
  readonly artifact?: ArtifactPlace;
}

const NEW_QUERY: ChartQuery = { from: 'historyTable', table: '', keys: [], columns: [] };
/** More keys than this make no chart, and no request of the host names more. */
const MOST_KEYS = 50;

/** Reads a saved query; undefined where there is none. What is damaged counts as not set. */
export function readQuery(saved: unknown): ChartQuery | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { from, table, keys, columns, artifact } = saved as Readonly<Record<string, unknown>>;
  const place = readPlace(artifact);
  return {
    from: ROW_SOURCES.find((one) => one === from) ?? NEW_QUERY.from,
    table: typeof table === 'string' ? table : '',
    keys: textsIn(keys),
    columns: textsIn(columns).filter((id) => columnOfId(id) !== undefined),
    ...(place === undefined ? {} : { artifact: place }),
  };
}

/** The rows of a chart that a script asked for. */
export function queryOfTable(table: string): ChartQuery {
  return { ...NEW_QUERY, table };
}

/** Whether it says what the rows are. */
export function isWhole({ from, table, keys, columns, artifact }: ChartQuery): boolean {
  if (from === 'artifact') return artifact !== undefined && artifact.collection !== '';
  if (from === 'runs') return columns.length > 0;
  return from === 'history' ? keys.length > 0 : table !== '';
}

export function refsOf({ from, columns }: ChartQuery): readonly ColumnRef[] {
  // A table of an artifact is of no run.
  if (from === 'artifact') return [];
  return columns.flatMap((id) => columnOfId(id) ?? []);
}

/** Keys under which tables were logged, by name. */
export function tableKeysOf(keys: ProjectKeys): readonly string[] {
  return keys.metrics.filter(({ typeCounts }) => TABLES.some((type) => (typeCounts[type] ?? 0) > 0)).map(nameOf);
}

/** Keys that rows of histories may hold: whatever is one value. */
export function historyKeysOf(keys: ProjectKeys): readonly string[] {
  const logged = keys.metrics.filter(
    ({ name, typeCounts }) => !isInnerKey(name) && VALUES.some((type) => (typeCounts[type] ?? 0) > 0),
  );
  return [...logged.map(nameOf), '_runtime', '_timestamp'];
}

/** A query to begin with: the first table there is, else the metric that matters most, else the runs themselves. */
export function startQuery(keys: ProjectKeys): ChartQuery {
  const tables = readFrom(NEW_QUERY, 'historyTable', keys);
  const others = (['history', 'runs'] as const).map((from) => readFrom(NEW_QUERY, from, keys));
  // The table of a chart is drawn already.
  const ways = isOfChart(tables.table) ? [...others, tables] : [tables, ...others];
  return ways.find(isWhole) ?? { ...NEW_QUERY, from: 'runs' };
}

/** Tables that the client logs for `wandb.plot`. Source: protocol 10.1. */
function isOfChart(key: string): boolean {
  return key.endsWith('_table') || key.startsWith('Custom Chart Tables/');
}

/** The query with rows from elsewhere; what it then lacks is what a new chart would begin with. */
export function readFrom(query: ChartQuery, from: RowSource, keys: ProjectKeys): ChartQuery {
  const next = { ...query, from };
  if (isWhole(next) || from === 'artifact') return next;
  if (from === 'historyTable' || from === 'summaryTable') {
    const tables = tableKeysOf(keys);
    return { ...next, table: tables.find((key) => !isOfChart(key)) ?? tables[0] ?? '' };
  }
  const { input, output } = suggestColumns(keys);
  if (from === 'runs') return { ...next, columns: [input, output].flatMap((id) => id ?? []) };
  const metric = output === undefined ? undefined : columnOfId(output);
  const logged = historyKeysOf(keys);
  const key = metric !== undefined && logged.includes(metric.key) ? metric.key : logged.find((one) => one[0] !== '_');
  return { ...next, keys: key === undefined ? [] : [key] };
}

/** Tables that are a file of their run; others lie in an artifact only. */
const TABLES = ['table-file', 'incremental-table-file'];
const VALUES = ['number', 'string', 'bool', 'boolean'];

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string' && one !== '').slice(0, MOST_KEYS)
    : [];
}
