import { expect, test } from 'vitest';
import type { TableJoin, TablePlot } from '#shared/api';
import type { JsonValue } from '#shared/wire';
import { cellOf, stackTables, type RawTable, type Table } from './columns.ts';
import { deriveColumns } from './derive.ts';
import { filterRows } from './filter.ts';
import { differencesOf, joinTable } from './join.ts';
import { plotTable } from './plot.ts';
import { sortRows } from './sort.ts';

function tableOf(columns: string[], rows: JsonValue[][]): Table {
  return stackTables([{ columns, rows }]);
}
const all = (table: Table): Uint32Array => Uint32Array.from({ length: table.rowCount }, (_, i) => i);
const rowsOf = (table: Table): JsonValue[][] =>
  Array.from({ length: table.rowCount }, (_, row) => table.columns.map((column) => cellOf(column, row)));
const OUTER: TableJoin = { column: '', how: 'outer', isDifferentOnly: false };

test('computed columns are typed, sorted and filtered like others; a fault costs its own column only', () => {
  const base = tableOf(
    ['n', 't'],
    [
      [1, 'b'],
      [3, 'a'],
      [null, 'c'],
    ],
  );
  const { table, faults } = deriveColumns(base, [
    { name: 'double', formula: 'n * 2' },
    { name: 'more', formula: 'double + 1' },
    { name: 'word', formula: 't + "!"' },
    { name: 'is', formula: 'n > 2' },
    { name: 'bad', formula: 't * 2' },
    { name: 'n', formula: '1' },
  ]);
  expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
    ['n', 'number'],
    ['t', 'text'],
    ['double', 'number'],
    ['more', 'number'],
    ['word', 'text'],
    ['is', 'boolean'],
    ['bad', 'text'],
  ]);
  expect(rowsOf(table)[1]).toEqual([3, 'a', 6, 7, 'a!', true, null]);
  expect(rowsOf(table)[2]).toEqual([null, 'c', null, null, 'c!', null, null]);
  expect(faults).toEqual([
    { name: 'bad', reason: '* takes a number, and “t” is a text' },
    { name: 'n', reason: 'another column has this name' },
  ]);
  const more = table.columns[3];
  expect(more === undefined ? [] : [...sortRows(all(table), more, true)]).toEqual([1, 0, 2]);
  expect([...filterRows(table, [{ column: 'word', op: '=', value: 'b!' }], '')]).toEqual([0]);
});

const A: RawTable = {
  columns: ['id', 'score', 'pic'],
  rows: [
    [1, 0.5, { _type: 'image-file', path: 'a/1', sha256: 'x' }],
    [2, 0.6, null],
    [2, 0.7, null],
  ],
};
const B: RawTable = {
  columns: ['id', 'score', 'pic', 'new'],
  rows: [
    [2, 0.6, null, 'n'],
    [1, 0.9, { _type: 'image-file', path: 'b/1', sha256: 'x' }, 'm'],
    [7, 0, null, null],
  ],
};

test('rows meet by a key, repeated keys in their turn; unlike cells are known, equal media are equal', () => {
  const joined = joinTable(stackTables([A, B]), OUTER);
  expect(joined.column).toBe('id');
  expect(joined.choices).toEqual(['id', 'score', 'new']);
  expect(joined.table.columns.map(({ name }) => name)).toEqual(['id', 'score@1', 'score@2', 'pic@1', 'pic@2', 'new@2']);
  expect(rowsOf(joined.table).map((row) => row.slice(0, 3))).toEqual([
    [1, 0.5, 0.9],
    [2, 0.6, 0.6],
    [2, 0.7, null],
    [7, null, 0],
  ]);
  expect(differencesOf(joined, 0)).toEqual([2, 5]);
  expect(joined.origins[2]).toEqual({ source: 1, base: 'score' });
  const inner = joinTable(stackTables([A, B]), { column: 'id', how: 'inner', isDifferentOnly: false });
  expect(inner.table.rowCount).toBe(2);
  const same = joinTable(stackTables([A, A]), { ...OUTER, isDifferentOnly: true });
  expect(same.table.rowCount).toBe(0);
  expect(() => joinTable(stackTables([A, B]), { ...OUTER, column: 'no' })).toThrow('a column of the table');
});

const plotOf = (table: Table, plot: TablePlot) => plotTable(table, all(table), plot);

test('a histogram counts every row once, by series, and whole numbers have a bin each', () => {
  const table = tableOf(
    ['n', 't'],
    [
      [0, 'a'],
      [0, 'b'],
      [2, 'a'],
      [null, 'a'],
      [Infinity, 'a'],
    ],
  );
  const answer = plotOf(table, { kind: 'histogram', x: 'n', color: 't' });
  expect(answer).toMatchObject({ form: 'bins', rowCount: 3, leftOut: 2, series: [{ name: 'a' }, { name: 'b' }] });
  expect(answer.marks).toEqual([
    { series: 0, x: -0.5, x2: 0.5, y: 1, count: 1 },
    { series: 0, x: 1.5, x2: 2.5, y: 1, count: 1 },
    { series: 1, x: -0.5, x2: 0.5, y: 1, count: 1 },
  ]);
  expect(plotOf(table, { kind: 'histogram', x: 't' }).marks.map(({ x, y }) => [x, y])).toEqual([
    ['a', 4],
    ['b', 1],
  ]);
});

test('bars have the mean of their rows; the rarest beyond forty are counted, not drawn', () => {
  const table = tableOf(
    ['t', 'n'],
    Array.from({ length: 101 }, (_, i) => [`v${i % 50}`, i]),
  );
  const answer = plotOf(table, { kind: 'bar', x: 't', y: 'n', aggregate: 'mean' });
  expect([answer.marks.length, answer.moreBars, answer.rowCount]).toEqual([40, 10, 101]);
  expect(answer.marks[0]).toEqual({ series: 0, x: 'v0', y: 50, count: 3 });
});

test('few rows are points, many are counted by place, and the counts hold every row', () => {
  const rows = Array.from({ length: 20_000 }, (_, i): JsonValue[] => [i % 200, Math.floor(i / 200), i % 3, i]);
  const table = tableOf(['x', 'y', 'c', 'v'], rows);
  const answer = plotOf(table, { kind: 'scatter', x: 'x', y: 'y', color: 'c' });
  expect(answer.form).toBe('parts');
  expect(answer.series.map(({ name }) => name)).toEqual(['0', '1', '2']);
  expect(answer.marks.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  expect(answer.marks.length).toBeLessThanOrEqual(96 * 64);
  const few = plotTable(table, all(table).subarray(0, 100), { kind: 'scatter', x: 'x', y: 'y', color: 'v' });
  expect([few.form, few.marks.length, few.marks[5]?.value]).toEqual(['points', 100, 5]);
  expect(() => plotOf(table, { kind: 'scatter', x: 'x', y: 'no' })).toThrow('a column of the table');
});

test('a line goes by x, means rows of the same x, and keeps its peaks when it is thinned', () => {
  const table = tableOf(
    ['x', 'y'],
    [
      [2, 1],
      [1, 4],
      [1, 6],
      [null, 3],
    ],
  );
  const { marks, leftOut } = plotOf(table, { kind: 'line', x: 'x', y: 'y' });
  expect(marks.map(({ x, y, count }) => [x, y, count])).toEqual([
    [1, 5, 2],
    [2, 1, 1],
  ]);
  expect(leftOut).toBe(1);
  const long = tableOf(
    ['x', 'y'],
    Array.from({ length: 50_000 }, (_, i) => [i, i === 31_234 ? 99 : Math.sin(i)]),
  );
  const thin = plotOf(long, { kind: 'line', x: 'x', y: 'y' }).marks;
  expect(thin.length).toBeLessThanOrEqual(1002);
  expect(thin.some(({ x, y }) => x === 31_234 && y === 99)).toBe(true);
});

test('ten thousand columns, no rows, rows without cells: nothing is lost and nothing breaks', () => {
  const columns = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
  const wide = stackTables([{ columns, rows: [columns.map((_, i) => i), [], [1]] }]);
  expect([wide.columns.length, wide.rowCount]).toEqual([10_000, 3]);
  const last = wide.columns.at(-1);
  expect(last === undefined ? undefined : [0, 1].map((row) => cellOf(last, row))).toEqual([9999, null]);
  const empty = tableOf(['a'], []);
  expect(plotOf(empty, { kind: 'histogram', x: 'a' }).marks).toEqual([]);
  expect(joinTable(stackTables([{ columns: ['a'], rows: [] }, A]), { ...OUTER, column: 'a' }).table.rowCount).toBe(0);
  expect(deriveColumns(empty, [{ name: 'b', formula: 'a' }]).table.columns[1]).toMatchObject({
    name: 'b',
    type: 'text',
  });
});
