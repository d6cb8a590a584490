import { expect, test } from 'vitest';
import { decodeSeries, encodeSeries, type SeriesLine } from '#shared/api';
import { detachLines, LineCache } from './line-cache.ts';

const line = (length: number): SeriesLine => ({
  request: '0',
  run: { entity: 'e', project: 'p', run: 'r' },
  mode: 'exact',
  facts: { pointCount: length, pointsPerBucket: 1, withoutX: 0, nanCount: 0, infCount: 0, isOutOfOrder: false },
  x: new Float64Array(length),
  value: new Float64Array(length),
});

test('lines last used longest ago are dropped beyond the bound', () => {
  const cache = new LineCache(40_000);
  cache.set('a', line(1000), 0);
  cache.set('b', line(1000), 0);
  cache.get('a');
  cache.set('c', line(1000), 0);
  expect(cache.get('b')).toBeUndefined();
  expect(cache.get('a')).toBeDefined();
  expect(cache.sizeBytes).toBeLessThanOrEqual(40_000);
});

test('one line larger than the bound is kept as long as it is the newest', () => {
  const cache = new LineCache(100);
  cache.set('a', line(1000), 0);
  expect(cache.get('a')).toBeDefined();
  cache.set('b', line(1), 0);
  expect(cache.get('a')).toBeUndefined();
});

test('a detached line does not hold the whole answer', () => {
  const whole = new ArrayBuffer(80_000);
  new Float64Array(whole).set([1, 2, 3, 4]);
  const part = { ...line(0), x: new Float64Array(whole, 0, 2), value: new Float64Array(whole, 16, 2) };
  const [own] = detachLines([part]);
  if (own === undefined) throw new Error('no line');
  expect([[...own.x], own.mode === 'exact' ? [...own.value] : []]).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(own.x.buffer.byteLength).toBe(32);
});

test('a column that lines share stays one, within the answer and apart from it', () => {
  const x = Float64Array.of(0, 1, 2);
  const lines = decodeSeries(
    encodeSeries(
      [1, 2].map((value) => ({
        ...line(3),
        mode: 'exact' as const,
        run: { entity: 'e', project: 'p', run: `r${value}` },
        x: x.slice(),
        value: Float64Array.of(value, value, Number.NaN),
      })),
    ),
  );
  expect(lines[0]?.x).toBe(lines[1]?.x);
  const [first, second] = detachLines(lines);
  expect(first?.x).toBe(second?.x);
  expect([...(first?.x ?? [])]).toEqual([0, 1, 2]);
  expect(first?.x.buffer).not.toBe(lines[0]?.x.buffer);
  expect(lines.map((line) => (line.mode === 'exact' ? [...line.value] : []))).toEqual([
    [1, 1, Number.NaN],
    [2, 2, Number.NaN],
  ]);
});
