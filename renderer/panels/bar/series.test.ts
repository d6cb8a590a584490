import { expect, test } from 'vitest';
import type { ApiValue, ColumnRef } from '#shared/api';
import { toColumn } from '#ui/data';
import type { VisibleColumns } from '../columns/use-visible-columns.ts';
import { NEW_BAR, readBarConfig, sparseBarConfig, type BarConfig } from './config.ts';
import { toBars } from './series.ts';

const ref = (key: string): ColumnRef => ({ kind: 'config', key });

function data(columns: Readonly<Record<string, readonly (ApiValue | undefined)[]>>): VisibleColumns {
  const count = Object.values(columns)[0]?.length ?? 0;
  return {
    runs: Array.from({ length: count }, (_, i) => ({
      id: `r${i}`,
      label: `Run ${i}`,
      color: `var(--run-${i})`,
      isLive: false,
      isBaseline: i === 0,
      group: i < 2 ? 'g' : undefined,
    })),
    columns: Object.entries(columns).map(([key, values]) => toColumn(ref(key), values)),
    leftOutCount: 0,
  };
}
const config = (part: Partial<BarConfig>): BarConfig => ({ ...NEW_BAR, ...part });

test('each run has a bar, highest first, and what has no number is counted by reason', () => {
  const bars = toBars(data({ acc: [0.5, 0.9, 'oops', undefined, 'NaN', 0.7] }), NEW_BAR, undefined);
  expect(bars?.bars.map((bar) => [bar.label, bar.center])).toEqual([
    ['Run 1', 0.9],
    ['Run 5', 0.7],
    ['Run 0', 0.5],
  ]);
  expect(bars?.lacking).toEqual({ missing: 1, notNumeric: 1, nonFinite: 1, notPositive: 0 });
  expect(bars?.axis.range[0]).toBe(0);
});

test('runs are taken together by a column, with the mark that was asked for', () => {
  const together = data({ acc: [1, 3, 10], opt: ['sgd', 'sgd', undefined] });
  const bars = toBars(together, config({ error: 'minmax', order: 'name' }), undefined);
  expect(bars?.bars.map(({ label, center, error, runs }) => ({ label, center, error, runs }))).toEqual([
    { label: 'no opt', center: 10, error: undefined, runs: ['r2'] },
    { label: 'sgd', center: 2, error: [1, 3], runs: ['r0', 'r1'] },
  ]);
});

test('groups of the board make bars in their own colour', () => {
  const groups = [{ id: 'g', label: 'Group', color: 'red', runs: ['r0', 'r1'] }];
  const bars = toBars(data({ acc: [1, 3, 10] }), config({ shape: 'box' }), groups);
  expect(bars?.bars.map(({ label, color, values }) => ({ label, color, values }))).toEqual([
    { label: 'Group', color: 'red', values: [1, 3] },
  ]);
});

test('texts are counted, in parts where runs are taken together', () => {
  const bars = toBars(data({ opt: ['sgd', 'adam', 'sgd', undefined], arch: ['a', 'a', 'b', 'b'] }), NEW_BAR, undefined);
  expect(bars?.isCount).toBe(true);
  expect(bars?.bars.map((bar) => [bar.label, bar.center, bar.parts.map((part) => [part.label, part.count])])).toEqual([
    [
      'sgd',
      2,
      [
        ['a', 1],
        ['b', 1],
      ],
    ],
    ['adam', 1, [['a', 1]]],
  ]);
  expect(bars?.lacking.missing).toBe(1);
});

test('a log axis leaves out what is not above zero and says so', () => {
  const bars = toBars(data({ loss: [0, 10, 100, -1] }), config({ isLog: true }), undefined);
  expect(bars?.bars).toHaveLength(2);
  expect(bars?.lacking.notPositive).toBe(2);
});

test('damaged settings read as new ones, and only what was set is saved', () => {
  expect(readBarConfig({ shape: 'pie', min: 'x', isUpright: 1 })).toEqual(NEW_BAR);
  expect(sparseBarConfig(config({ shape: 'box', value: 'config:x' }))).toEqual({ shape: 'box', value: 'config:x' });
});
