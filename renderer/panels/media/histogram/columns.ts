import type { MediaValue } from '#shared/api';
import { decodeHistogram, type HistogramItem } from '#shared/media';

/** A histogram at its step. */
export interface Column {
  readonly step: number;
  readonly item: HistogramItem;
  readonly total: number;
}

/** The histograms of one run by step; values that are none are left out. */
export function toColumns(values: readonly MediaValue[]): readonly Column[] {
  return values.flatMap(({ step, value }): Column[] => {
    const item = decodeHistogram(value);
    if (item === undefined) return [];
    return [{ step, item, total: item.counts.reduce((sum, count) => sum + count, 0) }];
  });
}

/** The span of values that any column holds; undefined without columns. */
export function valueSpan(columns: readonly Column[]): readonly [min: number, max: number] | undefined {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { item } of columns) {
    min = Math.min(min, item.edges[0] ?? min);
    max = Math.max(max, item.edges.at(-1) ?? max);
  }
  if (min > max) return undefined;
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}

/**
 * A histogram on other edges: `rows` equal stretches of [min, max], each with the share of values that fall in it
 * (values are spread evenly within a bin). Columns whose edges differ become comparable.
 */
export function resample(item: HistogramItem, min: number, max: number, rows: number): Float64Array {
  const shares = new Float64Array(rows);
  const height = (max - min) / rows;
  const total = item.counts.reduce((sum, count) => sum + count, 0);
  if (total === 0 || height <= 0) return shares;
  item.counts.forEach((count, bin) => {
    const low = item.edges[bin] ?? 0;
    const high = item.edges[bin + 1] ?? low;
    if (count === 0) return;
    const first = Math.max(0, Math.min(rows - 1, Math.floor((low - min) / height)));
    const last = Math.max(first, Math.min(rows - 1, Math.ceil((high - min) / height) - 1));
    for (let row = first; row <= last; row++) {
      const from = Math.max(low, min + row * height);
      const to = Math.min(high, min + (row + 1) * height);
      const part = high > low ? Math.max(0, to - from) / (high - low) : 1 / (last - first + 1);
      shares[row] = (shares[row] ?? 0) + (count * part) / total;
    }
  });
  return shares;
}

/** The bin that holds a value; -1 outside of all. */
export function binAt(item: HistogramItem, value: number): number {
  const { edges } = item;
  if (value < (edges[0] ?? 0) || value > (edges.at(-1) ?? 0)) return -1;
  const after = edges.findIndex((edge) => edge > value);
  return after < 0 ? item.counts.length - 1 : after - 1;
}
