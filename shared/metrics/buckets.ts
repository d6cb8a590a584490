/** What is known of a run of consecutive points. NaN is outside of everything but `count` and `nan`. */
export interface PointRun {
  readonly count: number;
  readonly nan: number;
  readonly inf: number;
  readonly min: number;
  readonly max: number;
  /** First and last number; NaN when there is none. */
  readonly first: number;
  readonly last: number;
  /** Over the finite values. */
  readonly sum: number;
}

/** Bucket columns, all of the same length, in order. Empty buckets are left out. */
export interface BucketColumns {
  readonly x: Float64Array;
  readonly xLast: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly count: Float64Array;
}

/**
 * How points are put into buckets: point number p (counted from the start of the series) lies in bucket
 * floor(p / 2^shift). Returns the smallest shift that makes at most `buckets` of the points [from, to). Because the
 * borders do not depend on where the series ends, a picture does not jump while a run grows or the view moves.
 */
export function bucketShift(from: number, to: number, buckets: number): number {
  let shift = 0;
  while (bucketOf(to - 1, shift) - bucketOf(from, shift) + 1 > buckets) shift += 1;
  return shift;
}

/** Bucket of a point number; works beyond 2^31, where bit operations do not. */
export function bucketOf(point: number, shift: number): number {
  return Math.floor(point / 2 ** shift);
}

/**
 * Gathers points, or runs of points, into buckets; each keeps first, last, minimum, maximum, so no spike is lost.
 * They must come in order of points. NaN counts as a point; a bucket of nothing but NaN shows NaN (a gap).
 */
export class BucketReducer {
  readonly #from: number;
  readonly #columns: BucketColumns;
  readonly #sum: Float64Array;
  readonly #finite: Float64Array;
  nanCount = 0;
  infCount = 0;

  /** Buckets are numbered from `firstBucket` on; there are `length` of them. */
  constructor(firstBucket: number, length: number) {
    this.#from = firstBucket;
    const column = (fill: number): Float64Array => new Float64Array(length).fill(fill);
    this.#columns = {
      x: column(Number.NaN),
      xLast: column(Number.NaN),
      min: column(Number.POSITIVE_INFINITY),
      max: column(Number.NEGATIVE_INFINITY),
      mean: column(Number.NaN),
      first: column(Number.NaN),
      last: column(Number.NaN),
      count: column(0),
    };
    this.#sum = column(0);
    this.#finite = column(0);
  }

  addRun(bucket: number, run: PointRun, x: number, xLast: number): void {
    const i = bucket - this.#from;
    const { min, max, first, last, count } = this.#columns;
    if (count[i] === 0) this.#columns.x[i] = x;
    this.#columns.xLast[i] = xLast;
    count[i] = (count[i] ?? 0) + run.count;
    this.#sum[i] = (this.#sum[i] ?? 0) + run.sum;
    this.#finite[i] = (this.#finite[i] ?? 0) + run.count - run.nan - run.inf;
    this.nanCount += run.nan;
    this.infCount += run.inf;
    if (run.min < (min[i] ?? 0)) min[i] = run.min;
    if (run.max > (max[i] ?? 0)) max[i] = run.max;
    if (Number.isNaN(first[i])) first[i] = run.first;
    if (!Number.isNaN(run.last)) last[i] = run.last;
  }

  addPoint(bucket: number, x: number, value: number): void {
    const i = bucket - this.#from;
    const { min, max, first, last, count } = this.#columns;
    if (count[i] === 0) this.#columns.x[i] = x;
    this.#columns.xLast[i] = x;
    count[i] = (count[i] ?? 0) + 1;
    if (Number.isNaN(value)) {
      this.nanCount += 1;
      return;
    }
    if (value < (min[i] ?? 0)) min[i] = value;
    if (value > (max[i] ?? 0)) max[i] = value;
    if (Number.isNaN(first[i])) first[i] = value;
    last[i] = value;
    if (Number.isFinite(value)) {
      this.#sum[i] = (this.#sum[i] ?? 0) + value;
      this.#finite[i] = (this.#finite[i] ?? 0) + 1;
    } else {
      this.infCount += 1;
    }
  }

  /** The mean is over finite values; of a bucket with none it is the infinity in it, or NaN. */
  finish(): BucketColumns {
    const { x, xLast, min, max, mean, first, last, count } = this.#columns;
    for (let i = 0; i < count.length; i++) {
      const finite = this.#finite[i] ?? 0;
      if (finite > 0) mean[i] = (this.#sum[i] ?? 0) / finite;
      else if (Number.isNaN(first[i])) min[i] = max[i] = Number.NaN;
      else mean[i] = last[i] ?? Number.NaN;
    }
    if (count.every((n) => n > 0)) return this.#columns;
    const filled = (column: Float64Array): Float64Array => column.filter((_, i) => (count[i] ?? 0) > 0);
    return {
      x: filled(x),
      xLast: filled(xLast),
      min: filled(min),
      max: filled(max),
      mean: filled(mean),
      first: filled(first),
      last: filled(last),
      count: filled(count),
    };
  }
}
