import { expect, test } from 'vitest';
import type { Pen } from '#ui/charts';
import type { TableColumn } from '#shared/api';
import { oneColor, pointColors } from './colors.ts';
import { cloudOnPaper } from './paper.ts';
import { planOf } from './plan.ts';
import { layOnPlane, pointBeside, pointNear, pointToward } from './points.ts';

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

test('from a point one goes to the nearest on a side of it, or by rows, past those that are hidden', () => {
  const laid = Float32Array.from([0, 0, 10, 2, 30, 0, 0, 40, 9, 9.5, 0, 0]);
  const all = (): boolean => true;
  expect(pointToward(laid, 0, [1, 0], all)).toBe(1);
  expect(pointToward(laid, 0, [1, 0], (i) => i !== 1)).toBe(2);
  expect(pointToward(laid, 0, [0, 1], all)).toBe(4);
  expect(pointToward(laid, 3, [0, -1], all)).toBe(4);
  expect(pointToward(laid, 0, [-1, 0], all)).toBeUndefined();
  expect(pointBeside(6, 0, 1, (i) => i > 3)).toBe(4);
  // A point on top of another one is reached by rows.
  expect(pointBeside(6, 4, 1, all)).toBe(5);
  expect(pointBeside(6, 5, 1, all)).toBe(5);
});

test('on paper every shown point is a dot, within its frame, above a legend of those that are shown', () => {
  const drawn: (readonly [number, number])[] = [];
  const words: string[] = [];
  const pen = {
    beginPath: () => undefined,
    arc: (x: number, y: number) => drawn.push([x, y]),
    fill: () => undefined,
    stroke: () => undefined,
    fillText: (text: string) => words.push(text),
    measureText: (text: string) => ({ width: 6 * text.length }),
    rect: () => undefined,
  } as unknown as Pen;
  const answer = { series: [{ name: 'cat' }, { name: 'dog' }], of: [0, 1, 0] };
  const colors = pointColors(answer, 'kind', []);
  const picture = cloudOnPaper([0, 0, 5, 5, 10, 10], colors, new Set(['dog']), 'pets');
  const { width, height } = picture.sizeOf({ width: 400, height: 300 });
  expect([width, height]).toEqual([400, expect.any(Number)]);
  expect(height).toBeGreaterThan(300);
  picture.draw(pen, { width: 400, height: 300 });
  expect(words).toContain('pets');
  expect(words).toContain('cat');
  expect(words).not.toContain('dog');
  const dots = drawn.slice(0, 2);
  expect(dots).toHaveLength(2);
  for (const [x, y] of dots) expect(x > 0 && x < width && y > 0 && y < height).toBe(true);
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
