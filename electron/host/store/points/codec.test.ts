import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeNumbers, decodeTexts, encodeNumbers, encodeTexts, rowAt } from './codec.ts';

const rows = (count: number): fc.Arbitrary<Uint16Array> =>
  fc.oneof(
    fc
      .tuple(fc.nat(100), fc.integer({ min: 1, max: 3 }))
      .map(([first, stride]) => Uint16Array.from({ length: count }, (_, i) => first + i * stride)),
    fc
      .uniqueArray(fc.nat(4095), { minLength: count, maxLength: count })
      .map((list) => Uint16Array.from(list.sort((a, b) => a - b))),
  );

// Families of values that lead to each of the layouts.
const families: readonly ((i: number, noise: number) => number)[] = [
  (_, noise) => noise,
  (i) => i * 0.1,
  (i) => 7 + i * 3,
  () => Number.NaN,
  () => -0,
  (i, noise) => (i % 5 === 0 ? Number.NEGATIVE_INFINITY : noise),
  (i, noise) => 1.7e9 + i * 0.01 + noise * 1e-3,
  (_, noise) => Math.fround(noise),
  (_, noise) => Math.round(noise * 1e4) / 1e4,
  (i, noise) => Math.exp(-i / 100) + noise / 10,
  (i) => (i % 2 === 0 ? Number.MAX_VALUE : 5e-324),
];

test('property: numbers come back bit by bit in every layout', () => {
  const kinds = new Set<number>();
  fc.assert(
    fc.property(
      fc.constantFrom(...families),
      fc
        .integer({ min: 1, max: 700 })
        .chain((count) =>
          fc.tuple(
            rows(count),
            fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: count, maxLength: count }),
          ),
        ),
      fc.boolean(),
      fc.boolean(),
      (family, [at, noise], isSmall, isMonotonic) => {
        const values = Float64Array.from(noise, (n, i) => family(i, n));
        const bytes = encodeNumbers(at, values, { isSmall, isMonotonic });
        kinds.add(bytes[0] ?? -1);
        const points = decodeNumbers(Buffer.concat([Buffer.from([0]), bytes]).subarray(1));
        expect(new BigUint64Array(points.values.slice().buffer)).toEqual(new BigUint64Array(values.slice().buffer));
        expect(Array.from({ length: points.count }, (_, i) => rowAt(points, i))).toEqual([...at]);
      },
    ),
    { numRuns: 300, seed: 7 },
  );
  expect([...kinds].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('property: texts come back as they were', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 300 }),
      fc.boolean(),
      (list, isSmall) => {
        const texts = list.map((text) => JSON.stringify(text));
        const at = Uint16Array.from(texts, (_, i) => i);
        expect(decodeTexts(encodeTexts(at, texts, isSmall)).texts).toEqual(texts);
      },
    ),
  );
});
