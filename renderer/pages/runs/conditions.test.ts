import { expect, test } from 'vitest';
import type { ColumnRef, RunFilter } from '#shared/api';
import { fromFilter, readValue, toFilter, withCondition } from './conditions.ts';

const LR: ColumnRef = { kind: 'config', key: 'lr' };
const TAGS: ColumnRef = { kind: 'run', key: 'tags' };

test('what was typed becomes a number, a bool or a text by what the column holds', () => {
  expect(readValue('1e-3', 'number')).toBe(0.001);
  expect(readValue('12', 'text')).toBe('12');
  expect(readValue('true', 'mixed')).toBe(true);
  expect(readValue('"true"', 'mixed')).toBe('true');
  expect(readValue('resnet', 'mixed')).toBe('resnet');
});

test('rows become a filter and come back as the same rows', () => {
  const flat = {
    join: 'or' as const,
    conditions: [
      { column: LR, operator: '<' as const, text: '0.1' },
      { column: TAGS, operator: 'in' as const, text: 'a, b' },
      { column: LR, operator: 'exists' as const, text: '' },
    ],
  };
  const filter = toFilter(flat, (column) => (column.kind === 'run' ? 'tags' : 'number'));
  expect(filter).toEqual({
    op: 'or',
    items: [
      { op: '<', column: LR, value: 0.1 },
      { op: 'in', column: TAGS, values: ['a', 'b'] },
      { op: 'exists', column: LR },
    ],
  });
  expect(fromFilter(filter)).toEqual(flat);
});

test('an unfinished row filters nothing yet; nested filters are left to the text form', () => {
  expect(
    toFilter({ join: 'and', conditions: [{ column: LR, operator: '=', text: ' ' }] }, () => 'number'),
  ).toBeUndefined();
  expect(fromFilter({ op: 'not', item: { op: 'exists', column: LR } })).toBeUndefined();
});

test('a click on a tag adds its condition once', () => {
  const tag: RunFilter = { op: '=', column: TAGS, value: 'a' };
  const first: RunFilter = { op: '<', column: LR, value: 1 };
  expect(withCondition(undefined, tag)).toEqual(tag);
  expect(withCondition(withCondition(first, tag), tag)).toEqual({ op: 'and', items: [first, tag] });
});
