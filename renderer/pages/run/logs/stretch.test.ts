import { expect, test } from 'vitest';
import { mostRows, startAround, stretchOf } from './stretch.ts';

test('a log that fits one list is one stretch', () => {
  expect(stretchOf(0, 800, undefined)).toEqual({ first: 0, count: 0 });
  expect(stretchOf(800, 800, undefined)).toEqual({ first: 0, count: 800 });
  expect(stretchOf(500, 800, 300)).toEqual({ first: 0, count: 500 });
});

test('every row of a longer one is in some stretch, and the end moves on by steps', () => {
  expect(stretchOf(801, 800, undefined)).toEqual({ first: 100, count: 701 });
  expect(stretchOf(900, 800, undefined)).toEqual({ first: 100, count: 800 });
  expect(stretchOf(10_000, 800, 0)).toEqual({ first: 0, count: 800 });
  const middle = stretchOf(10_000, 800, startAround(5000, 800));
  expect(middle).toEqual({ first: 4600, count: 800 });
  expect(stretchOf(10_000, 800, 99_999)).toEqual({ first: 9200, count: 800 });
});

test('larger text leaves room for fewer rows', () => {
  expect(mostRows(20)).toBe(800_000);
  expect(mostRows(40)).toBe(400_000);
});
