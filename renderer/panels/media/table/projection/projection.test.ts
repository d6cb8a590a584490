import { expect, test } from 'vitest';
import type { TableColumn } from '#shared/api';
import { oneColor, pointColors } from './colors.ts';
import { planOf } from './plan.ts';
import { layOnPlane, pointNear } from './points.ts';

function column(name: string, type: TableColumn['type'], more: Partial<TableColumn> = {}): TableColumn {
  return { name, type, stats: { missing: 0 }, ...more };
}
const VECTOR = column('embedding', 'mixed', { vector: 64 });
const NUMBERS = [column('a', 'number'), column('b', 'number'), column('gap', 'number', { stats: { missing: 3 } })];

test('vectors are taken before numbers, and of numbers those that every row has', () => {
  const usual = planOf({}, [column('word', 'text'), ...NUMBERS, VECTOR]);
  expect(usual).toMatchObject({ columns: ['embedding'], isVector: true, most: 50_000 });
  expect(usual?.task).toMatchObject({ method: 'pca', isStandard: false });
  const numbers = planOf({ method: 'tsne' }, NUMBERS);
  expect(numbers).toMatchObject({ columns: ['a', 'b'], isVector: false, most: 5000 });
  expect(numbers?.task).toMatchObject({ isStandard: true, perplexity: 30 });
  expect(planOf({ columns: ['gap', 'a', 'gone'] }, [...NUMBERS, VECTOR])?.columns).toEqual(['a', 'gap']);
  expect(planOf({ columns: ['gone'] }, [...NUMBERS, VECTOR])?.columns).toEqual(['embedding']);
});

test('a table of words, or of one number, has no projection', () => {
  expect(planOf({}, [column('word', 'text'), column('n', 'number')])).toBeUndefined();
});

test('points lie on the plane with equal axes, y upwards, and equal ones in the middle', () => {
  expect([...layOnPlane([0, 0, 10, 10], { width: 200, height: 100 })]).toEqual([55, 95, 145, 5]);
  expect([...layOnPlane([3, 7, 3, 7], { width: 200, height: 100 })]).toEqual([100, 50, 100, 50]);
});

test('the nearest shown point within reach is found', () => {
  const laid = Float32Array.from([0, 0, 10, 0, 100, 100]);
  expect(pointNear(laid, 6, 0, 10, () => true)).toBe(1);
  expect(pointNear(laid, 6, 0, 10, (i) => i !== 1)).toBe(0);
  expect(pointNear(laid, 50, 50, 10, () => true)).toBeUndefined();
});

test('colours are of runs, of values, or from low to high; what has no value is grey', () => {
  const names = [
    { label: 'one', color: 'red' },
    { label: 'one', color: 'blue' },
  ];
  const series = [0, 1].map((source) => ({ name: String(source + 1), source }));
  expect(pointColors({ series, of: [0, 1] }, '', names)).toMatchObject({
    palette: ['red', 'blue'],
    names: ['one', 'one (2)'],
  });
  const words = pointColors({ series: [{ name: '' }, { name: 'cat' }], of: [1, 0] }, 'kind', names);
  expect(words.palette[0]).toBe('var(--text-3)');
  expect(words.legend).toMatchObject({ kind: 'names', label: 'kind' });
  const ramp = pointColors({ series: [{ name: '' }], of: [0, 0, 0], values: [4, null, 2] }, 'score', names);
  expect(Array.from(ramp.of)).toEqual([63, 64, 0]);
  expect(ramp.legend).toMatchObject({ kind: 'ramp', min: 2, max: 4 });
  expect(oneColor(2).of).toHaveLength(2);
});
