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
/** Points behind one entry of level 2; a multiple of level 1. A chunk has at most four. */
export const LEVEL2_POINTS = 1024;
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

/** A chunk's summary: one entry over all of it, then its level 2 where that says more. */
export function encodeSummary(whole: Entry, level1: readonly Entry[]): Uint8Array {
  const entries = [whole];
  if (whole.count > LEVEL2_POINTS) {
    const perEntry = LEVEL2_POINTS / LEVEL1_POINTS;
    for (let from = 0; from < level1.length; from += perEntry) {
      const entry = emptyEntry();
      for (const part of level1.slice(from, from + perEntry)) foldEntry(entry, part);
      entries.push(entry);
    }
  }
  return encodeEntries(entries);
}

/** The one entry over all points of a chunk, from its summary. */
export function decodeEntry(summary: Uint8Array): Entry {
  return { ...wholeOf(summary).at(0) };
}

export function wholeOf(summary: Uint8Array): EntryList {
  return new EntryList(summary.subarray(0, ENTRY_BYTES));
}

export function level2Of(summary: Uint8Array): EntryList {
  return new EntryList(summary.length > ENTRY_BYTES ? summary.subarray(ENTRY_BYTES) : summary);
}

/** Packed entries, read without making an object for each: a chart goes through thousands. */
export class EntryList {
  readonly length: number;
  readonly #floats: Float64Array;
  readonly #counts: Uint16Array;
  readonly #entry = emptyEntry();

  constructor(bytes: Uint8Array) {
    this.#floats = asFloats(bytes);
    this.#counts = new Uint16Array(this.#floats.buffer, this.#floats.byteOffset, this.#floats.length * 4);
    this.length = bytes.length / ENTRY_BYTES;
  }

  /** The entry at an index; the object is the same each time, so its content holds until the next call. */
  at(index: number): Entry {
    const floats = this.#floats;
    const from = index * 8;
    if (from >= floats.length) throw new Error(`no pyramid entry ${index}`);
    const counts = this.#counts;
    const countsFrom = index * 32 + 28;
    const entry = this.#entry;
    entry.count = counts[countsFrom] ?? 0;
    entry.nan = counts[countsFrom + 1] ?? 0;
    entry.inf = counts[countsFrom + 2] ?? 0;
    entry.isMonotonic = counts[countsFrom + 3] === 1;
    entry.min = floats[from] ?? 0;
    entry.max = floats[from + 1] ?? 0;
    entry.first = floats[from + 2] ?? 0;
    entry.last = floats[from + 3] ?? 0;
    entry.sum = floats[from + 4] ?? 0;
    entry.stepFirst = floats[from + 5] ?? 0;
    entry.stepLast = floats[from + 6] ?? 0;
    return entry;
  }
}
