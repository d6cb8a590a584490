import { expect, test } from 'vitest';
import type { SeriesLine } from '#shared/api';
import { indexOfValue, valuesAtSteps } from './slider-values.ts';

const line = (x: readonly number[], value: readonly number[]): SeriesLine => ({
  request: '',
  run: { entity: 'e', project: 'p', run: 'r' },
  mode: 'exact',
  facts: {} as SeriesLine['facts'],
  x: Float64Array.from(x),
  value: Float64Array.from(value),
});

test('a slider is read by the newest value at or before each step, of the first run that has one', () => {
  const steps = Float64Array.of(0, 5, 10, 20);
  expect([...valuesAtSteps([line([3, 10, 15], [0.1, Number.NaN, 0.3])], steps)]).toEqual([NaN, 0.1, 0.1, 0.3]);
  const two = [line([10], [1]), line([0, 10], [7, 8])];
  expect([...valuesAtSteps(two, steps)]).toEqual([7, 7, 1, 1]);
  expect([...valuesAtSteps([], steps)]).toEqual([NaN, NaN, NaN, NaN]);
});

test('a typed number goes to the nearest value, the first of equals', () => {
  const values = Float64Array.of(Number.NaN, 1, 1, 3);
  expect([0, 1.9, 2.1, 99].map((wanted) => indexOfValue(values, wanted))).toEqual([1, 1, 3, 3]);
  expect(indexOfValue(Float64Array.of(Number.NaN), 1)).toBe(-1);
});
