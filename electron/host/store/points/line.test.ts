import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonObject, stringifyExtended } from '#shared/wire';
import { type LineData, type LineRequest, readLine } from './index.ts';
import { makePointsTest, type PointsTest } from './test-runs.ts';

function read(points: PointsTest, request: Partial<LineRequest> = {}): LineData {
  const line = readLine(points.store.db, {
    runId: points.runId,
    stream: 'history',
    key: 'loss',
    x: '_step',
    buckets: 100,
    ...request,
  });
  if (line === undefined) throw new Error('no line');
  return line;
}

function bucketsOf(line: LineData): LineData & { readonly mode: 'buckets' } {
  if (line.mode !== 'buckets') throw new Error('expected buckets');
  return line;
}

function fill(points: PointsTest, count: number, row: (step: number) => JsonObject): void {
  const lines = Array.from({ length: count }, (_, step) => stringifyExtended({ _step: step, ...row(step) }));
  // In uneven batches, as clients send them; the tail stays unsealed.
  for (let at = 0; at < count; at += 1_777) points.append(at, lines.slice(at, at + 1_777));
}

test('a line with no more points than buckets comes exact', () => {
  using points = makePointsTest();
  fill(points, 5_000, (step) => (step % 100 === 7 ? { loss: step / 3, _runtime: step * 0.5 } : { other: 1 }));
  const line = read(points);
  expect(line).toMatchObject({ mode: 'exact', facts: { pointCount: 50, pointsPerBucket: 1, withoutX: 0 } });
  expect([...line.x].slice(0, 2)).toEqual([7, 107]);
  expect(line.mode === 'exact' && line.value[1]).toBe(107 / 3);
  expect([...read(points, { x: '_runtime' }).x].slice(0, 2)).toEqual([3.5, 53.5]);
});

test('a spike of one point among many is in the picture at every zoom and on every x', () => {
  using points = makePointsTest();
  fill(points, 60_000, (step) => ({
    loss: step === 43_210 ? 1e9 : Math.sin(step / 500),
    _runtime: step / 8 + 1,
    epoch: step * 2,
  }));
  for (const x of ['_step', '_runtime', 'epoch', 'loss']) {
    for (const buckets of [10, 100, 1_000, 10_000]) {
      const line = bucketsOf(read(points, { x, buckets }));
      expect(Math.max(...line.max), `${x} ${buckets}`).toBe(1e9);
      expect(line.x.length).toBeLessThanOrEqual(buckets);
      expect(line.count.reduce((sum, n) => sum + n, 0)).toBe(60_000);
    }
  }
  const zoomed = read(points, { range: { from: 43_200, to: 43_220 } });
  expect(zoomed).toMatchObject({ mode: 'exact', facts: { pointCount: 21 } });
  expect([...zoomed.x]).toEqual(Array.from({ length: 23 }, (_, i) => 43_199 + i));
});

test('bucket borders stay where they are while the run grows', () => {
  using points = makePointsTest();
  const loss = (step: number): JsonObject => ({ loss: Math.cos(step / 10) });
  fill(points, 20_000, loss);
  const before = bucketsOf(read(points));
  points.append(
    20_000,
    Array.from({ length: 2_000 }, (_, i) => stringifyExtended({ _step: 20_000 + i, ...loss(20_000 + i) })),
  );
  const after = bucketsOf(read(points));
  const whole = before.x.length - 1;
  for (const column of ['x', 'xLast', 'min', 'max', 'first', 'last'] as const) {
    expect(after[column].slice(0, whole), column).toEqual(before[column].slice(0, whole));
  }
  // Sealing changes the order in which numbers are added up, so means agree but for the last bits.
  for (let i = 0; i < whole; i++) expect(after.mean[i]).toBeCloseTo(before.mean[i] ?? Number.NaN, 12);
});

test('NaN and the infinities are counted, kept and never lost in a mean', () => {
  using points = makePointsTest();
  fill(points, 8_192, (step) => ({ loss: step < 128 ? Number.NaN : step === 200 ? Number.POSITIVE_INFINITY : 1 }));
  const line = bucketsOf(read(points, { buckets: 64 }));
  expect(line.facts).toMatchObject({ nanCount: 128, infCount: 1, pointsPerBucket: 128 });
  expect([line.mean[0], line.min[0], line.max[0], line.first[0]]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
  expect([line.mean[1], line.min[1], line.max[1]]).toEqual([1, 1, Number.POSITIVE_INFINITY]);
});

test('points without x are left out and counted; x that goes back is said', () => {
  using points = makePointsTest();
  fill(points, 300, (step) => (step % 3 === 0 ? { loss: step, epoch: 300 - step } : { loss: step }));
  const line = read(points, { x: 'epoch', buckets: 1000 });
  expect(line.facts).toMatchObject({ pointCount: 100, withoutX: 200, isOutOfOrder: true });
  expect([...line.x].slice(0, 3)).toEqual([300, 297, 294]);
  expect(read(points, { x: 'nothing' }).facts).toMatchObject({ pointCount: 0, withoutX: 300 });
  expect(
    readLine(points.store.db, { runId: points.runId, stream: 'history', key: 'nothing', x: '_step', buckets: 10 }),
  ).toBeUndefined();
});

test('smoothing is over exact points also where the line is drawn in buckets', () => {
  using points = makePointsTest();
  fill(points, 10_000, (step) => ({ loss: step % 2 === 0 ? 0 : 2 }));
  const line = read(points, { smoothing: { kind: 'running', strength: 100 } });
  expect(line.mode).toBe('buckets');
  for (const value of line.smooth ?? []) expect(value).toBeCloseTo(1, 1);
});

test('with the width of the chart, the time-weighted EMA of a short line is as that of a long one', () => {
  using short = makePointsTest();
  using long = makePointsTest();
  const loss = (step: number): JsonObject => ({ loss: Math.sin(step / 7) });
  fill(short, 90, loss);
  fill(long, 900, loss);
  const smoothed = (points: PointsTest, span?: number): number[] => {
    const smoothing = { kind: 'time-weighted-ema', strength: 0.9, ...(span === undefined ? {} : { span }) } as const;
    return [...(read(points, { buckets: 1000, smoothing }).smooth ?? [])].slice(0, 90);
  };
  expect(smoothed(short, 899)).toEqual(smoothed(long));
  expect(smoothed(short)).not.toEqual(smoothed(long));
});

test('integers beyond 2^53 are drawn, and read back exactly', () => {
  using points = makePointsTest();
  fill(points, 3, (step) => ({ loss: 2n ** 62n + BigInt(step) }));
  expect(read(points)).toMatchObject({ mode: 'exact', value: Float64Array.of(2 ** 62, 2 ** 62, 2 ** 62) });
  expect(points.rows()[1]?.loss).toBe(2n ** 62n + 1n);
});

test('lines of several writers are one line in order of x', () => {
  using points = makePointsTest();
  points.append(0, ['{"_timestamp":1,"loss":1}', '{"_timestamp":3,"loss":3}'], 'a');
  points.append(0, ['{"_timestamp":2,"loss":2}', '{"_timestamp":4,"loss":4}'], 'b');
  expect(read(points, { x: '_timestamp' })).toMatchObject({ value: Float64Array.of(1, 2, 3, 4) });
});

/** The same line from the rows, by the plain rule: bucket = point number / 2^k. */
function expected(
  rows: readonly { readonly x: number; readonly y: number }[],
  from: number,
  to: number,
  buckets: number,
) {
  const first = rows.findIndex(({ x }) => x >= from);
  const end = rows.findLastIndex(({ x }) => x <= to) + 1;
  const low = Math.max(0, (first < 0 ? rows.length : first) - 1);
  const high = Math.min(rows.length, end + 1);
  if (high - low <= buckets)
    return { x: rows.slice(low, high).map((r) => r.x), y: rows.slice(low, high).map((r) => r.y) };
  return {
    min: Math.min(...rows.slice(low, high).map((r) => r.y)),
    max: Math.max(...rows.slice(low, high).map((r) => r.y)),
    length: high - low,
  };
}

test('property: every level of the pyramid tells the same as the points', () => {
  using points = makePointsTest();
  const y = (step: number): number => Math.sin(step * step) * 1e3;
  fill(points, 30_000, (step) => ({ loss: y(step), ...(step % 7 === 0 ? { rare: y(step) } : {}), t: step / 4 }));
  const rows = Array.from({ length: 30_000 }, (_, step) => ({ step, t: step / 4, y: y(step) }));
  fc.assert(
    fc.property(
      fc.constantFrom('loss', 'rare'),
      fc.constantFrom('_step', 't'),
      fc.nat(30_000),
      fc.nat(30_000),
      // Few buckets are read from the coarse levels, many from the points.
      fc.oneof(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 60, max: 3_000 })),
      (key, xKey, a, length, buckets) => {
        const scale = xKey === 't' ? 0.25 : 1;
        const range = { from: a * scale, to: (a + length) * scale };
        const mine = rows
          .filter(({ step }) => key === 'loss' || step % 7 === 0)
          .map((row) => ({ x: xKey === 't' ? row.t : row.step, y: row.y }));
        const line = read(points, { key, x: xKey, range, buckets });
        const want = expected(mine, range.from, range.to, buckets);
        if (line.mode === 'exact') {
          expect([[...line.x], [...line.value]]).toEqual([want.x, want.y]);
          return;
        }
        expect([Math.min(...line.min), Math.max(...line.max)]).toEqual([want.min, want.max]);
        expect(line.x.length).toBeLessThanOrEqual(buckets);
        expect(line.facts.pointCount).toBe(mine.filter(({ x }) => x >= range.from && x <= range.to).length);
        let at = mine.findIndex(({ x }) => x === line.x[0]);
        for (let i = 0; i < line.x.length; i++) {
          const inside = mine.slice(at, (at += line.count[i] ?? 0));
          const ys = inside.map((row) => row.y);
          expect([
            [line.x[i], line.xLast[i]],
            [line.first[i], line.last[i]],
            [line.min[i], line.max[i]],
          ]).toEqual([
            [inside[0]?.x, inside.at(-1)?.x],
            [ys[0], ys.at(-1)],
            [Math.min(...ys), Math.max(...ys)],
          ]);
          expect(line.mean[i]).toBeCloseTo(ys.reduce((sum, value) => sum + value, 0) / ys.length, 6);
        }
        expect(line.count.reduce((sum, count) => sum + count, 0)).toBe(want.length);
      },
    ),
    { numRuns: 60 },
  );
});
