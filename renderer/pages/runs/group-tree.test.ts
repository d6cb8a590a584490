import { expect, test } from 'vitest';
import type { RunGroup } from '#shared/api';
import { numbersOf } from '#shared/metrics';
import { groupedRows, toggledForAll, withToggled } from './group-rows.ts';
import { groupTree, leavesOf, toDrawnGroups } from './group-tree.ts';

const group = (values: readonly (string | number | null | undefined)[], ...runs: string[]): RunGroup => ({
  values: values.map((value) => (value === undefined ? {} : { value })),
  runs,
  stateCounts: { finished: runs.length },
  numbers: [],
});
const GROUPS = [
  group(['adam', 0.1], 'a', 'b'),
  group(['sgd', 10], 'c'),
  group(['sgd', 2], 'd'),
  group([undefined, 2], 'e'),
  group([null, 2], 'f'),
];

test('one level a column, values in order, a missing value is a group of its own and last', () => {
  const tree = groupTree(GROUPS, ['opt', 'lr']);
  expect(tree.map((node) => [node.label, node.runs.length])).toEqual([
    ['adam', 2],
    ['null', 1],
    ['sgd', 2],
    ['(none)', 1],
  ]);
  expect(tree[2]?.children.map((node) => node.label)).toEqual(['2', '10']);
  expect(tree[2]?.children[0]?.name).toBe('opt sgd, lr 2');
  expect(tree[2]?.stateCounts).toEqual({ finished: 2 });
  expect(new Set(leavesOf(tree).map((node) => node.id)).size).toBe(5);
  expect(groupTree(GROUPS, [])).toEqual([]);
});

test('hidden groups are not drawn; hidden runs count in their group unless they are left out', () => {
  const tree = groupTree(GROUPS, ['opt', 'lr']);
  const first = leavesOf(tree)[0]?.id ?? '';
  const isOpen = (id: string): boolean => id !== 'a';
  expect(toDrawnGroups(tree, isOpen, false)[0]).toMatchObject({ id: first, runs: ['a', 'b'] });
  expect(toDrawnGroups(tree, isOpen, true)[0]?.runs).toEqual(['b']);
  expect(toDrawnGroups(tree, (id) => id !== first, false)).toHaveLength(4);
});

test('numbers of inner groups are those of all their runs; an order by mean goes before that by value', () => {
  const measured = (values: readonly (string | number)[], ...numbers: number[]): RunGroup => ({
    ...group(values, ...numbers.map(String)),
    numbers: [numbersOf(numbers) ?? null],
  });
  const groups = [measured(['adam', 1], 1, 2, 6), measured(['adam', 2], 40), measured(['sgd', 1], 3, 5)];
  const tree = groupTree(groups, ['opt', 'lr'], { column: 0, isDescending: false });
  expect(tree.map((node) => node.label)).toEqual(['sgd', 'adam']);
  const all = numbersOf([1, 2, 6, 40]);
  expect(tree[1]?.numbers[0]?.count).toBe(4);
  expect(tree[1]?.numbers[0]?.mean).toBeCloseTo(all?.mean ?? 0, 12);
  expect(tree[1]?.numbers[0]?.std).toBeCloseTo(all?.std ?? 0, 12);
  expect(tree[1]?.numbers[0]).toMatchObject({ min: 1, max: 40 });
});

test('groups lie open, runs come when they are asked for, and all at once', () => {
  const tree = groupTree(GROUPS.slice(0, 3), ['opt', 'lr']);
  const words = (toggled: readonly string[]): string[] =>
    groupedRows(tree, new Set(toggled)).map((row) =>
      row.kind === 'group' ? row.node.label : (row.node.runs[row.place] ?? ''),
    );
  expect(words([])).toEqual(['adam', '0.1', 'sgd', '2', '10']);
  const adam = tree[0]?.children[0]?.id ?? '';
  expect(words([adam])).toEqual(['adam', '0.1', 'a', 'b', 'sgd', '2', '10']);
  expect(words(withToggled([adam], adam))).toEqual(words([]));
  expect(words(toggledForAll(tree, true))).toEqual(['adam', '0.1', 'a', 'b', 'sgd', '2', 'd', '10', 'c']);
  expect(words(toggledForAll(tree, false))).toEqual(['adam', 'sgd']);
});
