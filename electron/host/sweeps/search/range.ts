import { betaCdf, betaQuantile, normalCdf, normalQuantile } from './special.ts';

/** Shape of a distribution before it is bent (`isExp`) and rounded (`q`). */
export type Base =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'beta'; readonly a: number; readonly b: number };

/** A numeric distribution. Values are multiples of `q` (if given) and never leave `min` to `max` (if given). */
export interface Range {
  readonly distribution: string;
  readonly base: Base;
  /** The value is e to the power of the base. */
  readonly isExp: boolean;
  readonly q?: number;
  readonly min?: number;
  readonly max?: number;
  /** Whole numbers are written without a point. */
  readonly isInteger: boolean;
}

/** The value at a share of the distribution: u uniform in [0, 1) gives draws of it. */
export function valueAt(range: Range, u: number): number {
  const raw = baseQuantile(range.base, u);
  return rounded(range, range.isExp ? Math.exp(raw) : raw);
}

/** Where a value lies in the distribution, 0 to 1: the inverse of valueAt, up to rounding. */
export function shareOf(range: Range, value: number): number {
  const raw = range.isExp ? Math.log(Math.max(value, Number.MIN_VALUE)) : value;
  const share = baseCdf(range.base, raw);
  return Math.min(1, Math.max(0, share));
}

/** All values of a rounded range with bounds, ascending; undefined if there are infinitely many or too many. */
export function allValues(range: Range, most: number): number[] | undefined {
  const { q, min, max } = range;
  if (q === undefined || min === undefined || max === undefined) return undefined;
  const [first, last] = steps(min, max, q);
  if (!(last - first < most)) return undefined;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => clean((first + i) * q));
}

function baseQuantile(base: Base, u: number): number {
  switch (base.kind) {
    case 'uniform':
      return base.low + u * (base.high - base.low);
    case 'normal':
      // The ends are infinite; a draw of exactly 0 stands for all that lies below the smallest step.
      return base.mu + base.sigma * normalQuantile(Math.min(1 - 2 ** -33, Math.max(2 ** -33, u)));
    case 'beta':
      return betaQuantile(base.a, base.b, u);
  }
}

function baseCdf(base: Base, x: number): number {
  switch (base.kind) {
    case 'uniform':
      return base.high === base.low ? 0.5 : (x - base.low) / (base.high - base.low);
    case 'normal':
      return normalCdf((x - base.mu) / base.sigma);
    case 'beta':
      return betaCdf(base.a, base.b, x);
  }
}

/** DIFFERS: a rounded value stays within the bounds, where plain rounding could step over them by up to q / 2. */
function rounded(range: Range, value: number): number {
  const { q, min = -Infinity, max = Infinity } = range;
  if (q === undefined) return Math.min(max, Math.max(min, value));
  const [first, last] = steps(min, max, q);
  const step = Math.round(value / q);
  return first <= last ? clean(Math.min(last, Math.max(first, step)) * q) : clean(step * q);
}

/** First and last multiple of q within the bounds; the tolerance is for bounds that are multiples but for rounding. */
function steps(min: number, max: number, q: number): [number, number] {
  return [Math.ceil(min / q - 1e-9), Math.floor(max / q + 1e-9)];
}

/** 3 * 0.1 is 0.3, not 0.30000000000000004. */
function clean(value: number): number {
  const text = Number(value.toPrecision(14));
  return Object.is(text, -0) ? 0 : text;
}
