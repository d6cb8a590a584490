/** What the x values are; decides ticks and how the cursor is written. */
export type XKind = 'step' | 'duration' | 'time' | 'number';

/**
 * One curve ready to draw. All columns have the same length, in drawing order; NaN in `y` is a gap.
 * `x` ascends unless `isOutOfOrder`. Units: step counts, seconds (duration), Unix seconds (time).
 */
export interface ChartLine {
  /** Stable; the run's id. */
  readonly id: string;
  readonly label: string;
  /** A CSS colour or `var(--run-n)`. */
  readonly color: string;
  /** Canvas dash pattern in pixels; empty = solid. */
  readonly dash: readonly number[];
  readonly x: Float64Array;
  /** Last x of each bucket; left out for exact points. */
  readonly xLast?: Float64Array | undefined;
  readonly y: Float64Array;
  /** The unsmoothed curve, drawn faintly under `y`. */
  readonly faint?: Float64Array | undefined;
  /** Lowest and highest value of each bucket. */
  readonly low?: Float64Array | undefined;
  readonly high?: Float64Array | undefined;
  /** Points behind each bucket. */
  readonly count?: Float64Array | undefined;
  readonly isOutOfOrder: boolean;
}

export type Range = readonly [min: number, max: number];

/** First index whose x is at or after `value`; `x` must ascend. */
export function lowerBound(x: Float64Array, value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index range of a line that a window of x touches, with one neighbour on each side. */
export function visibleSlice(line: ChartLine, range: Range | undefined): readonly [from: number, to: number] {
  if (range === undefined || line.isOutOfOrder) return [0, line.x.length];
  const from = lowerBound(line.xLast ?? line.x, range[0]);
  const to = lowerBound(line.x, range[1]);
  return [Math.max(0, from - 1), Math.min(line.x.length, to + 1)];
}

/** Index of the point that stands at `x`: the bucket that holds it, else the nearest point. -1 for an empty line. */
export function indexAt(line: ChartLine, x: number): number {
  const { length } = line.x;
  if (length === 0) return -1;
  if (line.isOutOfOrder) return nearestUnordered(line.x, x);
  const next = lowerBound(line.x, x);
  if (next === 0) return 0;
  const before = next - 1;
  if (next === length) return before;
  const beforeEnd = line.xLast?.[before] ?? line.x[before] ?? 0;
  if (x <= beforeEnd) return before;
  return x - beforeEnd <= (line.x[next] ?? 0) - x ? before : next;
}

function nearestUnordered(x: Float64Array, value: number): number {
  let best = -1;
  let bestDistance = Infinity;
  for (let i = 0; i < x.length; i++) {
    const distance = Math.abs((x[i] ?? NaN) - value);
    if (distance < bestDistance) {
      best = i;
      bestDistance = distance;
    }
  }
  return best;
}

/** Smallest and largest x over all lines; undefined when there is none (log: none above 0). */
export function xExtent(lines: readonly ChartLine[], isLog: boolean): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const line of lines) {
    const ends = line.isOutOfOrder || isLog ? line.x : [line.x[0], line.x[line.x.length - 1], line.xLast?.at(-1)];
    for (const value of ends) {
      if (value === undefined || !Number.isFinite(value) || (isLog && value <= 0)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min <= max ? [min, max] : undefined;
}

/**
 * Smallest and largest finite value that is drawn within a window of x (envelopes and faint curves included).
 * On a log scale values <= 0 do not count, as they are not drawn.
 */
export function yExtent(lines: readonly ChartLine[], xRange: Range | undefined, isLog: boolean): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const line of lines) {
    const [from, to] = visibleSlice(line, xRange);
    for (const column of [line.y, line.faint, line.low, line.high]) {
      if (column === undefined) continue;
      for (let i = from; i < to; i++) {
        const value = column[i] ?? NaN;
        if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
        if (xRange !== undefined && isOutside(line, i, xRange)) continue;
        if (value < min) min = value;
        if (value > max) max = value;
      }
    }
  }
  return min <= max ? [min, max] : undefined;
}

function isOutside(line: ChartLine, i: number, range: Range): boolean {
  return (line.xLast?.[i] ?? line.x[i] ?? 0) < range[0] || (line.x[i] ?? 0) > range[1];
}

/** Values at or below zero, which a log scale cannot show: points, or buckets that hold such points. */
export function countNotPositive(lines: readonly ChartLine[]): number {
  let count = 0;
  for (const line of lines) {
    const column = line.low ?? line.faint ?? line.y;
    for (const value of column) if (value <= 0) count += 1;
  }
  return count;
}

/** A range with air around it; a single value gets a window around itself. Log ranges grow by a factor. */
export function padRange(range: Range, isLog: boolean, share = 0.05): Range {
  const [min, max] = range;
  if (isLog) {
    if (min === max) return [min / 2, max * 2];
    const factor = (max / min) ** share;
    return [min / factor, max * factor];
  }
  if (min === max) {
    const air = min === 0 ? 1 : Math.abs(min) * 0.1;
    return [min - air, max + air];
  }
  const air = (max - min) * share;
  return [min - air, max + air];
}
