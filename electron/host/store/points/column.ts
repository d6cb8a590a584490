/** Lines per sealed span; a power of two. Row = line number within its span, so a row fits 16 bits. */
export const SPAN_LINES = 4096;

/** Lanes of a key: ordinary numbers, and everything else as text. Stored, so the numbers never change. */
export const LANE = { numbers: 0, texts: 1 } as const;

/** First index whose row is not below `row`; `count` when there is none. */
export function lowerBound(rows: Uint16Array, count: number, row: number): number {
  if (count === 0 || (rows[count - 1] ?? 0) < row) return count;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The ordinary numbers of one key in one span, rows ascending. Grows in place: appending is the hot path. */
export class NumberColumn {
  rows = new Uint16Array(32);
  values = new Float64Array(32);
  count = 0;

  /** Adds a value whose row is above all others. */
  push(row: number, value: number): void {
    const at = this.count;
    if (at === this.rows.length) this.#grow();
    this.rows[at] = row;
    this.values[at] = value;
    this.count = at + 1;
  }

  /** Index of the row, or -1. */
  find(row: number): number {
    const at = lowerBound(this.rows, this.count, row);
    return at < this.count && this.rows[at] === row ? at : -1;
  }

  set(row: number, value: number): void {
    const at = lowerBound(this.rows, this.count, row);
    if (at === this.count) return this.push(row, value);
    if (this.rows[at] !== row) {
      if (this.count === this.rows.length) this.#grow();
      this.rows.copyWithin(at + 1, at, this.count);
      this.values.copyWithin(at + 1, at, this.count);
      this.count += 1;
      this.rows[at] = row;
    }
    this.values[at] = value;
  }

  remove(row: number): void {
    const at = this.find(row);
    if (at < 0) return;
    this.rows.copyWithin(at, at + 1, this.count);
    this.values.copyWithin(at, at + 1, this.count);
    this.count -= 1;
  }

  get sizeBytes(): number {
    return this.rows.length * 10;
  }

  #grow(): void {
    const rows = new Uint16Array(Math.min(this.rows.length * 2, SPAN_LINES));
    const values = new Float64Array(rows.length);
    rows.set(this.rows);
    values.set(this.values);
    this.rows = rows;
    this.values = values;
  }
}

/** Everything that is not an ordinary number: exact extended JSON texts of one key in one span, rows ascending. */
export class TextColumn {
  rows = new Uint16Array(8);
  readonly texts: string[] = [];
  /** Type names for the counts; empty where the number column counts the value (integers beyond 2^53). */
  readonly types: string[] = [];
  /** Characters of all texts, for the memory bound. */
  chars = 0;

  get count(): number {
    return this.texts.length;
  }

  find(row: number): number {
    const at = lowerBound(this.rows, this.count, row);
    return at < this.count && this.rows[at] === row ? at : -1;
  }

  set(row: number, text: string, type: string): void {
    const at = lowerBound(this.rows, this.count, row);
    this.chars += text.length;
    if (at < this.count && this.rows[at] === row) {
      this.chars -= this.texts[at]?.length ?? 0;
      this.texts[at] = text;
      this.types[at] = type;
      return;
    }
    if (this.count === this.rows.length) {
      const rows = new Uint16Array(Math.min(this.rows.length * 2, SPAN_LINES));
      rows.set(this.rows);
      this.rows = rows;
    }
    this.rows.copyWithin(at + 1, at, this.count);
    this.rows[at] = row;
    if (at === this.count) {
      this.texts.push(text);
      this.types.push(type);
    } else {
      this.texts.splice(at, 0, text);
      this.types.splice(at, 0, type);
    }
  }

  /** Keeps the first `count` texts. */
  cut(count: number): void {
    for (const text of this.texts.splice(count)) this.chars -= text.length;
    this.types.length = count;
  }

  remove(row: number): void {
    const at = this.find(row);
    if (at < 0) return;
    this.rows.copyWithin(at, at + 1, this.count);
    this.chars -= this.texts[at]?.length ?? 0;
    this.texts.splice(at, 1);
    this.types.splice(at, 1);
  }
}
