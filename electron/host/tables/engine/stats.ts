import type { ColumnStats, TableGroup } from '#shared/api';
import { type Column, type Table, textOf } from './columns.ts';

const BINS = 20;
const TOP = 8;
/** More different texts than this are not counted: they are ids, and counting takes longer than reading the table. */
const MOST_DISTINCT = 20_000;

/** Statistics of a column over some rows; of everything but numbers, texts and booleans only what is missing. */
export function statsOf(column: Column, rows: Uint32Array): ColumnStats {
  if (column.type === 'number') return numberStats(column.numbers, rows);
  const counts = new Map<string, number>();
  let missing = 0;
  let isCounted = column.type === 'text' || column.type === 'boolean';
  for (const row of rows) {
    const value = column.values[row] ?? null;
    if (value === null) missing += 1;
    else if (isCounted) {
      const text = String(value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
      if (counts.size > MOST_DISTINCT) isCounted = false;
    }
  }
  if (!isCounted) return { missing };
  const top = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, TOP);
  return { missing, top, distinct: counts.size };
}

function numberStats(numbers: Float64Array, rows: Uint32Array): ColumnStats {
  let [min, max, sum, count, missing] = [Infinity, -Infinity, 0, 0, 0];
  for (const row of rows) {
    const number = numbers[row] ?? NaN;
    if (Number.isNaN(number)) missing += 1;
    if (!Number.isFinite(number)) continue;
    if (number < min) min = number;
    if (number > max) max = number;
    sum += number;
    count += 1;
  }
  if (count === 0) return { missing };
  const bins = new Array<number>(BINS).fill(0);
  const scale = max > min ? BINS / (max - min) : 0;
  for (const row of rows) {
    const number = numbers[row] ?? NaN;
    if (!Number.isFinite(number)) continue;
    const bin = Math.min(BINS - 1, Math.floor((number - min) * scale));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return { missing, min, max, mean: sum / count, bins };
}

/** Rows that share a value of a column; the largest groups first, what is missing last. */
export function groupRows(table: Table, rows: Uint32Array, column: Column): TableGroup[] {
  const groups = new Map<string | undefined, number[]>();
  for (const row of rows) {
    const value = column.type === 'number' ? numberText(column.numbers[row]) : textOf(column.values[row] ?? null);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  const numeric = table.columns.filter((one) => one.type === 'number' && one !== column);
  return [...groups]
    .map(([value, members]): TableGroup => {
      const own = Uint32Array.from(members);
      const stats = Object.fromEntries(numeric.map((one) => [one.name, statsOf(one, own)]));
      return { ...(value === undefined ? {} : { value }), count: members.length, stats };
    })
    .sort(
      (a, b) =>
        Number(a.value === undefined) - Number(b.value === undefined) ||
        b.count - a.count ||
        ((a.value ?? '') < (b.value ?? '') ? -1 : 1),
    );
}

function numberText(number: number | undefined): string | undefined {
  return number === undefined || Number.isNaN(number) ? undefined : String(number);
}
