/** What the line of a group follows, over its runs. */
export type CenterKind = 'mean' | 'median' | 'min' | 'max';

/** How far the band of a group reaches. */
export type BandKind = 'none' | 'minmax' | 'std' | 'stderr' | 'ci95' | 'p25p75' | 'p10p90';

/** Lower and upper share of the bands that are percentiles. */
const PERCENTILES: Partial<Record<BandKind, readonly [low: number, high: number]>> = {
  p25p75: [0.25, 0.75],
  p10p90: [0.1, 0.9],
};

/** What several numbers say together. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Of a sample (n - 1); 0 for one number. */
  readonly std: number;
}

/** Mean and standard deviation of finite numbers; NaN without any. The same numbers in charts and tables come from here. */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { count, mean, std: count === 0 ? Number.NaN : 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, std: Math.sqrt(squares / (count - 1)) };
}

/** A spread with its bounds. */
export interface SpreadNumbers extends Spread {
  readonly min: number;
  readonly max: number;
}

/** Spread and bounds of the finite ones among `values`; undefined without any. */
export function numbersOf(values: readonly number[]): SpreadNumbers | undefined {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return undefined;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of finite) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { ...spreadOf(finite), min, max };
}

/**
 * The spread of several groups of numbers together, from their spreads alone; undefined without any.
 * Source: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979.
 */
export function combineNumbers(parts: readonly SpreadNumbers[]): SpreadNumbers | undefined {
  const [first, ...rest] = parts;
  return rest.reduce<SpreadNumbers | undefined>(
    (sum, part) => (sum === undefined ? part : combineTwo(sum, part)),
    first,
  );
}

function combineTwo(a: SpreadNumbers, b: SpreadNumbers): SpreadNumbers {
  const count = a.count + b.count;
  const apart = b.mean - a.mean;
  const squares = a.std ** 2 * (a.count - 1) + b.std ** 2 * (b.count - 1) + (apart ** 2 * (a.count * b.count)) / count;
  return {
    count,
    mean: a.mean + (apart * b.count) / count,
    std: Math.sqrt(squares / (count - 1)),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}

/** The middle number; the mean of the two middle ones of an even count. NaN without any. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * The value below which a share of ascending numbers lies, by linear interpolation between neighbours; NaN without any.
 * Source: R-7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, the default of NumPy.
 */
export function quantileOf(ascending: readonly number[], share: number): number {
  const at = share * (ascending.length - 1);
  const low = ascending[Math.floor(at)] ?? Number.NaN;
  const high = ascending[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** The bounds of a band of percentiles over numbers in any order; undefined for bands of another kind. */
export function percentileBand(
  kind: BandKind,
  values: readonly number[],
): readonly [low: number, high: number] | undefined {
  const shares = PERCENTILES[kind];
  if (shares === undefined) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return [quantileOf(sorted, shares[0]), quantileOf(sorted, shares[1])];
}

// Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom.
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** How many standard errors a 95 % confidence interval of a mean of n numbers reaches to each side. */
export function studentT95(n: number): number {
  const freedom = n - 1;
  if (freedom < 1) return 0;
  // Beyond the table: Cornish and Fisher's first term, right to three digits.
  return T95[freedom - 1] ?? 1.96 + 2.372 / freedom;
}

/** Points of one run, x and value; x need not ascend. */
export interface GroupPoints {
  readonly x: Float64Array;
  readonly values: Float64Array;
}

/** Columns of a group's line, ascending by x, all of one length. */
export interface GroupColumns {
  readonly x: Float64Array;
  readonly xLast: Float64Array;
  readonly value: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly members: Float64Array;
  readonly count: Float64Array;
}

export interface GroupRule {
  readonly center: CenterKind;
  readonly band: BandKind;
  /** At most so many entries. */
  readonly buckets: number;
  readonly range?: { readonly from?: number; readonly to?: number } | undefined;
}

/**
 * One line over all points of all runs of a group. Where the runs have no more different x than `buckets`, each x is an
 * entry; else x is cut into intervals of one width, a power of two, so that borders stay while runs grow. In each entry
 * a run counts once, by the mean of its finite points there; min and max are over the points themselves. Cost: linear
 * in points, and entries × runs.
 */
export function aggregateRuns(runs: readonly GroupPoints[], rule: GroupRule): GroupColumns {
  const bins = makeBins(runs, rule);
  for (const run of runs) bins.add(run);
  return bins.finish(rule);
}

function makeBins(runs: readonly GroupPoints[], { buckets, range }: GroupRule): Bins {
  const from = range?.from ?? Number.NEGATIVE_INFINITY;
  const to = range?.to ?? Number.POSITIVE_INFINITY;
  const different = new Set<number>();
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { x } of runs) {
    for (const at of x) {
      if (!(at >= from && at <= to) || !Number.isFinite(at)) continue;
      if (different.size <= buckets) different.add(at);
      if (at < least) least = at;
      if (at > most) most = at;
    }
  }
  if (different.size <= buckets) {
    const sorted = [...different].sort((a, b) => a - b);
    const places = new Map(sorted.map((at, i) => [at, i]));
    return new Bins(sorted.length, (at) => places.get(at) ?? -1);
  }
  let width = 2 ** Math.floor(Math.log2((most - least) / buckets));
  while (Math.floor(most / width) - Math.floor(least / width) + 1 > buckets) width *= 2;
  const first = Math.floor(least / width);
  const length = Math.floor(most / width) - first + 1;
  return new Bins(length, (at) => (at >= from && at <= to ? Math.floor(at / width) - first : -1));
}

class Bins {
  readonly #length: number;
  readonly #placeOf: (x: number) => number;
  readonly #means: number[][];
  readonly #x: Float64Array;
  readonly #xLast: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #count: Float64Array;

  constructor(length: number, placeOf: (x: number) => number) {
    this.#length = length;
    this.#placeOf = placeOf;
    this.#means = Array.from({ length }, () => []);
    this.#x = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
    this.#xLast = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
    this.#min = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
    this.#max = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
    this.#count = new Float64Array(length);
  }

  add({ x, values }: GroupPoints): void {
    const sum = new Float64Array(this.#length);
    const finite = new Float64Array(this.#length);
    for (let i = 0; i < x.length; i++) {
      const at = x[i] ?? Number.NaN;
      const place = this.#placeOf(at);
      const value = values[i] ?? Number.NaN;
      if (!(place >= 0 && place < this.#length) || Number.isNaN(value)) continue;
      this.#count[place] = (this.#count[place] ?? 0) + 1;
      if (at < (this.#x[place] ?? 0)) this.#x[place] = at;
      if (at > (this.#xLast[place] ?? 0)) this.#xLast[place] = at;
      if (value < (this.#min[place] ?? 0)) this.#min[place] = value;
      if (value > (this.#max[place] ?? 0)) this.#max[place] = value;
      if (!Number.isFinite(value)) continue;
      sum[place] = (sum[place] ?? 0) + value;
      finite[place] = (finite[place] ?? 0) + 1;
    }
    for (let place = 0; place < this.#length; place++) {
      const count = finite[place] ?? 0;
      if (count > 0) this.#means[place]?.push((sum[place] ?? 0) / count);
    }
  }

  finish({ center, band }: GroupRule): GroupColumns {
    const places = [...this.#count.keys()].filter((place) => (this.#count[place] ?? 0) > 0);
    const pick = (column: Float64Array): Float64Array => Float64Array.from(places, (place) => column[place] ?? 0);
    const columns = {
      x: pick(this.#x),
      xLast: pick(this.#xLast),
      min: pick(this.#min),
      max: pick(this.#max),
      count: pick(this.#count),
      members: Float64Array.from(places, (place) => this.#means[place]?.length ?? 0),
      value: new Float64Array(places.length),
      low: new Float64Array(places.length),
      high: new Float64Array(places.length),
    };
    places.forEach((place, i) => {
      const spread = spreadOf(this.#means[place] ?? []);
      const [min, max] = [columns.min[i] ?? 0, columns.max[i] ?? 0];
      columns.value[i] = centerOf(center, this.#means[place] ?? [], spread, min, max);
      const [low, high] = boundsOf(band, this.#means[place] ?? [], spread, min, max);
      columns.low[i] = low;
      columns.high[i] = high;
    });
    return columns;
  }
}

function centerOf(kind: CenterKind, means: readonly number[], spread: Spread, min: number, max: number): number {
  if (kind === 'mean') return spread.mean;
  if (kind === 'median') return medianOf(means);
  return kind === 'min' ? min : max;
}

function boundsOf(
  kind: BandKind,
  means: readonly number[],
  spread: Spread,
  min: number,
  max: number,
): readonly [low: number, high: number] {
  if (kind === 'minmax') return [min, max];
  const percentiles = percentileBand(kind, means);
  if (percentiles !== undefined) return percentiles;
  const reach = reachOf(kind, spread);
  return [spread.mean - reach, spread.mean + reach];
}

function reachOf(kind: BandKind, { std, count }: Spread): number {
  if (kind === 'std') return std;
  if (kind === 'stderr') return std / Math.sqrt(count);
  return kind === 'ci95' ? (studentT95(count) * std) / Math.sqrt(count) : 0;
}
