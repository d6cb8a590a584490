import type { JsonValue } from '#shared/wire';
import { expect, test } from 'vitest';
import { filterRows, orderRows } from './match.ts';

type Row = Readonly<Record<string, JsonValue>>;

const ROWS: readonly Row[] = [
  { name: 'a', size: 1, tags: ['x', 'y'] },
  { name: 'b', size: 10, tags: [] },
  { name: 'c', note: 'size' },
];
const read = (row: Row, field: string): JsonValue | undefined => row[field];
const names = (filter: object): unknown[] => filterRows(ROWS, JSON.stringify(filter), read).map((row) => row.name);

test.each([
  [{}, ['a', 'b', 'c']],
  [{ name: 'a' }, ['a']],
  [{ tags: 'x' }, ['a']],
  [{ tags: { $all: ['x', 'y'] } }, ['a']],
  [{ size: { $gt: 1 } }, ['b']],
  [{ size: { $gte: 1, $lt: 10 } }, ['a']],
  [{ size: { $ne: 1 } }, ['b', 'c']],
  [{ size: { $nin: [1] } }, ['b', 'c']],
  [{ size: { $exists: false } }, ['c']],
  [{ name: { $regex: '^[bc]$' } }, ['b', 'c']],
  [{ $or: [{ name: 'a' }, { size: { $gt: 5 } }] }, ['a', 'b']],
  [{ $nor: [{ name: 'a' }, { name: 'b' }] }, ['c']],
  [{ size: { $not: { $gt: 5 } } }, ['a', 'c']],
  [{ size: '1' }, []],
])('%j lets %j through', (filter, expected) => {
  expect(names(filter)).toEqual(expected);
});

test('an operator that is not known is named', () => {
  expect(() => names({ size: { $near: 1 } })).toThrow('size.$near');
  expect(() => filterRows(ROWS, '[1]', read)).toThrow('filters');
});

test('rows without the ordered value come last in both directions', () => {
  expect(orderRows(ROWS, '+size', read).map((row) => row.name)).toEqual(['a', 'b', 'c']);
  expect(orderRows(ROWS, '-size', read).map((row) => row.name)).toEqual(['b', 'a', 'c']);
});
