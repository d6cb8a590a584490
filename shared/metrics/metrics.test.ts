import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BucketReducer,
  bucketOf,
  bucketShift,
  decodeDefinitions,
  definitionFor,
  smooth,
  type SmoothingRule,
} from './index.ts';

const rule = (kind: SmoothingRule['kind'], strength: number): SmoothingRule => ({ kind, strength });
const rounded = (values: Float64Array): number[] => Array.from(values, (value) => Math.round(value * 1e6) / 1e6);
const steps = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i);

test('golden: time-weighted EMA follows the formula of the documentation', () => {
  // weight = sqrt(0.81) = 0.9; x range 1000, so a step of 1 counts as 1: kept = 0.9 ** dx.
  const out = smooth(Float64Array.of(0, 1, 3), Float64Array.of(1, 2, 4), rule('time-weighted-ema', 0.81), 1000);
  const second = (1 * 0.9 + 2) / (1 * 0.9 + 1);
  const third = ((1 * 0.9 + 2) * 0.81 + 4) / ((1 * 0.9 + 1) * 0.81 + 1);
  expect(rounded(out)).toEqual(rounded(Float64Array.of(1, second, third)));
});

test('golden: EMA is debiased', () => {
  expect(rounded(smooth(steps(3), Float64Array.of(1, 2, 3), rule('ema', 0.5), 2))).toEqual([1, 1.666667, 2.428571]);
});

test('golden: running average is centred and shrinks at the ends', () => {
  expect(rounded(smooth(steps(5), Float64Array.of(1, 2, 3, 4, 50), rule('running', 3), 4))).toEqual([
    1.5, 2, 3, 19, 27,
  ]);
});

test('golden: gaussian', () => {
  const spike = Float64Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
  const out = smooth(steps(11), spike, rule('gaussian', 1), 10);
  expect(out[5]).toBeCloseTo(0.398942, 4);
  expect(out[4]).toBeCloseTo(0.241971, 4);
  expect(out[4]).toBe(out[6]);
});

test('a wide gaussian, made of running averages, comes within a tenth of the kernel', () => {
  const spike = new Float64Array(401);
  spike[200] = 1;
  const out = smooth(steps(401), spike, rule('gaussian', 20), 400);
  const kernel = (distance: number): number => Math.exp(-(distance ** 2) / 800) / (20 * Math.sqrt(2 * Math.PI));
  for (const distance of [0, 10, 20, 30]) {
    expect((out[200 + distance] ?? 0) / kernel(distance)).toBeGreaterThan(0.9);
    expect((out[200 + distance] ?? 0) / kernel(distance)).toBeLessThan(1.1);
  }
});

const kinds = fc.oneof(
  fc.record({
    kind: fc.constantFrom('time-weighted-ema' as const, 'ema' as const),
    strength: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
  fc.record({
    kind: fc.constantFrom('running' as const, 'gaussian' as const),
    strength: fc.integer({ min: 1, max: 10_000 }),
  }),
  fc.constant(rule('none', 0)),
);

test('property: a constant stays, results lie within the data, gaps stay where they are', () => {
  fc.assert(
    fc.property(
      kinds,
      fc.array(
        fc.oneof(
          { weight: 5, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
          { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
        ),
        { minLength: 1, maxLength: 200 },
      ),
      (how, list) => {
        const values = Float64Array.from(list);
        const finite = list.filter(Number.isFinite);
        const out = smooth(steps(list.length), values, how, list.length);
        out.forEach((value, i) => {
          if (!Number.isFinite(list[i])) return expect(value).toBe(list[i]);
          expect(value).toBeGreaterThanOrEqual(Math.min(...finite) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...finite) + 1e-6);
        });
        const constant = smooth(
          steps(list.length),
          values.map(() => 3),
          how,
          list.length,
        );
        for (const value of constant) expect(value).toBeCloseTo(3, 9);
      },
    ),
  );
});

test('property: a spike does not pull values before it (EMA kinds)', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('time-weighted-ema' as const, 'ema' as const),
      fc.integer({ min: 1, max: 99 }),
      (kind, at) => {
        const values = Float64Array.from({ length: 100 }, (_, i) => Math.sin(i));
        const spiked = values.slice();
        spiked[at] = 1e9;
        const [plain, pulled] = [values, spiked].map((y) => smooth(steps(100), y, rule(kind, 0.95), 99));
        expect(pulled?.slice(0, at)).toEqual(plain?.slice(0, at));
      },
    ),
  );
});

test('property: buckets hold every point once and keep first, last, minimum, maximum', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double(), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(1000),
      (values, buckets, from) => {
        const to = from + values.length;
        const shift = bucketShift(from, to, buckets);
        const first = bucketOf(from, shift);
        const reducer = new BucketReducer(first, bucketOf(to - 1, shift) - first + 1);
        values.forEach((value, i) => reducer.addPoint(bucketOf(from + i, shift), from + i, value));
        const columns = reducer.finish();
        expect(columns.x.length).toBeLessThanOrEqual(buckets);
        for (let i = 0; i < columns.x.length; i++) {
          const inside = values.filter(
            (_, k) => k + from >= (columns.x[i] ?? 0) && k + from <= (columns.xLast[i] ?? 0),
          );
          const numbers = inside.filter((value) => !Number.isNaN(value));
          expect(columns.count[i]).toBe(inside.length);
          expect(columns.min[i]).toBe(numbers.length === 0 ? Number.NaN : numbers.reduce((a, b) => (b < a ? b : a)));
          expect(columns.max[i]).toBe(numbers.length === 0 ? Number.NaN : numbers.reduce((a, b) => (b > a ? b : a)));
          expect(columns.first[i]).toBe(numbers[0] ?? Number.NaN);
          expect(columns.last[i]).toBe(numbers.at(-1) ?? Number.NaN);
        }
      },
    ),
  );
});

// Recorded from wandb 0.31.0, protocol 8.4.
const RECORDED = JSON.parse(
  '[{"1":"custom_step","6":[3],"7":[]},{"1":"loss","6":[3,2],"7":[1,2,3,5,8]},{"1":"nosum","6":[3],"7":[6]},{"1":"epochy","5":5,"6":[1,3],"7":[]},{"1":"epoch","6":[],"7":[]},{"2":"train/*","5":1,"6":[1],"7":[]},{"1":"a\\\\.b","5":1,"6":[3]}]',
) as unknown;

test('golden: define_metric as the client records it', () => {
  const definitions = decodeDefinitions(RECORDED);
  expect(definitionFor(definitions, 'loss')).toEqual({
    name: 'loss',
    isGlob: false,
    isHidden: true,
    isExplicit: true,
    summary: ['min', 'max', 'mean', 'last', 'first'],
  });
  expect(definitionFor(definitions, 'epochy')?.stepMetric).toBe('epoch');
  expect(definitionFor(definitions, 'epoch')?.isExplicit).toBe(false);
  expect(definitionFor(definitions, 'nosum')?.summary).toEqual(['none']);
  expect(definitionFor(definitions, 'train/loss')?.stepMetric).toBe('custom_step');
  expect(definitionFor(definitions, 'a.b')?.stepMetric).toBe('custom_step');
  expect(definitionFor(definitions, 'valid/loss')).toBeUndefined();
});

test('patterns: the longest wins, internal keys and the step metric fit none', () => {
  const definitions = decodeDefinitions([{ 2: '*', 5: 3 }, { 2: 'val/*', 5: 4 }, { 1: 'epoch' }, { 1: 'val/step' }]);
  expect(definitionFor(definitions, 'loss')?.stepMetric).toBe('epoch');
  expect(definitionFor(definitions, 'val/loss')?.stepMetric).toBe('val/step');
  expect(definitionFor(definitions, '_runtime')).toBeUndefined();
  expect(definitionFor(definitions, 'epoch')?.isGlob).toBe(false);
});

test('nonsense in the document is left out, never thrown', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void decodeDefinitions(value)));
  expect(decodeDefinitions([null, 3, {}, { 1: '' }, { 1: 'x', 5: 99, 6: 'no', 7: [77] }])).toEqual([
    { name: 'x', isGlob: false, isHidden: false, isExplicit: false, summary: [] },
  ]);
});
