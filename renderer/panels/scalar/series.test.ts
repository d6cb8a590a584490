import { expect, test } from 'vitest';
import type { ApiValue, ColumnRef } from '#shared/api';
import { toColumn } from '#ui/data';
import type { VisibleColumns } from '../columns/use-visible-columns.ts';
import { NEW_SCALAR, readScalarConfig, sparseScalarConfig } from './config.ts';
import { baselineOf, refsOf, toScalars } from './series.ts';
import { asideOf, deltaWords } from './words.ts';

const VALUE: ColumnRef = { kind: 'summary', key: 'acc' };

function data(...columns: readonly (readonly (ApiValue | undefined)[])[]): VisibleColumns {
  return {
    runs: (columns[0] ?? []).map((_, i) => ({
      id: `r${i}`,
      label: `Run ${i}`,
      color: 'blue',
      isLive: false,
      isBaseline: i === 0,
      group: i < 2 ? 'g' : 'h',
    })),
    columns: columns.map((values) => toColumn(VALUE, values)),
    leftOutCount: 0,
  };
}

test('each run has its number with what was logged around it, and its way from the baseline', () => {
  const columns = data([0.8, 0.9, 'oops'], [0.8, 0.85, undefined], [0.1, 0.2, undefined], [0.8, 0.95, undefined]);
  const shown = toScalars(columns, { ...NEW_SCALAR, better: 'max' }, undefined, baselineOf(columns));
  expect(shown?.scalars.map((one) => [one.label, one.words, one.delta?.isBetter])).toEqual([
    ['Run 0', '0.8', undefined],
    ['Run 1', '0.9', true],
  ]);
  const [, second] = shown?.scalars ?? [];
  if (second?.delta === undefined) throw new Error('no difference');
  expect(deltaWords(second.delta, 'number')).toBe('+0.1 (+12.5 %)');
  expect(asideOf(second, 'number', 'mean')).toEqual(['min 0.2', 'max 0.95', 'latest 0.85']);
  expect(shown?.lacking.notNumeric).toBe(1);
});

test('a lower number is better where that was said, and neither where nothing was', () => {
  const columns = data([1, 0.5, 1]);
  const verdicts = (better: 'min' | undefined) =>
    toScalars(columns, { ...NEW_SCALAR, better }, undefined, 1)?.scalars.map((one) => one.delta?.isBetter);
  expect(verdicts('min')).toEqual([undefined, true, undefined]);
  expect(verdicts(undefined)).toEqual([undefined, undefined, undefined]);
});

test('a group has the number of its runs together', () => {
  const groups = [
    { id: 'h', label: 'H', color: 'red', runs: ['r2', 'r3'] },
    { id: 'g', label: 'G', color: 'green', runs: ['r0', 'r1'] },
  ];
  const shown = toScalars(data([1, 3, 10, undefined]), { ...NEW_SCALAR, order: 'lowest' }, groups, undefined);
  expect(shown?.scalars.map(({ label, value, count, min, max }) => ({ label, value, count, min, max }))).toEqual([
    { label: 'G', value: 2, count: 2, min: 1, max: 3 },
    { label: 'H', value: 10, count: 1, min: 10, max: 10 },
  ]);
});

test('a text is shown as it is', () => {
  const shown = toScalars(data(['adam', 'sgd', undefined]), NEW_SCALAR, undefined, undefined);
  expect(shown?.scalars.map((one) => one.words)).toEqual(['adam', 'sgd']);
  expect(shown?.lacking.missing).toBe(1);
});

test('only what is logged over time has a latest, least and greatest value', () => {
  expect(refsOf(VALUE)).toHaveLength(4);
  expect(refsOf({ kind: 'config', key: 'lr' })).toHaveLength(1);
});

test('damaged settings read as new ones', () => {
  expect(readScalarConfig({ better: 'good', order: 3 })).toEqual(NEW_SCALAR);
  expect(sparseScalarConfig({ ...NEW_SCALAR, better: 'min' })).toEqual({ better: 'min' });
});
