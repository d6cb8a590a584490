import type { Column } from './columns.ts';
import { ranksOf } from './ranks.ts';

/**
 * Orders rows by a column, keeping the order of equal ones; missing cells come last in both directions. Numbers by
 * size, everything else by its text, with numbers in it as numbers (`item 2` before `item 10`). Cost: a radix sort,
 * linear in the rows; the texts of a column are ranked once, however often it is sorted.
 */
export function sortRows(rows: Uint32Array, column: Column, isDescending: boolean): Uint32Array {
  const keys = column.type === 'number' ? numberKeys(rows, column.numbers) : wordKeys(rows, column);
  let present = 0;
  for (let i = 0; i < rows.length; i++) if (!Number.isNaN(keys[i])) present += 1;
  const kept = new Uint32Array(present);
  const keptKeys = new Float64Array(present);
  const last = new Uint32Array(rows.length - present);
  let k = 0;
  let l = 0;
  for (let i = 0; i < rows.length; i++) {
    const key = keys[i] ?? NaN;
    const row = rows[i] ?? 0;
    if (Number.isNaN(key)) last[l++] = row;
    else {
      // Turned keys keep the order of equal rows also when descending. 0 and -0 are equal.
      keptKeys[k] = (isDescending ? -key : key) + 0;
      kept[k++] = row;
    }
  }
  const sorted = new Uint32Array(rows.length);
  sorted.set(radixOrder(kept, keptKeys));
  sorted.set(last, present);
  return sorted;
}

function numberKeys(rows: Uint32Array, numbers: Float64Array): Float64Array {
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = numbers[rows[i] ?? 0] ?? NaN;
  return keys;
}

function wordKeys(rows: Uint32Array, column: Exclude<Column, { type: 'number' }>): Float64Array {
  const ranks = ranksOf(column);
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = ranks[rows[i] ?? 0] ?? NaN;
  return keys;
}

/** Least digit first, 16 bits at a time; digits that are all the same are skipped. */
function radixOrder(rows: Uint32Array, keys: Float64Array): Uint32Array {
  const n = rows.length;
  const bits = new Uint32Array(keys.buffer, keys.byteOffset, n * 2);
  const digits = [new Uint16Array(n), new Uint16Array(n), new Uint16Array(n), new Uint16Array(n)] as const;
  for (let i = 0; i < n; i++) {
    let low = bits[i * 2] ?? 0;
    let high = bits[i * 2 + 1] ?? 0;
    // The order of doubles is that of their bits when negative ones are turned over and positive ones lifted.
    if (high >>> 31 === 1) {
      low = ~low;
      high = ~high;
    } else {
      high |= 0x80000000;
    }
    digits[0][i] = low & 0xffff;
    digits[1][i] = low >>> 16;
    digits[2][i] = high & 0xffff;
    digits[3][i] = high >>> 16;
  }
  let order: Uint32Array = Uint32Array.from({ length: n }, (_, i) => i);
  let spare: Uint32Array = new Uint32Array(n);
  const starts = new Uint32Array(65_537);
  for (const digit of digits) {
    starts.fill(0);
    for (let i = 0; i < n; i++) {
      const at = (digit[i] ?? 0) + 1;
      starts[at] = (starts[at] ?? 0) + 1;
    }
    if (n > 0 && starts[(digit[0] ?? 0) + 1] === n) continue;
    for (let d = 0; d < 65_536; d++) starts[d + 1] = (starts[d + 1] ?? 0) + (starts[d] ?? 0);
    for (let i = 0; i < n; i++) {
      const one = order[i] ?? 0;
      const d = digit[one] ?? 0;
      const to = starts[d] ?? 0;
      starts[d] = to + 1;
      spare[to] = one;
    }
    [order, spare] = [spare, order];
  }
  return order.map((i) => rows[i] ?? 0);
}
