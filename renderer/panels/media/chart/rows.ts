import { strings } from './strings.ts';
/** A table as a script logged it; cells as JSON, missing ones undefined. */
export interface TableText {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** One run's part of a chart. */
export interface RunTable {
  readonly run: string;
  /** What the run is called. */
  readonly label: string;
  /** CSS colour, resolved. */
  readonly color: string;
  readonly table: TableText;
  /** Field of the specification → column of this run's table. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A row as a specification sees it: the columns of the table and what is added here. */
export type ChartRow = Readonly<Record<string, unknown>>;

export interface ChartData {
  readonly rows: readonly ChartRow[];
  /** Names of columns, of all tables together, in their order. */
  readonly columns: readonly string[];
  /** Rows beyond the bound, which are not drawn. */
  readonly leftOut: number;
  /** Values of `_series` in the order they come, and a colour for each. */
  readonly series: readonly { readonly name: string; readonly color: string }[];
  readonly runCount: number;
  /** Names and colours of the runs, in their order. */
  readonly runs: readonly { readonly name: string; readonly color: string }[];
}

/** What a browser still draws at once as marks. */
export const MOST_ROWS = 100_000;

/**
 * Columns that are added to each row: name, id and colour of its run, its number, and what tells its line apart. A table's
 * own column `name` takes the place of the first; `_name` always is the run's.
 */
export const ADDED = {
  name: 'name',
  label: '_name',
  run: '_run',
  color: '_color',
  row: '_row',
  series: '_series',
} as const;

/**
 * Rows of all runs one after the other. `_series` is the value of the field `seriesField` where the chart has one, else
 * the run's name; colours are then the palette's, else the runs'. Columns of the tables win over added ones.
 */
export function joinTables(
  tables: readonly RunTable[],
  seriesField: string | undefined,
  paletteOf: (index: number) => string,
): ChartData {
  const rows: ChartRow[] = [];
  const columns = new Set<string>();
  const series = new Map<string, string>();
  let leftOut = 0;
  let paletteAt = 0;
  for (const { run, label, color, table, fields } of tables) {
    for (const column of table.columns) columns.add(column);
    const seriesColumn = seriesField === undefined ? undefined : fields[seriesField];
    const at = seriesColumn === undefined ? -1 : table.columns.indexOf(seriesColumn);
    for (const [i, cells] of table.rows.entries()) {
      if (rows.length >= MOST_ROWS) {
        leftOut += table.rows.length - i;
        break;
      }
      const own = at < 0 ? label : wordOf(cells[at]);
      if (!series.has(own)) series.set(own, at < 0 ? color : paletteOf(paletteAt++));
      const row: Record<string, unknown> = {
        name: label,
        _name: label,
        _run: run,
        _color: color,
        _row: i,
        _series: own,
      };
      for (const [c, column] of table.columns.entries()) row[column] = readCell(cells[c]);
      rows.push(row);
    }
  }
  return {
    rows,
    columns: [...columns],
    leftOut,
    series: [...series].map(([name, color]) => ({ name, color })),
    runCount: tables.length,
    runs: tables.map(({ label, color }) => ({ name: label, color })),
  };
}

/** The table with columns that have one value for all of its rows: what its run is like. */
export function withValues(
  table: TableText,
  values: readonly { readonly column: string; readonly value: unknown }[],
): TableText {
  if (values.length === 0) return table;
  const added = values.map((one) => one.value);
  return {
    columns: [...table.columns, ...values.map((one) => one.column)],
    // A row that is too short would take the added values for its own.
    rows: table.rows.map((row) => [...table.columns.map((_, i) => row[i]), ...added]),
  };
}

/** Reads the JSON of a table file. Throws an Error in words when it is none. Source: protocol 9.5. */
export function readTable(value: unknown): TableText {
  const fields = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const { columns, data } = fields;
  if (!Array.isArray(columns) || !Array.isArray(data)) throw new Error(strings.faults.noRows);
  return {
    columns: columns.map((one) => wordOf(one)),
    rows: data.map((row) => (Array.isArray(row) ? (row as unknown[]) : [row])),
  };
}

/** How a column is measured: numbers, points in time, or names. */
export type ColumnMeasure = 'quantitative' | 'temporal' | 'nominal';

/** By its first values: numbers, ISO dates, else names. A column without values counts as numbers. */
export function measureOf(rows: readonly ChartRow[], column: string): ColumnMeasure {
  let seen = 0;
  let dates = 0;
  for (const row of rows) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    if (typeof value !== 'number' && !isDate(value)) return 'nominal';
    if (typeof value !== 'number') dates += 1;
    if ((seen += 1) >= 200) break;
  }
  return dates > 0 ? (dates === seen ? 'temporal' : 'nominal') : 'quantitative';
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d([T ]|$)/.test(value);
}

/** Words that stand for numbers JSON cannot carry are no numbers to draw. */
function readCell(value: unknown): unknown {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return null;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function wordOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? strings.none : JSON.stringify(value);
}
