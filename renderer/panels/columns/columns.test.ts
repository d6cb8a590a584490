import { expect, test } from 'vitest';
import type { ProjectKeys } from '#shared/api';
import { toColumn } from '#ui/data';
import { placeWords, toColumnAxis } from './axis-of.ts';
import { columnChoices, findChoices } from './choices.ts';
import { shortLabels } from './short-labels.ts';
import { betterOf, suggestColumns } from './suggest.ts';
import { toVisible } from './use-visible-columns.ts';

const KEYS: ProjectKeys = {
  metrics: [{ name: 'val/acc', runCount: 9, typeCounts: { number: 9 }, isHidden: false }],
  system: [],
  config: [
    { name: 'seed', runCount: 10, kinds: ['number'] },
    { name: 'optim.lr', runCount: 9, kinds: ['number'] },
    { name: 'opt', runCount: 10, kinds: ['text'] },
  ],
  summary: [
    { name: '_runtime', runCount: 10, kinds: ['number'] },
    { name: 'train/loss', runCount: 10, kinds: ['number'] },
    { name: 'val/acc', runCount: 9, kinds: ['number'] },
    { name: 'rare/score', runCount: 1, kinds: ['number'] },
  ],
};

test('a new panel begins with what was varied and the best known result', () => {
  expect(suggestColumns(KEYS)).toEqual({ input: 'config:optim.lr', output: 'summary:val/acc', better: 'max' });
  expect(betterOf('train/loss')).toBe('min');
  expect(betterOf('classes')).toBeUndefined();
});

test('columns are found by all words, in name and kind', () => {
  const choices = columnChoices(KEYS);
  expect(findChoices(choices, 'acc max').map((one) => one.id)).toEqual(['max:val/acc']);
  expect(findChoices(choices, 'opt config').map((one) => one.label)).toEqual(['optim.lr', 'opt']);
});

test('names lose what all of them begin with', () => {
  expect(shortLabels(['lr 0.1 (3)', 'lr 0.2 (5)'])).toEqual({ common: 'lr', labels: ['0.1 (3)', '0.2 (5)'] });
  expect(shortLabels(['a b', 'c b']).labels).toEqual(['a b', 'c b']);
  expect(shortLabels(['lr 0.1']).labels).toEqual(['lr 0.1']);
  expect(shortLabels(['run', 'run 2']).labels).toEqual(['run', 'run 2']);
});

test('times of the host become seconds on the axis and dates in words', () => {
  const column = toColumn({ kind: 'run', key: 'createdAt' }, [1_700_000_000_000, 1_700_000_060_000]);
  const { axis, places } = toColumnAxis(column, { isLog: false, isNames: false });
  expect([...places]).toEqual([1_700_000_000, 1_700_000_060]);
  expect(placeWords(axis, 1_700_000_000)).toMatch(/^2023-11-1\d \d\d:\d\d:20$/);
});

test('runs with a closed eye are left out; with groups their groups decide and give the colour', () => {
  const table = {
    total: 12_000,
    runs: ['a', 'b'].map((id, i) => ({ id, name: id, state: 'running' as const, ordinal: i, color: undefined })),
    columns: [toColumn({ kind: 'config', key: 'x' }, [1, 2])],
  };
  const open = toVisible(table, { isOpen: (run) => run === 'b', baseline: 'b', groups: undefined });
  expect(open.runs).toMatchObject([{ id: 'b', isBaseline: true, isLive: true }]);
  expect([...(open.columns[0]?.numbers ?? [])]).toEqual([2]);
  expect(open.leftOutCount).toBe(11_998);
  const groups = [{ id: 'g', label: 'G', color: 'red', runs: ['a'] }];
  const grouped = toVisible(table, { isOpen: () => false, baseline: '', groups });
  expect(grouped.runs).toMatchObject([{ id: 'a', color: 'red', group: 'g' }]);
});
