import { expect, test } from 'vitest';
import { binAt, resample, toColumns, valueSpan } from './columns.ts';

const value = (step: number, values: number[], bins: number[]) => ({
  run: 'r',
  step,
  stepCount: 2,
  value: { _type: 'histogram', values, bins },
  files: [],
  labels: { masks: {}, boxes: {} },
});

test('histograms with other edges at each step are put on common rows without losing values', () => {
  const columns = toColumns([value(0, [2, 2], [0, 1, 2]), value(5, [4], [-2, 2]), { ...value(6, [], []) }]);
  expect(columns.map((column) => [column.step, column.total])).toEqual([
    [0, 4],
    [5, 4],
  ]);
  const span = valueSpan(columns);
  expect(span).toEqual([-2, 2]);
  const [first, second] = columns;
  expect([...resample(first?.item ?? { kind: 'histogram', counts: [], edges: [] }, -2, 2, 4)]).toEqual([
    0, 0, 0.5, 0.5,
  ]);
  expect([...resample(second?.item ?? { kind: 'histogram', counts: [], edges: [] }, -2, 2, 4)]).toEqual([
    0.25, 0.25, 0.25, 0.25,
  ]);
});

test('all values at one place are in one row', () => {
  const item = { kind: 'histogram', counts: [7], edges: [1, 1] } as const;
  expect(valueSpan([{ step: 0, item, total: 7 }])).toEqual([0.5, 1.5]);
  expect([...resample(item, 0.5, 1.5, 2)].reduce((a, b) => a + b)).toBe(1);
});

test('the bin under a value', () => {
  const item = { kind: 'histogram', counts: [1, 2, 3], edges: [0, 1, 2, 4] } as const;
  expect([-1, 0, 0.5, 1, 3, 4, 5].map((at) => binAt(item, at))).toEqual([-1, 0, 0, 1, 2, 2, -1]);
});
