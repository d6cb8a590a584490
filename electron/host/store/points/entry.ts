import { asFloats } from './float-bytes.ts';

/**
 * A pyramid entry: what is known of a run of points of one key without their values. NaN is left out of everything but
 * `count` and `nan`; the infinities take part in min, max, first, last, but not in the sum.
 */
export interface Entry {
  count: number;
  nan: number;
  inf: number;
  isMonotonic: boolean;
  min: number;
  max: number;
  /** First and last value that is a number; NaN when there is none. */
  first: number;
  last: number;
  sum: number;
  /** `_step` of the first and the last point (whatever their values); NaN when the line has none. */
  stepFirst: number;
  stepLast: number;
}

/** Points behind one entry of level 1. */
export const LEVEL1_POINTS = 64;
/** Seven float64 (min max first last sum stepFirst stepLast), then u16 count, nan, inf, flags (1 monotonic). */
const ENTRY_BYTES = 64;

/** Number of finite values, the ones behind `sum`. */
export function finiteCount(entry: Entry): number {
  return entry.count - entry.nan - entry.inf;
}

export function emptyEntry(): Entry {
  return {
    count: 0,
    nan: 0,
    inf: 0,
    isMonotonic: true,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    first: Number.NaN,
    last: Number.NaN,
    sum: 0,
    stepFirst: Number.NaN,
    stepLast: Number.NaN,
  };
}

/** Adds values[from, to) in order. Steps are the caller's: they come from another column. */
export function foldValues(entry: Entry, values: Float64Array, from: number, to: number): void {
  let { nan, inf, min, max, first, last, sum, isMonotonic } = entry;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    // Only NaN differs from itself.
    if (value !== value) {
      nan += 1;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
    if (value < last) isMonotonic = false;
    if (first !== first) first = value;
    last = value;
    if (value - value === 0) sum += value;
    else inf += 1;
  }
  entry.count += to - from;
  Object.assign(entry, { nan, inf, min, max, first, last, sum, isMonotonic });
}

/** Adds `next`, whose points come after all of `entry`. */
export function foldEntry(entry: Entry, next: Entry): void {
  if (next.count === 0) return;
  if (entry.count === 0) entry.stepFirst = next.stepFirst;
  entry.stepLast = next.stepLast;
  entry.isMonotonic = entry.isMonotonic && next.isMonotonic && !(next.first < entry.last);
  entry.count += next.count;
  entry.nan += next.nan;
  entry.inf += next.inf;
  entry.sum += next.sum;
  if (next.min < entry.min) entry.min = next.min;
  if (next.max > entry.max) entry.max = next.max;
  if (Number.isNaN(entry.first)) entry.first = next.first;
  if (!Number.isNaN(next.last)) entry.last = next.last;
}

/** Entries of at most 4096 points each (counts are 16 bits wide). */
export function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * ENTRY_BYTES);
  const floats = new Float64Array(bytes.buffer);
  const counts = new Uint16Array(bytes.buffer);
  entries.forEach((entry, i) => {
    const { min, max, first, last, sum, stepFirst, stepLast, count, nan, inf, isMonotonic } = entry;
    floats.set([min, max, first, last, sum, stepFirst, stepLast], i * 8);
    counts.set([count, nan, inf, isMonotonic ? 1 : 0], i * 32 + 28);
  });
  return bytes;
}

export function decodeEntries(bytes: Uint8Array): Entry[] {
  const floats = asFloats(bytes);
  const counts = new Uint16Array(floats.buffer, floats.byteOffset, floats.length * 4);
  const entries: Entry[] = [];
  for (let i = 0; i < floats.length; i += 8) {
    const at = i * 4 + 28;
    entries.push({
      count: counts[at] ?? 0,
      nan: counts[at + 1] ?? 0,
      inf: counts[at + 2] ?? 0,
      isMonotonic: counts[at + 3] === 1,
      min: floats[i] ?? 0,
      max: floats[i + 1] ?? 0,
      first: floats[i + 2] ?? 0,
      last: floats[i + 3] ?? 0,
      sum: floats[i + 4] ?? 0,
      stepFirst: floats[i + 5] ?? 0,
      stepLast: floats[i + 6] ?? 0,
    });
  }
  return entries;
}

/** The one entry of a chunk's summary. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const [entry] = decodeEntries(bytes);
  if (entry === undefined) throw new Error('a summary without an entry');
  return entry;
}
