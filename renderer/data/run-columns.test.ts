import { expect, test } from 'vitest';
import type { ApiValue, ColumnRef } from '#shared/api';
import { categoriesOf, toColumn, toColumnTable } from './run-columns.ts';

const REF: ColumnRef = { kind: 'config', key: 'x' };
const column = (...values: (ApiValue | undefined)[]) => toColumn(REF, values);

test('a column of numbers counts what cannot be drawn, each by its reason', () => {
  const read = column(1, 2.5, 'NaN', '-Infinity', null, undefined, 'oops', '12345678901234567890');
  expect(read.type).toBe('number');
  expect([...read.numbers]).toEqual([1, 2.5, NaN, NaN, NaN, NaN, NaN, 12345678901234567000]);
  expect(read.counts).toEqual({ number: 3, nonFinite: 2, other: 1, none: 1, missing: 1 });
});

test('texts, bools and lists make an axis of names in natural order; null is a name and missing is none', () => {
  const read = column('b10', 'b2', true, null, undefined, [1, 2], 'b2');
  expect(read.type).toBe('category');
  const { names, codes } = categoriesOf(read);
  expect(names).toEqual(['[1,2]', 'b2', 'b10', 'null', 'true']);
  expect([...codes]).toEqual([2, 1, 4, 3, -1, 0, 1]);
});

test('a column without values is empty', () => {
  expect(column(null, undefined).type).toBe('empty');
  expect(column().type).toBe('empty');
});

test('the answer of the host becomes runs and columns, missing apart from null', () => {
  const table = toColumnTable(
    {
      total: 3,
      runs: {
        ids: ['a', 'b'],
        names: ['Anna', 'Bert'],
        states: ['running', 'failed'],
        ordinals: [4, 5],
        colors: [null, '#ff0000'],
      },
      columns: [{ values: [null, null], missing: [1] }],
    },
    [REF],
  );
  expect(table.runs[1]).toEqual({ id: 'b', name: 'Bert', state: 'failed', ordinal: 5, color: '#ff0000' });
  expect(table.columns[0]?.values).toEqual([null, undefined]);
  expect(table.columns[0]?.counts).toMatchObject({ none: 1, missing: 1 });
});
