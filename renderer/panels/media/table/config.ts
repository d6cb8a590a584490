import type {
  TableCondition,
  TableDerived,
  TableJoin,
  TableOperator,
  TablePlot,
  TablePlotKind,
  TableSort,
} from '#shared/api';
import { readProjection, type ProjectionConfig } from './projection/settings.ts';

/** Own settings of a table panel. */
export interface TableConfig {
  readonly version: 1;
  readonly sort: readonly TableSort[];
  readonly where: readonly TableCondition[];
  readonly groupBy: string;
  readonly hidden: readonly string[];
  /** In pixels, of columns that were given one. */
  readonly widths: Readonly<Record<string, number>>;
  /** Short id of the run that is shown alone; '' = all visible runs on top of each other. */
  readonly run: string;
  /** Computed columns, each from those before it. */
  readonly derived: readonly TableDerived[];
  /** How several tables stand to each other. */
  readonly layout: TableLayout;
  readonly join: TableJoin;
  /** A second step that is shown beside the chosen one. */
  readonly against: number | undefined;
  readonly view: 'table' | 'plot';
  readonly plot: PlotConfig;
}

/** Plots that the host counts, and projections, which are computed in the page. */
export type PlotKind = TablePlotKind | 'projection';
export const PLOT_KINDS: readonly PlotKind[] = ['histogram', 'bar', 'scatter', 'line', 'projection'];

export interface PlotConfig extends Partial<Omit<TablePlot, 'kind'>> {
  readonly kind?: PlotKind;
  readonly projection?: ProjectionConfig;
}

export type TableLayout = 'stack' | 'join' | 'side';
export const LAYOUTS: readonly TableLayout[] = ['stack', 'join', 'side'];

export const NEW_TABLE: TableConfig = {
  version: 1,
  sort: [],
  where: [],
  groupBy: '',
  hidden: [],
  widths: {},
  run: '',
  derived: [],
  layout: 'stack',
  join: { column: '', how: 'outer', isDifferentOnly: false },
  against: undefined,
  view: 'table',
  plot: {},
};

export const OPERATORS: readonly TableOperator[] = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'missing', 'present'];

/** Bounds of the host's own check, so that a view from elsewhere cannot make every request fail. */
const MOST_SORTS = 8;
const MOST_CONDITIONS = 50;
const MOST_DERIVED = 30;

/** Reads saved settings field by field; what is damaged is as on a new panel. */
export function readTableConfig(saved: unknown): TableConfig {
  if (!isFields(saved)) return NEW_TABLE;
  return {
    version: 1,
    sort: listOf(saved['sort']).flatMap(readSort).slice(0, MOST_SORTS),
    where: listOf(saved['where']).flatMap(readCondition).slice(0, MOST_CONDITIONS),
    groupBy: wordOf(saved['groupBy']),
    hidden: listOf(saved['hidden']).filter((one): one is string => typeof one === 'string'),
    widths: isFields(saved['widths']) ? Object.fromEntries(Object.entries(saved['widths']).flatMap(readWidth)) : {},
    run: wordOf(saved['run']),
    derived: listOf(saved['derived']).flatMap(readDerived).slice(0, MOST_DERIVED),
    layout: LAYOUTS.find((one) => one === saved['layout']) ?? 'stack',
    join: readJoin(saved['join']),
    against: typeof saved['against'] === 'number' && Number.isFinite(saved['against']) ? saved['against'] : undefined,
    view: saved['view'] === 'plot' ? 'plot' : 'table',
    plot: readPlot(saved['plot']),
  };
}

/** What differs from a new panel; undefined when nothing does. */
export function sparseTableConfig(config: TableConfig): Record<string, unknown> | undefined {
  const changed = Object.entries(config).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(NEW_TABLE[name as keyof TableConfig]),
  );
  return changed.length === 0 ? undefined : { version: 1, ...Object.fromEntries(changed) };
}

/** One more click on a head: ascending, descending, not at all; with Shift beside the other columns, else alone. */
export function nextSort(sort: readonly TableSort[], column: string, isBeside: boolean): readonly TableSort[] {
  const old = sort.find((one) => one.column === column);
  const next: readonly TableSort[] =
    old === undefined ? [{ column, isDescending: false }] : old.isDescending ? [] : [{ column, isDescending: true }];
  if (!isBeside) return next;
  return old === undefined
    ? [...sort, ...next].slice(-MOST_SORTS)
    : sort.flatMap((one) => (one.column === column ? next : [one]));
}

function readSort(value: unknown): TableSort[] {
  if (!isFields(value) || typeof value['column'] !== 'string') return [];
  return [{ column: value['column'], isDescending: value['isDescending'] === true }];
}

function readCondition(value: unknown): TableCondition[] {
  if (!isFields(value) || typeof value['column'] !== 'string') return [];
  const op = OPERATORS.find((one) => one === value['op']);
  if (op === undefined) return [];
  const text = value['value'];
  return [{ column: value['column'], op, ...(typeof text === 'string' ? { value: text } : {}) }];
}

function readDerived(value: unknown): TableDerived[] {
  if (!isFields(value)) return [];
  const { name, formula } = value;
  return typeof name === 'string' &&
    name !== '' &&
    name.length <= 200 &&
    typeof formula === 'string' &&
    formula.length <= 2000
    ? [{ name, formula }]
    : [];
}

function readJoin(value: unknown): TableJoin {
  if (!isFields(value)) return NEW_TABLE.join;
  return {
    column: wordOf(value['column']),
    how: value['how'] === 'inner' ? 'inner' : 'outer',
    isDifferentOnly: value['isDifferentOnly'] === true,
  };
}

function readPlot(value: unknown): PlotConfig {
  if (!isFields(value)) return {};
  const kind = PLOT_KINDS.find((one) => one === value['kind']);
  const projection = readProjection(value['projection']);
  const aggregate = (['count', 'mean', 'sum', 'min', 'max'] as const).find((one) => one === value['aggregate']);
  const words = Object.fromEntries(
    (['x', 'y', 'color'] as const).flatMap((name) => (typeof value[name] === 'string' ? [[name, value[name]]] : [])),
  ) as PlotConfig;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(Object.keys(projection).length === 0 ? {} : { projection }),
    ...(aggregate === undefined ? {} : { aggregate }),
    ...words,
  };
}

function readWidth([name, width]: readonly [string, unknown]): [string, number][] {
  return typeof width === 'number' && width >= 40 && width <= 2000 ? [[name, width]] : [];
}

/** A text as it was saved; '' for what is none. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A list as it was saved; empty for what is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether settings by name were saved. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
