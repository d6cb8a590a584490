import { backward, forward, type ScaleRule } from '#ui/charts';
import type { Better, Running } from './config.ts';

/** Points of a scatter: columns of one length, all with a place on both axes. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Corners of a line through the picture, ascending by x. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The order of the points by x; points at one x keep their order. */
function byX({ x }: Points): number[] {
  return Array.from(x, (_, i) => i).sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b);
}

/**
 * The least, greatest or mean y of all points up to each x, as a stepped line (a plain one for the mean). Points at the
 * same x count together.
 */
export function runningCurve(points: Points, running: Exclude<Running, 'none'>): Curve {
  const xs: number[] = [];
  const ys: number[] = [];
  let kept = running === 'min' ? Infinity : running === 'max' ? -Infinity : 0;
  let count = 0;
  const order = byX(points);
  order.forEach((i, at) => {
    const x = points.x[i] ?? 0;
    const y = points.y[i] ?? 0;
    count += 1;
    if (running === 'min') kept = Math.min(kept, y);
    else if (running === 'max') kept = Math.max(kept, y);
    else kept += (y - kept) / count;
    const next = order[at + 1];
    if (next !== undefined && points.x[next] === x) return;
    const before = ys.at(-1);
    if (running !== 'mean' && before !== undefined && before !== kept) {
      xs.push(x);
      ys.push(before);
    }
    xs.push(x);
    ys.push(kept);
  });
  return { x: xs, y: ys };
}

/** A straight line through the points as they are seen: on a log axis the logarithm is what is fitted. */
export interface Regression extends Curve {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance that the line explains, 0 to 1; NaN when all y are equal. */
  readonly rSquared: number;
  readonly count: number;
}

/** Least squares in the spacing of the axes; undefined with fewer than two different x. */
export function regressionOf(points: Points, rules: { x: ScaleRule; y: ScaleRule }): Regression | undefined {
  const count = points.x.length;
  const xs = points.x.map((value) => forward(rules.x, value));
  const ys = points.y.map((value) => forward(rules.y, value));
  const meanX = xs.reduce((sum, value) => sum + value, 0) / count;
  const meanY = ys.reduce((sum, value) => sum + value, 0) / count;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  xs.forEach((x, i) => {
    const dx = x - meanX;
    const dy = (ys[i] ?? 0) - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  });
  if (count < 2 || !(xx > 0)) return undefined;
  const slope = xy / xx;
  const intercept = meanY - slope * meanX;
  const ends = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
  return {
    x: ends.map((end) => backward(rules.x, end)),
    y: ends.map((end) => backward(rules.y, intercept + slope * end)),
    slope,
    intercept,
    rSquared: yy > 0 ? (xy * xy) / (xx * yy) : Number.NaN,
    count,
  };
}

/**
 * Places of the points that no other point beats on both axes at once, ascending by x. Of equal points the first
 * counts. Cost: one sort.
 */
export function frontierOf(points: Points, better: { x: Better; y: Better }): number[] {
  const signX = better.x === 'min' ? 1 : -1;
  const signY = better.y === 'min' ? 1 : -1;
  const at = (column: Float64Array, i: number): number => column[i] ?? 0;
  const order = Array.from(points.x, (_, i) => i).sort(
    (a, b) => signX * (at(points.x, a) - at(points.x, b)) || signY * (at(points.y, a) - at(points.y, b)) || a - b,
  );
  let best = Infinity;
  const kept = order.filter((i) => {
    const y = signY * at(points.y, i);
    if (y >= best) return false;
    best = y;
    return true;
  });
  return signX === 1 ? kept : kept.reverse();
}
