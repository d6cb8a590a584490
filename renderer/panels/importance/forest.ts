/** What trees and correlation say of one feature. */
export interface Rank {
  /** Share of the explained variance, 0 to 1; all together 1, or all 0 when nothing is explained. */
  readonly importance: number;
  /** Pearson's r over the runs that have both; undefined where either does not vary. */
  readonly correlation: number | undefined;
}

const TREES = 200;
const LEAST_LEAF = 2;
const DEEPEST = 24;

/**
 * Ranks features by extremely randomised trees (Geurts, Ernst, Wehenkel 2006): at each node a third of the features is
 * tried, each at one random cut, and the cut that takes away most of the variance wins; a feature's importance is the
 * variance that its cuts take away, over all trees. The same input and seed give the same answer.
 * `features` and `target` have one entry for each run; NaN in a feature counts as below every value; `target` is finite.
 */
export function rankFeatures(features: readonly Float64Array[], target: Float64Array, seed: number): readonly Rank[] {
  const gains = new Float64Array(features.length);
  const filled = features.map(withoutNaN);
  const random = seeded(seed);
  const rows = Int32Array.from(target, (_, row) => row);
  for (let tree = 0; tree < TREES; tree++) grow(filled, target, rows.slice(), gains, random, 0);
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return features.map((values, i) => ({
    importance: total > 0 ? (gains[i] ?? 0) / total : 0,
    correlation: correlationOf(values, target),
  }));
}

interface Split {
  readonly feature: number;
  readonly cut: number;
  readonly gain: number;
}

function grow(
  features: readonly Float64Array[],
  target: Float64Array,
  rows: Int32Array,
  gains: Float64Array,
  random: () => number,
  depth: number,
): void {
  if (rows.length < 2 * LEAST_LEAF || depth >= DEEPEST) return;
  const best = bestSplit(features, target, rows, random);
  if (best === undefined) return;
  gains[best.feature] = (gains[best.feature] ?? 0) + best.gain;
  const column = features[best.feature] ?? new Float64Array();
  const left = rows.filter((row) => (column[row] ?? 0) <= best.cut);
  const right = rows.filter((row) => (column[row] ?? 0) > best.cut);
  grow(features, target, left, gains, random, depth + 1);
  grow(features, target, right, gains, random, depth + 1);
}

function bestSplit(
  features: readonly Float64Array[],
  target: Float64Array,
  rows: Int32Array,
  random: () => number,
): Split | undefined {
  let sum = 0;
  for (const row of rows) sum += target[row] ?? 0;
  const tries = Math.max(1, Math.ceil(features.length / 3));
  const order = features.map((_, i) => i);
  let best: Split | undefined;
  let tried = 0;
  // Features in random order; those that do not vary here do not count as tried.
  for (let i = 0; i < order.length && tried < tries; i++) {
    const other = i + Math.floor(random() * (order.length - i));
    const feature = order[other] ?? 0;
    order[other] = order[i] ?? 0;
    const column = features[feature] ?? new Float64Array();
    let min = Infinity;
    let max = -Infinity;
    for (const row of rows) {
      const value = column[row] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (!(max > min)) continue;
    tried += 1;
    const split = trySplit(column, target, rows, { feature, cut: min + random() * (max - min), sum });
    if (split !== undefined && split.gain > (best?.gain ?? 0)) best = split;
  }
  return best;
}

/** What a cut takes away of the sum of squares: n₁ n₂ / n × (difference of the two means)². */
function trySplit(
  column: Float64Array,
  target: Float64Array,
  rows: Int32Array,
  { feature, cut, sum }: { readonly feature: number; readonly cut: number; readonly sum: number },
): Split | undefined {
  let leftCount = 0;
  let leftSum = 0;
  for (const row of rows) {
    if ((column[row] ?? 0) > cut) continue;
    leftCount += 1;
    leftSum += target[row] ?? 0;
  }
  const rightCount = rows.length - leftCount;
  if (leftCount < LEAST_LEAF || rightCount < LEAST_LEAF) return undefined;
  const difference = leftSum / leftCount - (sum - leftSum) / rightCount;
  return { feature, cut, gain: ((leftCount * rightCount) / rows.length) * difference ** 2 };
}

/** Numbers of equal rank in place of the values: a log scale and its logarithm give the same trees. */
function withoutNaN(values: Float64Array): Float64Array {
  const sorted = [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
  const ranks = new Map(sorted.map((value, rank) => [value, rank + 1]));
  return values.map((value) => ranks.get(value) ?? 0);
}

function correlationOf(values: Float64Array, target: Float64Array): number | undefined {
  const rows = Array.from(values, (value, row) => (Number.isNaN(value) ? -1 : row)).filter((row) => row >= 0);
  const mean = (column: Float64Array): number => rows.reduce((sum, row) => sum + (column[row] ?? 0), 0) / rows.length;
  const [meanX, meanY] = [mean(values), mean(target)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const row of rows) {
    const dx = (values[row] ?? 0) - meanX;
    const dy = (target[row] ?? 0) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : undefined;
}

/** mulberry32: small, fast, the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
