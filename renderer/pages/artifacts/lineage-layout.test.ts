import { expect, test } from 'vitest';
import type { ArtifactLineage, LineageNode } from '#shared/api';
import { drawLineage, related, stepsOf } from './lineage-layout.ts';

const project = { entity: 'e', project: 'p' };
const artifact = (collection: string): LineageNode => ({
  kind: 'artifact',
  ref: { project, type: 't', collection, version: 0 },
  aliases: [],
  sizeBytes: 1,
});
const run = (name: string): LineageNode => ({
  kind: 'run',
  run: { path: { ...project, run: name }, displayName: name, state: 'finished' },
  jobType: '',
});
const chain: ArtifactLineage = {
  nodes: [artifact('model'), run('train'), artifact('data'), artifact('late'), run('eval')],
  edges: [
    [1, 0],
    [2, 1],
    [3, 4],
    [0, 4],
  ],
  isCut: false,
};

test('data flows from left to right; what begins late stands right before its use', () => {
  const { marks, edges } = drawLineage(chain, true);
  const xs = Object.fromEntries(marks.map((mark) => [mark.id.split('/').at(-1), mark.x]));
  for (const [from, to] of edges) expect(marks[from]?.x).toBeLessThan(marks[to]?.x ?? 0);
  expect(xs['late:0']).toBe(xs['model:0']);
  expect(marks.filter((mark) => mark.isRoot).map((mark) => mark.id)).toEqual(['artifact e/p/model:0']);
});

test('no two marks stand at one place', () => {
  const { marks } = drawLineage(many(30), false);
  expect(new Set(marks.map(({ x, y }) => `${x} ${y}`)).size).toBe(marks.length);
});

test('many runs with the same neighbours are one mark until they are wanted', () => {
  const collapsed = drawLineage(many(30), true);
  expect(collapsed.marks.map((mark) => mark.members.length)).toEqual([1, 30]);
  expect(collapsed.edges).toEqual([[0, 1]]);
  expect(drawLineage(many(30), false).marks).toHaveLength(31);
  expect(drawLineage(many(3), true).hasGroups).toBe(false);
});

test('a run that reads what it made is drawn, once', () => {
  const { marks, edges } = drawLineage(
    {
      nodes: [artifact('m'), run('r')],
      edges: [
        [1, 0],
        [0, 1],
      ],
      isCut: false,
    },
    true,
  );
  expect([marks.length, edges.length]).toEqual([2, 2]);
  expect(marks[0]?.x).not.toBe(marks[1]?.x);
});

test('a version alone is a graph of one', () => {
  expect(drawLineage({ nodes: [artifact('m')], edges: [], isCut: false }, true).marks).toHaveLength(1);
});

test('focus keeps what leads there and what comes from there', () => {
  expect(related(1, chain.edges)).toEqual(new Set([0, 1, 2, 4]));
});

test('the list tells the steps before and behind, nearest first', () => {
  expect(stepsOf(chain, 'up').map(({ distance }) => distance)).toEqual([1, 2]);
  expect(stepsOf(chain, 'down')).toMatchObject([{ distance: 1, node: { kind: 'run' } }]);
});

function many(count: number): ArtifactLineage {
  const runs = Array.from({ length: count }, (_, i) => run(`r${i}`));
  return { nodes: [artifact('data'), ...runs], edges: runs.map((_, i) => [0, i + 1] as const), isCut: false };
}
