import { isOpaque, type NumericArray, valueText } from '#sdk/values';
import { refuse } from '../bytes.ts';
import { Media } from '../media.ts';
import type { MediaData, TableData } from '../payload.ts';

/** What stands in a cell. */
export type Cell = unknown;

/** Source: the Python client. */
const DEFAULT_COLUMNS = ['Input', 'Output', 'Expected'];
/** Rows that a run's table keeps. Source: the Python client. */
const MOST_ROWS = 10_000;

/** Rows and columns, with media in cells. Cells are copied when a row is added. */
export class Table<C extends string = string> extends Media {
  readonly kind = 'table';
  readonly columns: readonly C[];
  readonly #rows: (string | MediaData)[][] = [];

  /** Columns are Input, Output and Expected unless given. Errors: UsageError for a row of another length. */
  constructor(options: { readonly columns?: readonly C[]; readonly data?: Iterable<readonly Cell[]> } = {}) {
    super();
    this.columns = [...(options.columns ?? (DEFAULT_COLUMNS as readonly string[] as readonly C[]))];
    if (new Set(this.columns).size !== this.columns.length) refuse('table: two columns have the same name');
    for (const row of options.data ?? []) this.add(...row);
  }

  /** A row for each object; columns are the keys of the first ones, in order of appearance. */
  static fromRecords<R extends Readonly<Record<string, Cell>>>(records: Iterable<R>): Table<Extract<keyof R, string>> {
    const rows = [...records];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const data = rows.map((row) => columns.map((column) => row[column] ?? null));
    return new Table({ columns, data }) as Table<Extract<keyof R, string>>;
  }

  /** Columns of one length. Errors: UsageError otherwise. */
  static fromColumns<K extends string>(columns: Readonly<Record<K, NumericArray | readonly Cell[]>>): Table<K> {
    const names = Object.keys(columns) as K[];
    const lists = names.map((name) => Array.from(columns[name] as ArrayLike<Cell>));
    const count = lists[0]?.length ?? 0;
    lists.forEach((list, i) => {
      if (list.length !== count) refuse(`table: column ${names[i]} has ${list.length} cells, ${names[0]} has ${count}`);
    });
    return new Table({ columns: names, data: Array.from({ length: count }, (_, i) => lists.map((list) => list[i])) });
  }

  /** Adds a row. Errors: UsageError when the count of cells differs from that of columns. */
  add(...row: readonly Cell[]): this {
    if (row.length !== this.columns.length)
      refuse(`table: a row of ${row.length} cells in a table of ${this.columns.length} columns`);
    this.#rows.push(row.map((cell, i) => toCell(cell, this.columns[i] ?? '')));
    return this;
  }

  get length(): number {
    return this.#rows.length;
  }

  toData(): TableData {
    return { kind: 'table', columns: this.columns, rows: this.#rows.slice(0, MOST_ROWS).map((row) => [...row]) };
  }
}

function toCell(cell: Cell, column: string): string | MediaData {
  if (cell instanceof Media) return cell.toData();
  if (isOpaque(cell) && cell.inline === undefined) refuse(`table: column ${column} cannot hold this kind of value`);
  return valueText(cell ?? null, column);
}
