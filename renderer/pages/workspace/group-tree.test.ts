import { expect, test } from 'vitest';
import type { RunGroup } from '#shared/api';
import { groupTree, leavesOf, toDrawnGroups } from './group-tree.ts';

const group = (values: readonly (string | number | null | undefined)[], ...runs: string[]): RunGroup => ({
  values: values.map((value) => (value === undefined ? {} : { value })),
  runs,
  stateCounts: { finished: runs.length },
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
