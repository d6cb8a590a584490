import { expect, test } from 'vitest';
import { LINEAR } from '#ui/charts';
import { frontierOf, regressionOf, runningCurve, type Points } from './curves.ts';

const points = (...pairs: readonly (readonly [number, number])[]): Points => ({
  x: Float64Array.from(pairs, (pair) => pair[0]),
  y: Float64Array.from(pairs, (pair) => pair[1]),
});
const LOG = { kind: 'log', linearWidth: 1 } as const;

test('the running line steps where a new best is, whatever the order of the points', () => {
  expect(runningCurve(points([3, 5], [1, 4], [2, 6]), 'max')).toEqual({ x: [1, 2, 2, 3], y: [4, 4, 6, 6] });
  expect(runningCurve(points([1, 4], [1, 2], [2, 3]), 'min')).toEqual({ x: [1, 2], y: [2, 2] });
  expect(runningCurve(points([1, 4], [2, 2], [2, 3]), 'mean')).toEqual({ x: [1, 2], y: [4, 3] });
});

test('a regression finds the line, says how well it fits, and fits logarithms on log axes', () => {
  const line = regressionOf(points([0, 1], [1, 3], [2, 5]), { x: LINEAR, y: LINEAR });
  expect(line).toMatchObject({ slope: 2, intercept: 1, rSquared: 1, count: 3, x: [0, 2], y: [1, 5] });
  const power = regressionOf(points([1, 2], [10, 200], [100, 20_000]), { x: LOG, y: LOG });
  expect(power?.slope).toBeCloseTo(2);
  expect(power?.y[1]).toBeCloseTo(20_000);
  expect(regressionOf(points([1, 2], [1, 5]), { x: LINEAR, y: LINEAR })).toBeUndefined();
  expect(regressionOf(points([1, 2]), { x: LINEAR, y: LINEAR })).toBeUndefined();
  expect(regressionOf(points([1, 2], [2, 2]), { x: LINEAR, y: LINEAR })?.rSquared).toBeNaN();
});

test('the frontier holds what no other point beats on both axes', () => {
  const cloud = points([1, 1], [2, 3], [3, 2], [4, 4], [2, 3], [5, 4]);
  expect(frontierOf(cloud, { x: 'min', y: 'max' })).toEqual([0, 1, 3]);
  expect(frontierOf(cloud, { x: 'max', y: 'min' })).toEqual([0, 2, 5]);
  expect(frontierOf(cloud, { x: 'max', y: 'max' })).toEqual([5]);
  expect(frontierOf(points(), { x: 'min', y: 'min' })).toEqual([]);
});
