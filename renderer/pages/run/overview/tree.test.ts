import { expect, test } from 'vitest';
import { treeRows } from './tree.ts';

const config = {
  lr: 0.1,
  model: { depth: 3, name: 'resnet', blocks: [{ size: 1 }] },
  layers: [1, 2],
  layer10: 1,
  layer2: 1,
  off: false,
  zero: 0,
  nothing: null,
  empty: {},
};
const names = (search: string, closed: readonly (readonly string[])[] = []): string[] =>
  treeRows(config, new Set(closed.map((path) => JSON.stringify(path))), search).map((row) => row.path.join('.'));

test('a tree lists branches before their entries, sorted by name with numbers as numbers', () => {
  const all = names('');
  expect(all).toContain('model.blocks.0.size');
  expect(all.indexOf('layer2')).toBeLessThan(all.indexOf('layer10'));
  expect(all).toContain('nothing');
  expect(all).toContain('empty');
});

test('a closed branch hides what is in it', () => {
  expect(names('', [['model']])).not.toContain('model.depth');
  expect(names('', [['model']])).toContain('model');
});

test('a search finds keys and values and keeps the branches above, also closed ones', () => {
  expect(names('resnet', [['model']])).toEqual(['model', 'model.name']);
  expect(names('depth')).toEqual(['model', 'model.depth']);
  expect(names('blocks')).toEqual(['model', 'model.blocks', 'model.blocks.0', 'model.blocks.0.size']);
  expect(names('nowhere')).toEqual([]);
});

test('a list of plain values is one leaf', () => {
  expect(names('layers')).toEqual(['layers']);
});
