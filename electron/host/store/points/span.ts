import type { KeyId } from '#shared/units';
import { LANE, lowerBound, NumberColumn, SPAN_LINES, TextColumn } from './column.ts';
import { type NumberPoints, type RowSet, rowAt, type TextPoints } from './codec.ts';
import { emptyEntry, type Entry, foldValues } from './entry.ts';
import type { BatchColumn } from './batch.ts';
import { type Cell, textType } from './parse-line.ts';

/** A tail batch of a span as it lies in the database. */
export interface StoredBatch {
  readonly firstRow: number;
  readonly endRow: number;
  readonly sizeBytes: number;
}

/** A column of numbers in its sealed form. */
export interface PackedColumn {
  readonly summary: Uint8Array;
  readonly level1: Uint8Array;
  readonly points: Uint8Array;
}

/** Up to 4096 consecutive lines of a stream in memory, by column: what the writer thread works on. */
export class Span {
  readonly no: number;
  readonly numbers = new Map<KeyId, NumberColumn>();
  readonly texts = new Map<KeyId, TextColumn>();
  /** Ascending, not overlapping; empty when the span is new or lies in chunks. */
  batches: StoredBatch[] = [];
  /** True while the database holds it as chunks. */
  isSealed = false;
  /** One past the highest row that has been written. */
  endRow = 0;
  /** Columns packed ahead of sealing; thrown away when rows change. */
  readonly packed = new Map<KeyId, PackedColumn>();
  // Folded as far as `count` points; thrown away when rows change in the middle.
  readonly #folded = new Map<KeyId, Entry>();

  constructor(no: number) {
    this.no = no;
  }

  get firstLine(): number {
    return this.no * SPAN_LINES;
  }

  numberColumn(key: KeyId): NumberColumn {
    let column = this.numbers.get(key);
    if (column === undefined) this.numbers.set(key, (column = new NumberColumn()));
    return column;
  }

  textColumn(key: KeyId): TextColumn {
    let column = this.texts.get(key);
    if (column === undefined) this.texts.set(key, (column = new TextColumn()));
    return column;
  }

  /** Takes over decoded columns; batches must come in ascending order of rows. */
  load(columns: readonly BatchColumn[]): void {
    for (const column of columns) {
      const { points, key } = column;
      if (column.lane === LANE.numbers) {
        const target = this.numberColumn(key);
        for (let i = 0; i < points.count; i++) target.push(rowAt(points, i), column.points.values[i] ?? 0);
      } else {
        const target = this.textColumn(key);
        column.points.texts.forEach((text, i) => target.set(rowAt(points, i), text, textType(text)));
      }
      this.endRow = Math.max(this.endRow, lastRow(points) + 1);
    }
  }

  /** True when the row holds exactly these cells. */
  hasRow(row: number, cells: ReadonlyMap<KeyId, Cell>): boolean {
    let wantedNumbers = 0;
    let wantedTexts = 0;
    for (const [key, cell] of cells) {
      if (cell.number !== undefined) {
        wantedNumbers += 1;
        const column = this.numbers.get(key);
        const at = column?.find(row) ?? -1;
        if (at < 0 || !Object.is(column?.values[at], cell.number)) return false;
      }
      if (cell.text !== undefined) {
        wantedTexts += 1;
        const column = this.texts.get(key);
        const at = column?.find(row) ?? -1;
        if (at < 0 || column?.texts[at] !== cell.text) return false;
      }
    }
    return countHolding(this.numbers, row) === wantedNumbers && countHolding(this.texts, row) === wantedTexts;
  }

  /** Replaces the row in the middle of the span. */
  replaceRow(row: number, cells: ReadonlyMap<KeyId, Cell>): void {
    for (const column of this.numbers.values()) column.remove(row);
    for (const column of this.texts.values()) column.remove(row);
    for (const [key, cell] of cells) {
      if (cell.number !== undefined) this.numberColumn(key).set(row, cell.number);
      if (cell.text !== undefined) this.textColumn(key).set(row, cell.text, cell.type);
    }
    this.endRow = Math.max(this.endRow, row + 1);
    this.#folded.clear();
    this.packed.clear();
  }

  /** Removes all rows from `row` on. */
  cutFrom(row: number): void {
    for (const column of this.numbers.values()) column.count = lowerBound(column.rows, column.count, row);
    for (const column of this.texts.values()) column.cut(lowerBound(column.rows, column.count, row));
    this.endRow = Math.min(this.endRow, row);
    this.#folded.clear();
    this.packed.clear();
  }

  /** The pyramid entry over all points of a key, with steps; appended points are folded in once. */
  entryOf(key: KeyId, stepKey: KeyId | undefined): Entry {
    const column = this.numbers.get(key);
    let entry = this.#folded.get(key);
    if (entry === undefined) this.#folded.set(key, (entry = emptyEntry()));
    if (column === undefined || entry.count === column.count) return entry;
    const steps = stepKey === undefined ? undefined : this.numbers.get(stepKey);
    if (entry.count === 0) entry.stepFirst = valueAtRow(steps, column.rows[0] ?? 0);
    foldValues(entry, column.values, entry.count, column.count);
    entry.stepLast = valueAtRow(steps, column.rows[column.count - 1] ?? 0);
    return entry;
  }

  typesOf(key: KeyId): Map<string, number> {
    const types = new Map<string, number>();
    for (const type of this.texts.get(key)?.types ?? []) {
      if (type !== '') types.set(type, (types.get(type) ?? 0) + 1);
    }
    return types;
  }

  /** The numbers of a key as points; shares memory with the span. Undefined when there are none. */
  numberPoints(key: KeyId): NumberPoints | undefined {
    const column = this.numbers.get(key);
    if (column === undefined || column.count === 0) return undefined;
    return { ...listedRows(column), values: column.values.subarray(0, column.count) };
  }

  textPoints(key: KeyId): TextPoints | undefined {
    const column = this.texts.get(key);
    return column === undefined || column.count === 0 ? undefined : { ...listedRows(column), texts: column.texts };
  }

  get sizeBytes(): number {
    let size = 0;
    for (const column of this.numbers.values()) size += column.sizeBytes;
    for (const column of this.texts.values()) size += column.chars * 2 + column.count * 48;
    return size;
  }
}

/** Value at a row, NaN when the column has none there. */
export function valueAtRow(column: NumberColumn | undefined, row: number): number {
  if (column === undefined) return Number.NaN;
  // A column without gaps from row 0 is the rule for `_step`.
  if (column.rows[row] === row && row < column.count) return column.values[row] ?? Number.NaN;
  const at = column.find(row);
  return at < 0 ? Number.NaN : (column.values[at] ?? Number.NaN);
}

/** Rows without gaps as a range, which is much quicker to look up than a list. */
function listedRows(column: { readonly rows: Uint16Array; readonly count: number }): RowSet {
  const { rows, count } = column;
  const first = rows[0] ?? 0;
  const isDense = (rows[count - 1] ?? 0) - first + 1 === count;
  return { count, first, stride: 1, listed: isDense ? undefined : rows.subarray(0, count) };
}

function countHolding(columns: ReadonlyMap<KeyId, { find(row: number): number }>, row: number): number {
  let count = 0;
  for (const column of columns.values()) if (column.find(row) >= 0) count += 1;
  return count;
}

function lastRow(points: RowSet): number {
  return points.count === 0 ? -1 : rowAt(points, points.count - 1);
}
