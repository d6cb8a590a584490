import { expect, test } from 'vitest';
import {
  countNotPositive,
  countOutliers,
  indexAt,
  drawable,
  padRange,
  percentileExtent,
  xExtent,
  yExtent,
  type ChartLine,
} from './lines.ts';
import { makeProjection } from './projection.ts';
import { fillTip, readAt, snapX, windowAround } from './reading.ts';
import { LINEAR, type ScaleRule } from './scale.ts';

const LOG: ScaleRule = { kind: 'log', linearWidth: 1 };

const line = (id: string, x: readonly number[], y: readonly number[], part: Partial<ChartLine> = {}): ChartLine => ({
  id,
  label: id,
  color: '#000',
  dash: [],
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  isOutOfOrder: false,
  ...part,
});

test('every line says its value at the cursor, highest first, NaN last', () => {
  const lines = [
    line('a', [0, 10, 20], [1, 2, 3]),
    line('b', [0, 10, 20], [5, 6, NaN]),
    line('c', [0, 10, 20], [0, 9, 1]),
  ];
  expect(readAt(lines, 10, 1).map((one) => [one.id, one.value])).toEqual([
    ['c', 9],
    ['b', 6],
    ['a', 2],
  ]);
  expect(readAt(lines, 20, 1).map((one) => one.id)).toEqual(['a', 'c', 'b']);
});

test('a line says nothing beyond its own end, and says where its point is when it is elsewhere', () => {
  const lines = [line('short', [0, 10], [1, 2]), line('long', [0, 50, 100], [1, 2, 3])];
  expect(readAt(lines, 90, 5).map((one) => [one.id, one.x])).toEqual([['long', 100]]);
  expect(readAt(lines, 13, 5).map((one) => one.id)).toContain('short');
});

test('a bucket answers for every x that lies in it', () => {
  const bucketed = line('a', [0, 10], [1, 2], {
    xLast: Float64Array.of(8, 19),
    low: Float64Array.of(0, 1),
    high: Float64Array.of(3, 4),
    count: Float64Array.of(9, 10),
  });
  expect(indexAt(bucketed, 7.9)).toBe(0);
  expect(indexAt(bucketed, 19)).toBe(1);
  expect(readAt([bucketed], 5, 1)[0]).toMatchObject({ value: 1, low: 0, high: 3, count: 9, x: 0, xEnd: 8 });
});

test('the cursor snaps to the nearest point of any line', () => {
  expect(snapX([line('a', [0, 10], [1, 1]), line('b', [7], [1])], 6)).toBe(7);
  expect(snapX([], 6)).toBeUndefined();
});

test('lines that go back in x are searched as a whole', () => {
  expect(indexAt(line('a', [0, 10, 3, 8], [1, 2, 3, 4], { isOutOfOrder: true }), 3.2)).toBe(2);
});

test('long lists are cut around the line that matters', () => {
  const rows = Array.from({ length: 30 }, (_, i) => i);
  expect(windowAround(rows, 15, 10)).toEqual({ rows: rows.slice(10, 20), above: 10, below: 10 });
  expect(windowAround(rows, 0, 10)).toMatchObject({ above: 0, below: 20 });
  expect(windowAround(rows, 29, 10)).toMatchObject({ above: 20, below: 0 });
  expect(windowAround([1, 2], 0, 10)).toEqual({ rows: [1, 2], above: 0, below: 0 });
});

test('ranges fit what is drawn: envelopes count, infinities and what a log scale cannot show do not', () => {
  const spiky = line('a', [1, 2, 3], [1, 2, Infinity], {
    low: Float64Array.of(0.5, -1, 2),
    high: Float64Array.of(1, 90, 3),
  });
  expect(yExtent([spiky], undefined, LINEAR)).toEqual([-1, 90]);
  expect(yExtent([spiky], [2.5, 4], LINEAR)).toEqual([2, 3]);
  expect(yExtent([spiky], undefined, LOG)).toEqual([0.5, 90]);
  expect(countNotPositive([spiky])).toBe(1);
  expect(xExtent([line('a', [0, 5], [1, 1])], LOG)).toEqual([5, 5]);
  expect(xExtent([], LINEAR)).toBeUndefined();
});

test('a single value gets room around it', () => {
  expect(padRange([0, 0], LINEAR)).toEqual([-1, 1]);
  expect(padRange([10, 10], LOG)).toEqual([5, 20]);
  // A constant that was smoothed differs from itself by rounding.
  expect(padRange([2.9999999999999996, 3.0000000000000004], LINEAR)[1]).toBeCloseTo(3.3);
  expect(padRange([1.795e9, 1.795e9 + 60], LINEAR)[1]).toBeLessThan(1.795e9 + 100);
  const [low, high] = drawable([3, 3.0000000000000004]);
  expect(high - low).toBeGreaterThan(1e-12);
  expect(drawable([0, 1])).toEqual([0, 1]);
});

test('projection goes there and back, linear and log, and has no place for log of zero', () => {
  const linear = makeProjection([0, 10], 100, LINEAR, true);
  expect(linear.toPx(10)).toBe(0);
  expect(linear.toValue(100)).toBe(0);
  const log = makeProjection([1, 100], 200, LOG, false);
  expect(log.toPx(10)).toBe(100);
  expect(log.toValue(200)).toBeCloseTo(100);
  expect(log.toPx(0)).toBeNaN();
});

test('symlog shows both signs and zero, evenly on both sides', () => {
  const rule: ScaleRule = { kind: 'symlog', linearWidth: 0.1 };
  const y = makeProjection([-1000, 1000], 200, rule, true);
  expect(y.toPx(0)).toBeCloseTo(100);
  expect(y.toPx(1000)).toBeCloseTo(0);
  expect(y.toValue(y.toPx(-37))).toBeCloseTo(-37);
  expect(100 - y.toPx(0.1)).toBeLessThan(100 - y.toPx(10));
  expect(padRange([-10, 10], rule)[1]).toBeGreaterThan(10);
});

test('outliers are left aside by percentile and counted', () => {
  const values = Array.from({ length: 101 }, (_, i) => i);
  const spiky = line('a', values, [...values.slice(0, 100), 1e9]);
  expect(percentileExtent([spiky], undefined, LINEAR)).toEqual([5, 95]);
  expect(countOutliers([spiky])).toBe(10);
});

test('a tip is filled with what the point says; lines behind are silent', () => {
  const around = (by: number) => Float64Array.of(4 + by, 5 + by);
  const part = { tip: '${y} ±${stddev}, ${percent}', isStdBand: true, low: around(-1), high: around(1) };
  const [one] = readAt([line('a', [0, 1], [4, 5], part)], 1, 1);
  if (one === undefined) throw new Error('no reading');
  expect(fillTip(one, [one, { ...one, value: one.value * 3 }], '1')).toBe('5 ±1, 25 %');
  expect(readAt([line('a', [0, 1], [4, 5], { isBehind: true })], 1, 1)).toEqual([]);
});
