import { expect, test } from 'vitest';
import { decodeVectors, encodeVectors, MOST_VECTOR_LENGTH } from '#shared/api';
import { Problem } from '#shared/errors';
import type { JsonValue } from '#shared/wire';
import { stackTables, type Table } from './columns.ts';
import { vectorColors, vectorLengthOf, vectorsOf } from './vectors.ts';

const all = (table: Table): Uint32Array => Uint32Array.from({ length: table.rowCount }, (_, i) => i);
function listsOf(lists: readonly JsonValue[]): Table {
  return stackTables([{ columns: ['v', 'name'], rows: lists.map((list, i) => [list, `row ${i % 2}`]) }]);
}
function refused(ask: () => unknown): Record<string, unknown> {
  try {
    ask();
  } catch (error) {
    if (error instanceof Problem) return error.details;
  }
  throw new Error('not refused');
}

test('lists become vectors of the most frequent length; the other rows are counted by reason', () => {
  const table = listsOf([[1, 2], [3, 4], null, [5, 6, 7], [8, null], [9, 1e39], 'word', ['NaN', 1], [-1, 0.5], []]);
  const found = vectorsOf(table, all(table), { columns: ['v'], most: 100 });
  expect(found).toMatchObject({ rowCount: 10, length: 2, leftOut: { missing: 3, otherLength: 1, notFinite: 3 } });
  expect([...found.places]).toEqual([0, 1, 8]);
  expect([...found.numbers]).toEqual([1, 2, 3, 4, -1, 0.5]);
  expect(decodeVectors(encodeVectors(found))).toEqual(found);
});

test('matrices of one size are vectors, row after row; lists of boxes are none', () => {
  const table = listsOf([
    [
      [1, 2],
      [3, 4],
    ],
    null,
    [
      [5, 6],
      [7, null],
    ],
    [
      [8, 9],
      [10, 11],
    ],
  ]);
  const found = vectorsOf(table, all(table), { columns: ['v'], most: 100 });
  expect(found).toMatchObject({ length: 4, leftOut: { missing: 1, otherLength: 0, notFinite: 1 } });
  expect([...found.numbers]).toEqual([1, 2, 3, 4, 8, 9, 10, 11]);
  const [matrices] = table.columns;
  expect(matrices === undefined ? undefined : vectorLengthOf(matrices)).toBe(4);
  const [boxes] = listsOf([
    [[1, 2, 3, 4]],
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
    [[9, 9, 9, 9]],
  ]).columns;
  expect(boxes === undefined ? 0 : vectorLengthOf(boxes)).toBeUndefined();
});

test('columns of numbers become vectors in the order they are named', () => {
  const rows = [
    [1, 10],
    [2, null],
    [3, 30],
    [Infinity, 40],
  ];
  const table = stackTables([{ columns: ['a', 'b'], rows }]);
  const found = vectorsOf(table, Uint32Array.from([2, 1, 0, 3]), { columns: ['b', 'a'], most: 100 });
  expect([...found.numbers]).toEqual([30, 3, 10, 1]);
  // Places are those of the order that was asked for.
  expect([...found.places]).toEqual([0, 2]);
  expect(found.leftOut).toEqual({ missing: 1, otherLength: 0, notFinite: 1 });
});

test('too many rows are an even sample, and colours are those of the same rows', () => {
  const table = listsOf(Array.from({ length: 1000 }, (_, i) => [i, i]));
  const wanted = { columns: ['v'], most: 4 };
  const found = vectorsOf(table, all(table), wanted);
  expect([...found.places]).toEqual([0, 250, 500, 750]);
  expect(found.rowCount).toBe(1000);
  const colors = vectorColors(table, all(table), { columns: ['v'], most: 3 }, 'name');
  // Rows 0, 333 and 666.
  expect(colors).toEqual({ series: [{ name: 'row 0' }, { name: 'row 1' }], of: [0, 1, 0] });
  expect(vectorColors(table, all(table), wanted, '').series).toEqual([{ name: '1', source: 0 }]);
});

test('columns of many numbers colour by number', () => {
  const rows = Array.from({ length: 30 }, (_, i) => [[i, 1], i === 3 ? null : i]);
  const table = stackTables([{ columns: ['v', 'score'], rows }]);
  const { values } = vectorColors(table, all(table), { columns: ['v'], most: 100 }, 'score');
  expect(values?.slice(0, 5)).toEqual([0, 1, 2, null, 4]);
});

test('what holds no vectors is refused with the field and the bound', () => {
  const table = listsOf([Array.from({ length: MOST_VECTOR_LENGTH + 1 }, () => 0)]);
  const ask = (columns: string[]) => (): unknown => vectorsOf(table, all(table), { columns, most: 10 });
  expect(refused(ask(['v']))).toMatchObject({ field: 'vectors.columns', expected: 'lists of at most 16,384 numbers' });
  expect(refused(ask(['gone']))).toMatchObject({ expected: 'a column of the table', got: 'gone' });
  expect(refused(ask(['name', 'v']))).toMatchObject({ field: 'vectors.columns', got: 'name' });
});

test('a column is one of vectors when most of its cells are lists of numbers', () => {
  const lengthOf = (...values: JsonValue[]): number | undefined => {
    const [column] = listsOf(values).columns;
    return column === undefined ? undefined : vectorLengthOf(column);
  };
  expect(lengthOf([1, 2, 3], null, [4, 5, 6], [7])).toBe(3);
  expect(lengthOf([1, 2], 'a', { b: 1 })).toBeUndefined();
  expect(lengthOf(['a', 'b'])).toBeUndefined();
  expect(lengthOf(1, 2)).toBeUndefined();
});
