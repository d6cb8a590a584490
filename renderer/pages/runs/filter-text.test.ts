import { expect, test } from 'vitest';
import type { RunFilter } from '#shared/api';
import { parseFilter, printFilter } from './filter-text.ts';
import { resolveTimes } from './filter-times.ts';

const read = (text: string): RunFilter => {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(JSON.stringify(parsed));
  return parsed.filter;
};

test.each([
  'state = "running"',
  'config.lr < 0.01 and config.model.name contains "resnet"',
  'state = "failed" or (state = "crashed" and lastStep >= 100)',
  '(state = "failed" or state = "crashed") and lastStep >= 100',
  'not (tags in ["a", "b"] and notes missing)',
  'min(val/loss) <= 1e-7 or config.`my key` exists',
  'summary.flag = true and config.seed not in [1, 2, -3.5] and config.x != null',
  'displayName regex "^run-\\\\d+$"',
])('%s is read and written back unchanged', (text) => {
  expect(printFilter(read(text))).toBe(text);
});

test('and binds closer than or', () => {
  expect(read('state = "a" or state = "b" and lastStep > 1')).toMatchObject({
    op: 'or',
    items: [{ op: '=' }, { op: 'and' }],
  });
});

test('a fault is said with its place', () => {
  expect(parseFilter('config.lr <')).toMatchObject({ kind: 'error', at: 11 });
  expect(parseFilter('banana = 1')).toMatchObject({ kind: 'error', at: 0 });
  expect(parseFilter('state = "a" state')).toMatchObject({ kind: 'error', at: 12 });
  expect(parseFilter('   ')).toEqual({ kind: 'empty' });
});

test('relative times become moments on time columns only', () => {
  const filter = read('createdAt > "now-24h" and displayName = "now-24h"');
  expect(printFilter(resolveTimes(filter, 1_000_000_000))).toBe('createdAt > 913600000 and displayName = "now-24h"');
});
