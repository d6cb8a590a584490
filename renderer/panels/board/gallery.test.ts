import { expect, test } from 'vitest';
import type { ProjectKeys } from '#shared/api';
import { panelKinds, type PanelSource } from '../registry.ts';
import { readBoard } from './board-body.ts';
import { galleryOf } from './gallery.ts';

const KEYS: ProjectKeys = {
  metrics: [],
  system: [],
  config: [{ name: 'lr', runCount: 3, kinds: ['number'] }],
  summary: [{ name: 'acc', runCount: 3, kinds: ['number'] }],
};

const source = (key: string, type: string): PanelSource => ({
  id: `history/${key}`,
  stream: 'history',
  key,
  title: key,
  typeCounts: { [type]: 3 },
});

const SOURCES = [
  source('loss', 'number'),
  source('acc', 'number'),
  source('image', 'image-file'),
  source('sound', 'audio-file'),
  source('weights', 'histogram'),
  source('rows', 'table-file'),
  source('net', 'graph-file'),
  source('curve', 'custom-chart'),
];

test('every kind of panel has its place, each medium one of its own', () => {
  const { body, missing } = galleryOf(KEYS, SOURCES);
  expect(missing).toEqual([]);
  const kinds = new Set(Object.values(body.panels).map((panel) => panel.kind));
  expect(kinds).toEqual(new Set(panelKinds.map((kind) => kind.id)));
  expect(body.sectionOrder).toHaveLength(panelKinds.length);
  expect(Object.values(body.panels).filter((panel) => panel.kind === 'media')).toHaveLength(2);
  expect(Object.values(body.panels).filter((panel) => panel.kind === 'line')).toHaveLength(1);
  expect(readBoard(JSON.parse(JSON.stringify(body)))).toEqual(readBoard(body));
});

test('kinds without data are named, with what a script logs for them', () => {
  const { body, missing } = galleryOf(KEYS, [source('loss', 'number')]);
  expect(new Set(missing.map((kind) => kind.id))).toEqual(
    new Set(['custom-chart', 'histogram', 'media', 'model', 'table']),
  );
  // A chart can also be made of what is there.
  expect(body.panels['p-custom-chart-0']).toMatchObject({ config: { query: { from: 'runs' } } });
  for (const kind of missing) expect(kind.sample).toMatch(/^run\.(log|watch)\(/);
});
