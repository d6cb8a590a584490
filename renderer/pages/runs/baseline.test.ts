import { expect, test } from 'vitest';
import { deltaOf, directionOf, type Baseline } from './baseline.ts';
import { describe } from './columns.ts';

const acc = describe({ kind: 'summary', key: 'val/acc' }, 'number');
const loss = describe({ kind: 'metric', key: 'loss', stat: 'min' });
const lr = describe({ kind: 'config', key: 'lr' }, 'number');
const baseline: Baseline = {
  run: 'base',
  numbers: new Map([
    [acc.id, 0.8],
    [loss.id, 0.5],
    [lr.id, 0.1],
  ]),
  directions: {},
};

test('a cell says how far it is from the baseline, and whether that is good', () => {
  expect(deltaOf(baseline, 'a', acc, 0.9)).toEqual({ difference: expect.closeTo(0.1, 9), isBetter: true });
  expect(deltaOf(baseline, 'a', loss, 0.7)).toEqual({ difference: expect.closeTo(0.2, 9), isBetter: false });
  expect(deltaOf(baseline, 'a', lr, 0.2)).toEqual({ difference: 0.1, isBetter: undefined });
});

test('nothing is said of the baseline itself, of equal values, of texts, and without a baseline', () => {
  expect(deltaOf(baseline, 'base', acc, 0.9)).toBeUndefined();
  expect(deltaOf(baseline, 'a', acc, 0.8)).toBeUndefined();
  expect(deltaOf(baseline, 'a', acc, 'NaN')).toBeUndefined();
  expect(deltaOf({ ...baseline, run: '' }, 'a', acc, 0.9)).toBeUndefined();
});

test('what a person set wins over the name', () => {
  expect(directionOf(acc, {})).toBe('max');
  expect(directionOf(acc, { [acc.id]: 'min' })).toBe('min');
  expect(directionOf(lr, {})).toBe('none');
});
