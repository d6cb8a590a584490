import { expect, test } from 'vitest';
import { fitWindow, type ChartScales } from './fit.ts';
import type { ChartLine } from './lines.ts';
import { LINEAR } from './scale.ts';

const SCALES: ChartScales = { xKind: 'number', x: LINEAR, y: LINEAR, hasRight: false };

const lineOf = (y: readonly number[], part: Partial<ChartLine> = {}): ChartLine => ({
  id: 'a',
  label: 'a',
  color: '#000',
  dash: [],
  x: Float64Array.from(y, (_value, i) => i),
  y: Float64Array.from(y),
  isOutOfOrder: false,
  ...part,
});

test('without a window all is in sight; a window of x fits y to what it leaves in sight', () => {
  const lines = [lineOf([1, 2, 3, 4, 100])];
  const whole = fitWindow(lines, {}, SCALES);
  expect(whole.x).toEqual([0, 4]);
  expect(whole.y[1]).toBeGreaterThan(100);
  expect(fitWindow(lines, { x: [0, 2] }, SCALES).y[1]).toBeLessThan(10);
  expect(fitWindow(lines, { xMax: 2 }, SCALES).y[1]).toBeLessThan(10);
});

test('a fixed end stays, also where all data lie beyond it', () => {
  const lines = [lineOf([1, 2, 3])];
  expect(fitWindow(lines, { yMin: 0 }, SCALES).y[0]).toBe(0);
  expect(fitWindow(lines, { yMin: 50 }, SCALES).y).toEqual([50, 55]);
  expect(fitWindow(lines, { y: [7, 8], yMin: 0 }, SCALES).y).toEqual([7, 8]);
});

test('lines of the right axis do not stretch the left one, and a filled area keeps zero in sight', () => {
  const lines = [lineOf([1, 2]), lineOf([1000, 2000], { isRight: true })];
  const { y, right } = fitWindow(lines, {}, { ...SCALES, hasRight: true });
  expect(y[1]).toBeLessThan(10);
  expect(right[1]).toBeGreaterThan(2000);
  expect(fitWindow([lineOf([5, 6], { base: Float64Array.of(0, 0) })], {}, SCALES).y[0]).toBeLessThanOrEqual(0);
});
