import { backward, forward, isShowable, LINEAR, type ScaleRule } from './scale.ts';

/** How a line is drawn: joined, in steps, as dots, or filled down to its base. */
export type LineShape = 'line' | 'step' | 'points' | 'area';

/** What the x values are; decides ticks and how the cursor is written. */
export type XKind = 'step' | 'duration' | 'time' | 'number';

/**
 * One curve ready to draw. All columns have the same length, in drawing order; NaN in `y` is a gap.
 * `x` ascends unless `isOutOfOrder`. Units: step counts, seconds (duration), Unix seconds (time).
 */
export interface ChartLine {
  /** Stable; the run's id. */
  readonly id: string;
  /** What is highlighted together with it, the run or group; left out: `id`. */
  readonly owner?: string | undefined;
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
  /** Points behind each bucket; with none it is a gap, and its NaN no value. */
  readonly count?: Float64Array | undefined;
  /** A group of runs: how many of them have a value there. */
  readonly members?: Float64Array | undefined;
  readonly shape?: LineShape | undefined;
  /** Lower edge of a stacked area; left out: the foot of the plot, or zero where that is in sight. */
  readonly base?: Float64Array | undefined;
  /** Drawn against the second y axis, at the right. */
  readonly isRight?: boolean | undefined;
  /** Pixels; left out: by the number of lines. */
  readonly width?: number | undefined;
  /** What is said at the cursor instead of the value: text with `${x}`, `${y}` and the like. */
  readonly tip?: string | undefined;
  /** `low` and `high` lie one standard deviation around `y`. */
  readonly isStdBand?: boolean | undefined;
  /** Stands behind the others as their background: thin, pale, and silent at the cursor. */
  readonly isBehind?: boolean | undefined;
  /** Dots at points; left out: where they are sparse. */
  readonly markers?: 'all' | 'none' | undefined;
  /** `low` and `high` are the statement (the band of a group), drawn however many lines there are. */
  readonly isBand?: boolean | undefined;
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
export function xExtent(lines: readonly ChartLine[], rule: ScaleRule): Range | undefined {
  const isLog = rule.kind === 'log';
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
export function yExtent(lines: readonly ChartLine[], xRange: Range | undefined, rule: ScaleRule): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const line of lines) {
    const [from, to] = visibleSlice(line, xRange);
    for (const column of [line.y, line.faint, line.low, line.high, line.base]) {
      if (column === undefined) continue;
      for (let i = from; i < to; i++) {
        const value = column[i] ?? NaN;
        if (!isShowable(rule, value)) continue;
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

/** Of the size of its numbers; what is closer together differs by rounding alone, and no tick would fit between. */
const LEAST_WIDTH = 1e-12;

/** Whether the ends of a range are as good as equal. */
export function isPoint([min, max]: Range): boolean {
  return max - min <= LEAST_WIDTH * Math.max(Math.abs(min), Math.abs(max));
}

/** The range, or the narrowest around it that can be drawn: a zoom may ask for less than numbers can tell apart. */
export function drawable(range: Range): Range {
  if (!isPoint(range)) return range;
  const middle = (range[0] + range[1]) / 2;
  const air = LEAST_WIDTH * (Math.abs(middle) || 1);
  return [middle - air, middle + air];
}

/** A range with air around it; a single value gets a window around itself. The air is even on the axis as it is drawn. */
export function padRange(range: Range, rule: ScaleRule, share = 0.05): Range {
  const [min, max] = range;
  if (isPoint(range)) {
    if (rule.kind === 'log') return [min / 2, max * 2];
    const air = min === 0 ? 1 : Math.abs(min) * 0.1;
    return [min - air, max + air];
  }
  const from = forward(rule, min);
  const to = forward(rule, max);
  const air = (to - from) * share;
  return [backward(rule, from - air), backward(rule, to + air)];
}

/**
 * From the 5th to the 95th percentile of the values drawn within a window of x; each point or bucket counts once.
 * Undefined without values. Cost: sorts what is drawn, about 10 ms for 100,000 points.
 */
export function percentileExtent(
  lines: readonly ChartLine[],
  xRange: Range | undefined,
  rule: ScaleRule,
): Range | undefined {
  const values: number[] = [];
  for (const line of lines) {
    const [from, to] = visibleSlice(line, xRange);
    for (let i = from; i < to; i++) {
      const value = line.y[i] ?? NaN;
      if (isShowable(rule, value) && (xRange === undefined || !isOutside(line, i, xRange))) values.push(value);
    }
  }
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  return [at(0.05), at(0.95)];
}

/** Points, or buckets that hold such points, outside of the 5th to 95th percentile: what "ignore outliers" leaves aside. */
export function countOutliers(lines: readonly ChartLine[], rule: ScaleRule = LINEAR): number {
  const extent = percentileExtent(lines, undefined, rule);
  if (extent === undefined) return 0;
  let count = 0;
  for (const { y, low, high } of lines) {
    for (let i = 0; i < y.length; i++) {
      if ((low?.[i] ?? y[i] ?? 0) < extent[0] || (high?.[i] ?? y[i] ?? 0) > extent[1]) count += 1;
    }
  }
  return count;
}
