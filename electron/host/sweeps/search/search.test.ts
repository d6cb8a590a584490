import { expect, test } from 'vitest';
import { checkConfig } from '../config/plan.ts';
import { type ConfigValue, numberOf } from '../config/value.ts';
import { suggest, type Trial } from './bayes.ts';
import { bandsFromMax, bandsFromMin, fallsBehind } from './hyperband.ts';
import { shareOf, valueAt } from './range.ts';
import { rngOf } from './rng.ts';
import { drawPoint, type Point, type Space } from './space.ts';
import { betaCdf, normalCdf, normalQuantile } from './special.ts';

function spaceOf(parameters: string): Space {
  const { plan, errors } = checkConfig(`method: random\nparameters: {${parameters}}`);
  if (plan === undefined) throw new Error(JSON.stringify(errors));
  return plan.space;
}

function draws(parameter: string, count = 4000): number[] {
  const space = spaceOf(`x: {${parameter}}`);
  const rng = rngOf(7);
  return Array.from({ length: count }, () => numberOf(drawPoint(space, rng)[0]) ?? Number.NaN);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('special functions agree with known values', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
  expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424, 4);
  expect(normalCdf(1)).toBeCloseTo(0.8413447, 6);
  expect(betaCdf(2, 5, 0.3)).toBeCloseTo(0.579825, 5);
});

test.each([
  ['distribution: uniform, min: 2, max: 4', 3, [2, 4]],
  ['distribution: log_uniform_values, min: 0.0001, max: 1', 0.01, [0.0001, 1]],
  ['distribution: log_uniform, min: -4, max: 2', Math.exp(-1), [Math.exp(-4), Math.exp(2)]],
  ['distribution: inv_log_uniform, min: 0, max: 4', Math.exp(-2), [Math.exp(-4), 1]],
  ['distribution: inv_log_uniform_values, min: 0.01, max: 1', 0.1, [0.01, 1]],
  ['distribution: normal, mu: 5, sigma: 2', 5, [-20, 30]],
  ['distribution: log_normal, mu: 1, sigma: 0.5', Math.E, [0, 60]],
  ['distribution: beta, a: 2, b: 2', 0.5, [0, 1]],
] as const)('%s: draws have its median and its bounds', (parameter, middle, [low, high]) => {
  const values = draws(parameter);
  expect(median(values) / middle).toBeGreaterThan(0.9);
  expect(median(values) / middle).toBeLessThan(1.1);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
  expect(Math.max(...values)).toBeLessThanOrEqual(high);
});

test.each([
  ['distribution: q_uniform, min: 0, max: 1, q: 0.25', [0, 0.25, 0.5, 0.75, 1]],
  ['distribution: q_beta, a: 1, b: 1, q: 0.5', [0, 0.5, 1]],
  ['distribution: q_log_uniform_values, min: 1, max: 8, q: 2', [2, 4, 6, 8]],
  ['min: 1, max: 3', [1, 2, 3]],
] as const)('%s: draws are exactly its steps', (parameter, steps) => {
  expect([...new Set(draws(parameter))].sort((a, b) => a - b)).toEqual(steps);
});

test('whole numbers are equally likely, also the first and the last', () => {
  const values = draws('min: 1, max: 4');
  for (const n of [1, 2, 3, 4])
    expect(values.filter((value) => value === n).length / values.length).toBeCloseTo(0.25, 1);
});

test('choices follow their probabilities', () => {
  const values = draws('values: [1, 2, 3], probabilities: [0.7, 0.3, 0]');
  expect(mean(values.map((value) => (value === 1 ? 1 : 0)))).toBeCloseTo(0.7, 1);
  expect(values).not.toContain(3);
});

test('a share and its value belong to each other in every distribution', () => {
  for (const parameter of [
    'distribution: normal',
    'distribution: beta, a: 2, b: 3',
    'distribution: log_uniform, min: -3, max: 1',
  ]) {
    const domain = spaceOf(`x: {${parameter}}`)[0]?.domain;
    if (domain?.kind !== 'range') throw new Error('no range');
    for (const u of [0.01, 0.3, 0.5, 0.9]) expect(shareOf(domain.range, valueAt(domain.range, u))).toBeCloseTo(u, 5);
  }
});

const PLANE = spaceOf('x: {min: -5.0, max: 5.0}, y: {distribution: log_uniform_values, min: 0.0001, max: 1.0}');
const bowl = ([x, y]: Point): number => ((numberOf(x) ?? 0) - 1.3) ** 2 + (Math.log10(numberOf(y) ?? 1) + 2.2) ** 2;

function searchBest(next: (trials: readonly Trial[], number: number) => Point, runs: number): number {
  const trials: Trial[] = [];
  for (let number = 1; number <= runs; number += 1) {
    const values = next(trials, number);
    trials.push({ values, loss: bowl(values), isOpen: false });
  }
  return Math.min(...trials.map((trial) => trial.loss ?? Infinity));
}

test('Bayes finds the bottom of a bowl far sooner than chance, with every seed', () => {
  const seeds = [1, 2, 3, 4, 5, 6];
  const bayes = seeds.map((seed) => searchBest((trials, n) => suggest(PLANE, trials, rngOf(seed, n)), 25));
  const chance = seeds.map((seed) => searchBest((_, n) => drawPoint(PLANE, rngOf(seed, n)), 25));
  expect(Math.max(...bayes)).toBeLessThan(0.05);
  expect(median(bayes)).toBeLessThan(median(chance) / 10);
});

test('Bayes prefers the better choice, and goes on when runs crash or are still open', () => {
  const space = spaceOf('x: {min: 0.0, max: 1.0}, kind: {values: [good, bad, ugly]}');
  const trials: Trial[] = [];
  for (let n = 1; n <= 24; n += 1) {
    const values = suggest(space, trials, rngOf(3, n));
    const [x, kind] = values;
    const loss = ((numberOf(x) ?? 0) - 0.7) ** 2 + (kind === 'good' ? 0 : 1);
    trials.push(n % 7 === 0 ? { values, isOpen: n % 2 === 0 } : { values, loss, isOpen: false });
  }
  const late = trials.slice(-8).map((trial) => trial.values[1] as ConfigValue);
  expect(late.filter((kind) => kind === 'good').length).toBeGreaterThanOrEqual(5);
  expect(Math.min(...trials.map((trial) => trial.loss ?? 1))).toBeLessThan(0.02);
});

test('several open trials are spread out, not the same point again', () => {
  const trials: Trial[] = [0.1, 0.4, 0.6, 0.9].map((x) => ({ values: [x], loss: (x - 0.5) ** 2, isOpen: false }));
  const space = spaceOf('x: {min: 0.0, max: 1.0}');
  for (let n = 0; n < 4; n += 1) trials.push({ values: suggest(space, trials, rngOf(1, n)), isOpen: true });
  expect(new Set(trials.slice(4).map((trial) => numberOf(trial.values[0])?.toFixed(3))).size).toBe(4);
});

test('losses that are equal, huge or diverged do not stop the search', () => {
  for (const loss of [0, 1e300, 1e-300]) {
    const trials: Trial[] = [1, 2, 3, 4, 5].map((n) => ({ values: drawPoint(PLANE, rngOf(n)), loss, isOpen: false }));
    for (const value of suggest(PLANE, trials, rngOf(9))) expect(Number.isFinite(numberOf(value))).toBe(true);
  }
});

test('200 trials of 20 parameters are thought over in less than a second', () => {
  const space = spaceOf(Array.from({ length: 20 }, (_, i) => `x${i}: {min: 0.0, max: 1.0}`).join(', '));
  const trials: Trial[] = Array.from({ length: 250 }, (_, n) => ({
    values: drawPoint(space, rngOf(n)),
    loss: Math.sin(n),
    isOpen: false,
  }));
  const before = performance.now();
  suggest(space, trials, rngOf(1));
  expect(performance.now() - before).toBeLessThan(3000);
});

test('bands are those of the documentation', () => {
  expect(bandsFromMin(3, 3).slice(0, 4)).toEqual([3, 9, 27, 81]);
  expect(bandsFromMax(27, 3, 2)).toEqual([3, 9]);
});

test('a run falls behind when it is not among the best share at its band', () => {
  const plan = { bands: [3, 9], eta: 3, isStrict: false };
  const all = [1, 2, 3, 4, 5, 6].map((best) => ({ best: [best], now: best }));
  expect(all.map((run) => fallsBehind(plan, run, all))).toEqual([false, false, true, true, true, true]);
  // What came after the band saves a run unless the rule is strict.
  const late = { best: [6], now: 0.5 };
  expect(fallsBehind(plan, late, [...all, late])).toBe(false);
  expect(fallsBehind({ ...plan, isStrict: true }, late, [...all, late])).toBe(true);
  expect(fallsBehind(plan, { best: [], now: 9 }, all)).toBe(false);
});
