import { expect, test } from 'vitest';
import { LINEAR } from '#ui/charts';
import { centerOf } from '../columns/center-of.ts';
import { quantileOf } from '#shared/metrics';
import { boxOf, densityOf, errorOf } from './stats.ts';

test('quantiles lie between values by share', () => {
  expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantileOf([1, 2, 3, 4, 5], 0.25)).toBe(2);
  expect(quantileOf([7], 0.75)).toBe(7);
  expect(quantileOf([], 0.5)).toBeNaN();
});

test('whiskers end at values, and what lies beyond is listed', () => {
  expect(boxOf([1, 2, 3, 4, 5, 100])).toEqual({ q1: 2.25, median: 3.5, q3: 4.75, low: 1, high: 5, outliers: [100] });
  expect(boxOf([3])).toEqual({ q1: 3, median: 3, q3: 3, low: 3, high: 3, outliers: [] });
});

test('a density is highest where values crowd, and ends where they end', () => {
  const density = densityOf(
    [0, 0.1, 0.2, 0.1, 5].sort((a, b) => a - b),
    LINEAR,
  );
  expect(density?.values[0]).toBe(0);
  expect(density?.values.at(-1)).toBe(5);
  expect(Math.max(...(density?.shares ?? []))).toBe(1);
  expect(density?.shares.indexOf(1)).toBeLessThan(5);
  expect(densityOf([2, 2], LINEAR)).toBeUndefined();
});

test('the mark at a bar is what was asked for, and none for one run', () => {
  expect(centerOf([1, 2, 6], 'mean')).toBe(3);
  expect(centerOf([1, 2, 6], 'median')).toBe(2);
  expect(errorOf([1, 3], 2, 'std')).toEqual([2 - Math.SQRT2, 2 + Math.SQRT2]);
  expect(errorOf([1, 3], 2, 'stderr')).toEqual([1, 3]);
  expect(errorOf([1, 3, 9], 2, 'minmax')).toEqual([1, 9]);
  expect(errorOf([1], 1, 'std')).toBeUndefined();
});
