import { expect, test } from 'vitest';
import { aggregateRuns, medianOf, spreadOf, studentT95, type GroupPoints, type GroupRule } from './group.ts';

const run = (x: readonly number[], values: readonly number[]): GroupPoints => ({
  x: Float64Array.from(x),
  values: Float64Array.from(values),
});
const RUNS = [run([0, 1, 2], [1, 2, 3]), run([0, 1], [3, 6]), run([0, 2], [8, NaN])];
const lay = (part: Partial<GroupRule>, runs: readonly GroupPoints[] = RUNS) =>
  aggregateRuns(runs, { center: 'mean', band: 'minmax', buckets: 100, ...part });

test('centre, band and number of runs at each x, over all runs', () => {
  const columns = lay({});
  expect([...columns.x]).toEqual([0, 1, 2]);
  expect([...columns.value]).toEqual([4, 4, 3]);
  expect([...columns.low]).toEqual([1, 2, 3]);
  expect([...columns.high]).toEqual([8, 6, 3]);
  expect([...columns.members]).toEqual([3, 2, 1]);
  expect([...lay({ center: 'median' }).value]).toEqual([3, 4, 3]);
  expect([...lay({ center: 'max' }).value]).toEqual([8, 6, 3]);
});

// Golden numbers: numpy 2.3 (std with ddof=1), scipy 1.16 (t.ppf(0.975, n - 1)).
test.each([
  ['std', 3.605551275463989],
  ['stderr', 2.0816659994661326],
  ['ci95', 8.956686],
] as const)('the band %s is as numpy and scipy have it', (band, reach) => {
  const { low, high, value } = lay({ band });
  expect((high[0] ?? 0) - (value[0] ?? 0)).toBeCloseTo(reach, 2);
  expect((value[0] ?? 0) - (low[0] ?? 0)).toBeCloseTo(reach, 2);
  expect([low[2], high[2]]).toEqual([3, 3]);
});

// Golden numbers: numpy 2.3, percentile([1, 3, 8], [25, 75]) and ([10, 90]).
test.each([
  ['p25p75', 2, 5.5],
  ['p10p90', 1.4, 7],
] as const)('the band %s is as numpy has it', (band, least, most) => {
  const { low, high } = lay({ band });
  expect(low[0]).toBeCloseTo(least, 12);
  expect(high[0]).toBeCloseTo(most, 12);
});

test('with many points the entries are intervals that stay in place, and no spike is lost', () => {
  const long = (length: number): GroupPoints[] =>
    [0, 1].map((shift) => ({
      x: Float64Array.from({ length }, (_, i) => i),
      values: Float64Array.from({ length }, (_, i) => (i === 777 && shift === 1 ? 1e9 : shift)),
    }));
  const before = lay({ buckets: 50 }, long(10_000));
  const after = lay({ buckets: 50 }, long(10_001));
  expect(before.x.length).toBeLessThanOrEqual(50);
  expect([...after.x].slice(0, 20)).toEqual([...before.x].slice(0, 20));
  expect(Math.max(...before.max)).toBe(1e9);
  expect(before.count.reduce((sum, n) => sum + n, 0)).toBe(20_000);
  expect(new Set(before.members)).toEqual(new Set([2]));
  expect([...lay({ range: { from: 10, to: 12 } }, long(100)).x]).toEqual([10, 11, 12]);
});

test('runs of unequal length and infinities', () => {
  const columns = lay({}, [run([0, 1], [1, Infinity]), run([0], [3])]);
  expect([...columns.members]).toEqual([2, 0]);
  expect(columns.max[1]).toBe(Infinity);
  expect(lay({}, []).x).toHaveLength(0);
});

test('small statistics', () => {
  expect(spreadOf([2])).toEqual({ count: 1, mean: 2, std: 0 });
  expect(spreadOf([])).toMatchObject({ count: 0, mean: NaN });
  expect(medianOf([4, 1, 3, 2])).toBe(2.5);
  expect(studentT95(2)).toBe(12.706);
  expect(studentT95(101)).toBeCloseTo(1.984, 2);
});
