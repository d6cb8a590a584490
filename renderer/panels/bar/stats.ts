import { percentileBand, quantileOf, spreadOf, studentT95, type BandKind } from '#shared/metrics';
import { backward, forward, type ScaleRule } from '#ui/charts';
import { centerOf } from '../columns/center-of.ts';

/** A box: the middle half of the values, whiskers to the furthest value within 1.5 times its height, the rest beyond. */
export interface Box {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly low: number;
  readonly high: number;
  readonly outliers: readonly number[];
}

/** The box of ascending numbers, at least one. */
export function boxOf(sorted: readonly number[]): Box {
  const q1 = quantileOf(sorted, 0.25);
  const q3 = quantileOf(sorted, 0.75);
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    q1,
    median: quantileOf(sorted, 0.5),
    q3,
    low: inside[0] ?? q1,
    high: inside.at(-1) ?? q3,
    outliers: sorted.filter((value) => value < q1 - reach || value > q3 + reach),
  };
}

/** How dense the values lie along the axis. `shares` reach from 0 to 1 at the densest place. */
export interface Density {
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

const DENSITY_PLACES = 48;

/**
 * A smooth density of ascending numbers in the spacing of the axis: Gaussian kernels of Silverman's width, cut at the
 * least and the greatest value. Undefined with fewer than two different numbers.
 */
export function densityOf(sorted: readonly number[], rule: ScaleRule): Density | undefined {
  const places = sorted.map((value) => forward(rule, value));
  const first = places[0] ?? 0;
  const last = places.at(-1) ?? 0;
  if (!(last > first)) return undefined;
  const { std } = spreadOf(places);
  const middle = (quantileOf(places, 0.75) - quantileOf(places, 0.25)) / 1.34;
  const width = 0.9 * (middle > 0 ? Math.min(std, middle) : std) * places.length ** -0.2;
  const at = Array.from({ length: DENSITY_PLACES }, (_, i) => first + ((last - first) * i) / (DENSITY_PLACES - 1));
  const heights = at.map((place) =>
    places.reduce((sum, one) => sum + Math.exp(-0.5 * ((place - one) / width) ** 2), 0),
  );
  const most = heights.reduce((a, b) => Math.max(a, b), 0);
  return { values: at.map((place) => backward(rule, place)), shares: heights.map((height) => height / most) };
}

/** The ends of the mark at a bar; undefined where there is none: one run, or none wanted. */
export function errorOf(
  values: readonly number[],
  center: number,
  kind: BandKind,
): readonly [low: number, high: number] | undefined {
  const { count, std } = spreadOf(values);
  if (count < 2 || kind === 'none') return undefined;
  if (kind === 'minmax') return [centerOf(values, 'min'), centerOf(values, 'max')];
  const percentiles = percentileBand(kind, values);
  if (percentiles !== undefined) return percentiles;
  const error = std / Math.sqrt(count);
  const reach = kind === 'std' ? std : kind === 'stderr' ? error : error * studentT95(count);
  return [center - reach, center + reach];
}
