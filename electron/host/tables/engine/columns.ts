import type { TableColumnType } from '#shared/api';
import type { JsonValue } from '#shared/wire';

/** A column of n cells. Numbers are kept as numbers with NaN for what is missing; everything else as it was logged. */
export type Column =
  | { readonly name: string; readonly type: 'number'; readonly numbers: Float64Array }
  | { readonly name: string; readonly type: Exclude<TableColumnType, 'number'>; readonly values: readonly JsonValue[] };

/** Rows of several tables on top of each other. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** First row of each source, and behind the last one the number of rows. */
  readonly starts: readonly number[];
}

/** One table file as it was read. */
export interface RawTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly JsonValue[])[];
}

/**
 * Stacks tables: a column is known by its name, and a table without it has missing cells there. Columns stand in the
 * order in which they are first met; a name that one table has twice gets a number.
 */
export function stackTables(tables: readonly (RawTable | undefined)[]): Table {
  const names = new Map<string, number>();
  const places = tables.map((table) => {
    const own = uniqueNames(table?.columns ?? []);
    for (const name of own) if (!names.has(name)) names.set(name, names.size);
    return new Map(own.map((name, i) => [name, i]));
  });
  const starts = [0];
  for (const table of tables) starts.push((starts.at(-1) ?? 0) + (table?.rows.length ?? 0));
  const rowCount = starts.at(-1) ?? 0;
  const columns = [...names.keys()].map((name) => {
    const values: JsonValue[] = new Array<JsonValue>(rowCount).fill(null);
    for (const [t, table] of tables.entries()) {
      const at = places[t]?.get(name);
      if (at === undefined || table === undefined) continue;
      const start = starts[t] ?? 0;
      // Rows may be shorter than the head; what they lack is missing.
      for (const [i, row] of table.rows.entries()) values[start + i] = row[at] ?? null;
    }
    return toColumn(name, values);
  });
  return { columns, rowCount, starts };
}

/** The source that a row is of. */
export function sourceOf({ starts }: Table, row: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high - 1) {
    const mid = (low + high) >> 1;
    if ((starts[mid] ?? 0) <= row) low = mid;
    else high = mid;
  }
  return low;
}

/** A cell as it was logged; NaN counts as missing. */
export function cellOf(column: Column, row: number): JsonValue {
  if (column.type !== 'number') return column.values[row] ?? null;
  const number = column.numbers[row] ?? NaN;
  return Number.isNaN(number) ? null : number;
}

/** A cell as a person would type it; undefined where it is missing. */
export function textOf(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function uniqueNames(columns: readonly string[]): string[] {
  const seen = new Set<string>();
  return columns.map((name) => {
    let unique = name;
    for (let i = 2; seen.has(unique); i++) unique = `${name} (${i})`;
    seen.add(unique);
    return unique;
  });
}

/** A column with the type of its cells. */
export function toColumn(name: string, values: JsonValue[]): Column {
  const type = typeOf(values);
  if (type !== 'number') return { name, type, values };
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) numbers[i] = typeof values[i] === 'number' ? (values[i] as number) : NaN;
  return { name, type, numbers };
}

function typeOf(values: readonly JsonValue[]): TableColumnType {
  let found: TableColumnType | undefined;
  for (const value of values) {
    if (value === null) continue;
    const type = typeOfCell(value);
    if (found === undefined) found = type;
    else if (found !== type) return 'mixed';
  }
  return found ?? 'text';
}

function typeOfCell(value: Exclude<JsonValue, null>): TableColumnType {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    default:
      return !Array.isArray(value) && typeof (value as { _type?: unknown })._type === 'string' ? 'media' : 'mixed';
  }
}
