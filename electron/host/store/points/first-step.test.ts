import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringifyExtended } from '#shared/wire';
import { firstStepOf, LineReader, metricsOf, truncateStream } from './index.ts';
import { makePointsTest, type PointsTest } from './test-runs.ts';

/** Steps of the lowest and the highest loss, as the store knows those values. */
function ends(points: PointsTest): readonly [number | undefined, number | undefined] {
  const { db } = points.store;
  const info = metricsOf(db, points.runId, 'history').find(({ name }) => name === 'loss');
  const stepOf = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : firstStepOf(new LineReader(db), points.runId, 'loss', value);
  return [stepOf(info?.min), stepOf(info?.max)];
}

test('the step of an extreme is that of its first point, in sealed spans and in the tail', () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Number.NaN, Infinity, -Infinity, undefined));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 4_500 }), (values, gap) => {
      using points = makePointsTest();
      // Spread over several spans: a chunk ends after 4,096 lines.
      const rows = Array.from({ length: Math.min(13_000, values.length * gap) }, (_, i) => {
        const loss = i % gap === 0 ? values[i / gap] : undefined;
        return loss === undefined ? { _step: i * 2, other: 1 } : { _step: i * 2, other: 1, loss };
      });
      const lines = rows.map((row) => stringifyExtended(row));
      for (let at = 0; at < lines.length; at += 1_777) points.append(at, lines.slice(at, at + 1_777));
      const losses = rows.flatMap((row) =>
        row.loss !== undefined && !Number.isNaN(row.loss) ? [{ step: row._step, loss: row.loss }] : [],
      );
      const first = (end: number): number | undefined => losses.find(({ loss }) => loss === end)?.step;
      const numbers = losses.map(({ loss }) => loss);
      expect(ends(points)).toEqual([first(Math.min(...numbers)), first(Math.max(...numbers))]);
    }),
    { numRuns: 12 },
  );
});

test('a rewind that takes the best away leaves the best of what stays', () => {
  using points = makePointsTest();
  const lines = Array.from({ length: 9_000 }, (_, step) =>
    stringifyExtended({ _step: step, loss: step === 8_500 ? -5 : step === 4_200 || step === 4_300 ? -1 : 1 }),
  );
  points.append(0, lines);
  expect(ends(points)).toEqual([8_500, 0]);
  const stream = points.stream();
  points.store.write((ctx) => truncateStream(ctx, stream, 8_000));
  expect(ends(points)).toEqual([4_200, 0]);
  points.append(8_001, [stringifyExtended({ _step: 8_001, loss: -7 })]);
  expect(ends(points)).toEqual([8_001, 0]);
});

test('a point on a line without a step has none', () => {
  using points = makePointsTest();
  points.append(0, ['{"_step": 4, "other": 1}', '{"loss": 1}']);
  expect(ends(points)).toEqual([undefined, undefined]);
});
