import type { ConfigValue } from '../config/value.ts';
import { condition, fitKernel, type Process } from './gaussian.ts';
import type { Rng } from './rng.ts';
import { type Domain, drawPoint, drawValue, placeOf, type Point, type Space } from './space.ts';
import { normalCdf, normalDensity } from './special.ts';

/** A run of the sweep: what it was given, and how it ended. */
export interface Trial {
  readonly values: readonly (ConfigValue | undefined)[];
  /** Smaller is better; undefined = none yet, or none at all. */
  readonly loss?: number;
  /** It may still tell a value. */
  readonly isOpen: boolean;
}

/** Draws at random before the first fit: one more than dimensions, within these bounds. */
const FIRST_MIN = 3;
const FIRST_MAX = 10;
/** The newest and the best of more are used: the cost grows with the cube. */
const MAX_TRIALS = 200;
const CANDIDATES = 800;
const NEAR_CANDIDATES = 60;
/** Widths of the steps around the best points, as shares of a domain. */
const NEAR_STEPS = [0.2, 0.07, 0.02, 0.005];
/** An open trial keeps others away within so much of each dimension, less where values change faster. */
const OPEN_REACH = 0.1;
/** Improvement below this share of the spread of values is no reason to go somewhere. */
const MARGIN = 0.01;

/**
 * The next point to try: largest expected improvement under a Gaussian process over what is known. Open trials count
 * with the value the process expects of them, so that several agents do not all try the same; ended trials without a
 * value (crashes) count as bad as the worst. Deterministic by `rng`.
 */
export function suggest(space: Space, trials: readonly Trial[], rng: Rng): Point {
  const dimensions = space.filter(({ domain }) => domain.kind !== 'constant').length;
  const known = trials.filter((trial) => trial.loss !== undefined);
  const first = Math.min(FIRST_MAX, Math.max(FIRST_MIN, dimensions + 1));
  const process = known.length < first ? undefined : fit(space, trials);
  if (process === undefined) return drawPoint(space, rng);
  return best(space, process, rng);
}

interface Fitted {
  readonly process: Process;
  /** Smallest (standardised) loss so far. */
  readonly incumbent: number;
  /** Best points first. */
  readonly tops: readonly Point[];
  readonly seen: ReadonlySet<string>;
  /** Where open trials are. */
  readonly open: readonly Float64Array[];
}

function fit(space: Space, all: readonly Trial[]): Fitted | undefined {
  const trials = chosen(all);
  const losses = trials.flatMap((trial) => trial.loss ?? []);
  const { centre, spread, worst } = scaleOf(losses);
  const scaled = (loss: number): number => (Math.min(loss, worst) - centre) / spread;
  const closed = trials.filter((trial) => trial.loss !== undefined || !trial.isOpen);
  const xs = closed.map((trial) => encode(space, trial.values));
  const ys = Float64Array.from(closed, (trial) => scaled(trial.loss ?? worst));
  const kernel = fitKernel(xs, ys);
  const base = condition(xs, ys, kernel);
  if (base === undefined) return undefined;
  const open = trials.filter((trial) => trial.loss === undefined && trial.isOpen);
  const openXs = open.map((trial) => encode(space, trial.values));
  const withOpen =
    open.length === 0
      ? base
      : condition([...xs, ...openXs], Float64Array.from([...ys, ...openXs.map(base.mean)]), kernel);
  const ranked = closed
    .filter((trial) => trial.loss !== undefined && trial.values.every((value) => value !== undefined))
    .sort((a, b) => (a.loss ?? 0) - (b.loss ?? 0));
  return {
    process: withOpen ?? base,
    incumbent: ys.reduce((least, y) => Math.min(least, y), Infinity),
    tops: ranked.slice(0, 5).map((trial) => trial.values as Point),
    seen: new Set([...xs, ...openXs].map(keyOf)),
    open: openXs,
  };
}

/** All trials, or of very many the best half and the newest half. */
function chosen(trials: readonly Trial[]): readonly Trial[] {
  if (trials.length <= MAX_TRIALS) return trials;
  const newest = trials.slice(-MAX_TRIALS / 2);
  const older = trials.slice(0, -MAX_TRIALS / 2).filter((trial) => trial.loss !== undefined);
  return [...older.sort((a, b) => (a.loss ?? 0) - (b.loss ?? 0)).slice(0, MAX_TRIALS / 2), ...newest];
}

/** Losses are clipped far above the middle: a diverged run must not flatten all that the others tell. */
function scaleOf(losses: readonly number[]): { centre: number; spread: number; worst: number } {
  const sorted = [...losses].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const clip = at(0.5) + 5 * Math.max(at(0.5) - at(0.1), at(0.75) - at(0.5));
  const worst = clip > at(0.5) ? Math.min(at(1), clip) : at(1);
  const clipped = sorted.map((loss) => Math.min(loss, worst));
  const centre = clipped.reduce((sum, loss) => sum + loss, 0) / clipped.length;
  const variance = clipped.reduce((sum, loss) => sum + (loss - centre) ** 2, 0) / clipped.length;
  return { centre, spread: Math.sqrt(variance) || 1, worst };
}

function best(space: Space, fitted: Fitted, rng: Rng): Point {
  let found = drawPoint(space, rng);
  let foundScore = -Infinity;
  const consider = (point: Point): void => {
    const x = encode(space, point);
    // What was tried already teaches least; taken only if there is nothing else.
    const room = roomAt(fitted, x);
    const gain = improvement(fitted, x);
    const score = (gain > 0 ? gain * room : gain - (1 - room)) - (fitted.seen.has(keyOf(x)) ? 1e3 : 0);
    if (score > foundScore) [found, foundScore] = [point, score];
  };
  for (let i = 0; i < CANDIDATES; i += 1) consider(drawPoint(space, rng));
  for (const top of fitted.tops) {
    for (let i = 0; i < NEAR_CANDIDATES; i += 1)
      consider(near(space, top, NEAR_STEPS[i % NEAR_STEPS.length] ?? 0.1, rng));
  }
  for (const step of NEAR_STEPS) {
    const centre = found;
    for (let i = 0; i < NEAR_CANDIDATES; i += 1) consider(near(space, centre, step, rng));
  }
  return found;
}

/** Near 0 beside an open trial, 1 away from all: agents that ask together are sent to different places. */
function roomAt(fitted: Fitted, x: Float64Array): number {
  const { lengths } = fitted.process.kernel;
  return fitted.open.reduce((room, other) => {
    let squares = 0;
    for (let i = 0; i < x.length; i += 1) {
      const reach = Math.min(OPEN_REACH, (lengths[i] ?? 1) / 4);
      squares += (((x[i] ?? 0) - (other[i] ?? 0)) / reach) ** 2;
    }
    return room * (1 - Math.exp(-squares / 2));
  }, 1);
}

/** Logarithm-like beyond sight: where no improvement is to be expected, the more likely place still wins. */
function improvement(fitted: Fitted, x: Float64Array): number {
  const { mean, deviation } = fitted.process.predict(x);
  const z = (fitted.incumbent - MARGIN - mean) / deviation;
  const expected = deviation * (z * normalCdf(z) + normalDensity(z));
  return expected > 1e-12 ? expected : -1e-6 * (mean - fitted.incumbent) - 1e-6 / (1 + deviation);
}

/** A point beside another; each parameter moves with a chance that keeps some of them still. */
function near(space: Space, point: Point, step: number, rng: Rng): Point {
  const moves = Math.max(0.3, Math.min(1, 3 / space.length));
  return space.map(({ domain }, i) => {
    const value = point[i] ?? null;
    if (rng() > moves) return value;
    if (domain.kind === 'choice') return rng() < 0.3 ? drawValue(domain, rng()) : value;
    const place = placeOf(domain, value) ?? rng();
    const reflected = Math.abs(place + step * (rng() + rng() - 1) * 2);
    return drawValue(domain, Math.min(1 - 1e-9, reflected > 1 ? Math.max(0, 2 - reflected) : reflected));
  });
}

/** A point as coordinates: the share of a range, one coordinate per choice, nothing for constants. */
function encode(space: Space, values: readonly (ConfigValue | undefined)[]): Float64Array {
  const coordinates: number[] = [];
  space.forEach(({ domain }, i) => coordinates.push(...coordinatesOf(domain, values[i])));
  return Float64Array.from(coordinates);
}

function coordinatesOf(domain: Domain, value: ConfigValue | undefined): readonly number[] {
  if (domain.kind === 'constant') return [];
  const place = placeOf(domain, value);
  // A run given something else by hand: in the middle, where it says least.
  if (domain.kind === 'range') return [place ?? 0.5];
  return domain.values.map((_, i) => (i === place ? Math.SQRT1_2 : 0));
}

function keyOf(x: Float64Array): string {
  return x.join(' ');
}
