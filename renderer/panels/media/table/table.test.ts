import { expect, test } from 'vitest';
import { cellText, exactText } from './cell-text.ts';
import { NEW_TABLE, nextSort, readTableConfig, sparseTableConfig } from './config.ts';

test('a click on a head goes round: ascending, descending, none; Shift keeps the others', () => {
  const up = nextSort([], 'a', false);
  expect(up).toEqual([{ column: 'a', isDescending: false }]);
  const down = nextSort(up, 'a', false);
  expect(down).toEqual([{ column: 'a', isDescending: true }]);
  expect(nextSort(down, 'a', false)).toEqual([]);
  const both = nextSort(down, 'b', true);
  expect(both.map(({ column }) => column)).toEqual(['a', 'b']);
  expect(nextSort(both, 'a', true)).toEqual([{ column: 'b', isDescending: false }]);
  expect(nextSort(both, 'c', false)).toEqual([{ column: 'c', isDescending: false }]);
});

test('settings survive damage, and nothing set is nothing saved', () => {
  expect(readTableConfig('x')).toEqual(NEW_TABLE);
  expect(
    readTableConfig({
      sort: [{ column: 3 }, { column: 'a' }],
      where: [{ column: 'a', op: 'like' }],
      widths: { a: 9, b: 90 },
    }),
  ).toEqual({ ...NEW_TABLE, sort: [{ column: 'a', isDescending: false }], widths: { b: 90 } });
  expect(sparseTableConfig(NEW_TABLE)).toBeUndefined();
  expect(sparseTableConfig({ ...NEW_TABLE, groupBy: 'a' })).toEqual({ version: 1, groupBy: 'a' });
});

test('a projection is saved with the plot; each damaged field of it is as usual', () => {
  const plot = {
    kind: 'projection',
    color: 'label',
    projection: { method: 'umap', columns: ['v', 3], isStandard: true, neighbors: 30, minDist: -1, perplexity: 'x' },
  };
  expect(readTableConfig({ plot }).plot).toEqual({
    kind: 'projection',
    color: 'label',
    projection: { method: 'umap', columns: ['v'], isStandard: true, neighbors: 30 },
  });
  expect(readTableConfig({ plot: { kind: 'projection', projection: [] } }).plot).toEqual({ kind: 'projection' });
});

test('numbers are short in cells and exact on hover', () => {
  expect(cellText(0.123456789)).toBe('0.12346');
  expect(exactText(0.123456789)).toBe('0.123456789');
  expect(cellText([1, 'a'])).toBe('[1,"a"]');
  expect(cellText([0.123456789, { a: 2.000000001 }])).toBe('[0.12346,{"a":2}]');
  expect(exactText([0.123456789])).toBe('[0.123456789]');
  expect(cellText(null)).toBe('');
});
