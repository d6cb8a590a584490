import { expect, test } from 'vitest';
import type { ApiValue } from '#shared/api';
import { toColumn } from '#ui/data';
import { toFeatures } from './features.ts';
import { rankFeatures } from './forest.ts';
import { toRows } from './rows.ts';

const column = (key: string, values: readonly (ApiValue | undefined)[]) => toColumn({ kind: 'config', key }, values);
const count = 60;
const at = <T>(make: (i: number) => T): readonly T[] => Array.from({ length: count }, (_, i) => make(i));
/** Spread over 0..1 without order (golden ratio). */
const spread = (i: number, factor = 1): number => (i * factor * 0.618_033_988_75) % 1;

test('what makes the target ranks first, with its sign; what has nothing to do with it ranks low; the same each time', () => {
  const x = Float64Array.from(at((i) => spread(i)));
  const noise = Float64Array.from(at((i) => spread(i, 7.3)));
  const target = Float64Array.from(at((i) => -3 * (x[i] ?? 0)));
  const ranks = rankFeatures([x, noise], target, 1);
  expect(ranks[0]?.importance).toBeGreaterThan(0.8);
  expect(ranks[0]?.correlation).toBeCloseTo(-1, 9);
  expect(Math.abs(ranks[1]?.correlation ?? 1)).toBeLessThan(0.35);
  expect((ranks[0]?.importance ?? 0) + (ranks[1]?.importance ?? 0)).toBeCloseTo(1, 9);
  expect(rankFeatures([x, noise], target, 1)).toEqual(ranks);
});

test('trees see what is no straight line, where correlation sees nothing', () => {
  const x = Float64Array.from(at((i) => i / count - 0.5 + 0.5 / count));
  const target = x.map((value) => value * value);
  const [rank] = rankFeatures([x, Float64Array.from(at((i) => spread(i)))], target, 1);
  expect(rank?.importance).toBeGreaterThan(0.7);
  expect(Math.abs(rank?.correlation ?? 1)).toBeLessThan(1e-9);
});

test('a target that does not vary is explained by nothing', () => {
  const [rank] = rankFeatures([Float64Array.from(at((i) => i))], new Float64Array(count), 1);
  expect(rank).toEqual({ importance: 0, correlation: undefined });
});

test('runs that lack a parameter are taken as one more value', () => {
  const x = Float64Array.from(at((i) => (i % 2 === 0 ? Number.NaN : 3)));
  const target = Float64Array.from(at((i) => (i % 2 === 0 ? 1 : 0)));
  expect(rankFeatures([x, Float64Array.from(at((i) => spread(i)))], target, 1)[0]?.importance).toBeGreaterThan(0.8);
});

test('constants, ids and lists are left out and say so; texts become one column for each name', () => {
  const columns = [
    column(
      'lr',
      at((i) => spread(i)),
    ),
    column(
      'epochs',
      at(() => 10),
    ),
    column(
      'path',
      at((i) => `/data/${i}`),
    ),
    column(
      'layers',
      at((i) => [i]),
    ),
    column(
      'opt',
      at((i) => (i % 3 === 0 ? 'adam' : 'sgd')),
    ),
    column(
      'amp',
      at((i) => i % 2 === 0),
    ),
    column(
      'rare',
      at((i) => (i === 5 ? 1 : undefined)),
    ),
  ];
  const { parameters, features } = toFeatures(columns, { with: [], without: ['amp'] });
  expect(
    Object.fromEntries(parameters.map((one) => [one.key, one.isUsed ? 'used' : (one.reason ?? 'by hand')])),
  ).toEqual({
    lr: 'used',
    epochs: 'constant',
    path: 'unique',
    layers: 'list',
    opt: 'used',
    amp: 'by hand',
    rare: 'absent',
  });
  expect(features.map((one) => one.name)).toEqual(['lr', 'opt = sgd', 'opt = adam']);
  const all = toFeatures(columns, { with: ['path', 'epochs'], without: [] });
  expect(all.features.map((one) => one.key)).toContain('epochs');
  expect(all.features.filter((one) => one.key === 'path')).toHaveLength(20);
});

test('rows are found by all words and sorted as asked, correlation by its strength', () => {
  const features = ['b lr', 'a lr', 'c'].map((name) => ({ name, key: name, values: new Float64Array() }));
  const ranks = [
    { importance: 0.2, correlation: 0.1 },
    { importance: 0.7, correlation: -0.4 },
    { importance: 0.1, correlation: undefined },
  ];
  const names = (sort: 'importance' | 'correlation' | 'name', search = ''): readonly string[] =>
    toRows(features, ranks, sort, search).map((row) => row.name);
  expect(names('importance')).toEqual(['a lr', 'b lr', 'c']);
  expect(names('correlation')).toEqual(['a lr', 'b lr', 'c']);
  expect(names('name', 'LR')).toEqual(['a lr', 'b lr']);
});
