import { afterEach, beforeEach, expect, test } from 'vitest';
import { trashRun, runAt } from '#host/store';
import { MOST_LIVE_COLUMNS, type RunsTableSource } from '#shared/api';
import type { JsonValue } from '#shared/wire';
import { logArtifact } from '../artifacts/test-artifacts.ts';
import { openTestStore, PROJECT, type TestStore } from '../test-store.ts';
import { readLiveTable } from './read.ts';
import type { LiveTable } from './table.ts';

let store: TestStore;
beforeEach(() => void (store = openTestStore()));
afterEach(() => store.close());

const runs = (source: RunsTableSource['runs'] = {}): LiveTable => readLiveTable(store.db, PROJECT, { runs: source });
const column = (table: LiveTable, name: string): readonly (JsonValue | undefined)[] =>
  table.rows.map((row) => row[table.columns.indexOf(name)]);

test('a run is a row with typed cells; a nested config has names with dots, and names that differ in case are two', () => {
  store.run('a', {
    fields: { displayName: 'Anna' },
    tags: ['x', 'y'],
    config:
      '{"LR": {"value": 1}, "lr": {"value": 2}, "model": {"value": {"depth": 4, "name": "net"}}, "list": {"value": [1, 2]}}',
    summary: '{"acc": 0.5, "isGood": true, "picture": {"_type": "image-file", "path": "media/a.png"}, "_step": 3}',
  });
  store.run('b', { config: '{"lr": {"value": "auto"}}', state: 'finished' });
  const table = runs();
  expect(table.columns.slice(0, 5)).toEqual(['name', 'state', 'created', 'runtime_s', 'tags']);
  expect(table.columns.filter((name) => name.includes('.'))).toEqual([
    'config.LR',
    'config.list',
    'config.lr',
    'config.model.depth',
    'config.model.name',
    'summary.acc',
    'summary.isGood',
    'summary.picture',
  ]);
  expect(column(table, 'id')).toEqual(['b', 'a']);
  expect(column(table, 'name')[1]).toBe('Anna');
  expect(column(table, 'tags')).toEqual([null, 'x, y']);
  expect(column(table, 'created')).toEqual(['2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z']);
  expect(column(table, 'config.LR')).toEqual([null, 1]);
  expect(column(table, 'config.lr')).toEqual(['auto', 2]);
  expect(column(table, 'config.list')).toEqual([null, [1, 2]]);
  expect(column(table, 'summary.isGood')).toEqual([null, true]);
  expect(column(table, 'summary.picture')[1]).toEqual({ _type: 'image-file', path: 'media/a.png' });
});

test('what is missing, null or NaN leaves a column one of numbers, as do the infinities and long integers', () => {
  store.run('none', { summary: '{"other": 1}' });
  store.run('null', { summary: '{"x": null}' });
  store.run('nan', { summary: '{"x": NaN}' });
  store.run('inf', { summary: '{"x": -Infinity}' });
  store.run('long', { summary: '{"x": 9007199254740993, "y": [9007199254740993, NaN]}' });
  const table = runs({ sort: [{ column: { kind: 'run', key: 'createdAt' }, isDescending: false }] });
  const ids = column(table, 'id');
  const cell = (run: string): unknown => column(table, 'summary.x')[ids.indexOf(run)];
  expect(cell('none')).toBeNull();
  expect(cell('null')).toBeNull();
  expect(cell('nan')).toBeNaN();
  expect(cell('inf')).toBe(-Infinity);
  expect(cell('long')).toBe(2 ** 53);
  expect(column(table, 'summary.y')[ids.indexOf('long')]).toEqual(['9007199254740993', 'NaN']);
});

test('filter, search, order and eyes choose the rows, parts and words the columns', () => {
  for (const [i, name] of ['a', 'b', 'c'].entries())
    store.run(name, { config: `{"lr": {"value": ${i}}, "drop_out": {"value": 0}}`, summary: `{"lr_end": ${i}}` });
  const lr = { kind: 'config', key: 'lr' } as const;
  const sort = [{ column: lr, isDescending: false }];
  expect(column(runs({ sort, filter: { op: '>', column: lr, value: 0 } }), 'id')).toEqual(['b', 'c']);
  expect(column(runs({ search: { text: 'B', isRegex: false } }), 'id')).toEqual(['b']);
  expect(column(runs({ sort, only: ['c', 'a', 'gone'] }), 'id')).toEqual(['a', 'c']);
  expect(column(runs({ sort, without: ['a'] }), 'id')).toEqual(['b', 'c']);
  expect(column(runs({ only: [] }), 'id')).toEqual([]);
  expect(runs({ parts: ['config'] }).columns).toEqual(['name', 'config.drop_out', 'config.lr', 'id']);
  expect(runs({ parts: ['config', 'summary'], keys: 'LR' }).columns).toEqual([
    'name',
    'config.lr',
    'summary.lr_end',
    'id',
  ]);
  expect(() => runs({ filter: { op: 'regex', column: lr, value: '(' } })).toThrow();
});

test('keys with nothing but media are columns where they are asked for, whichever runs match', () => {
  store.run('a', {
    summary: '{"picture": {"_type": "image-file", "path": "a.png"}, "both": {"_type": "histogram"}, "acc": 1}',
  });
  store.run('b', { summary: '{"picture": null, "both": 3}' });
  const parts = ['summary'] as const;
  expect(runs({ parts }).columns).toEqual(['name', 'summary.acc', 'summary.both', 'id']);
  expect(runs({ parts, only: ['b'] }).columns).toEqual(['name', 'summary.acc', 'summary.both', 'id']);
  expect(runs({ parts: ['summary', 'media'], only: ['b'] }).columns).toContain('summary.picture');
});

test('columns beyond the bound are cut, those that most runs have stay, and it is said', () => {
  const many = Array.from({ length: MOST_LIVE_COLUMNS }, (_, i) => [`k${i}`, i]);
  store.run('wide', { summary: JSON.stringify({ ...Object.fromEntries(many), zz: 1 }) });
  store.run('narrow', { summary: '{"zz": 2}' });
  const table = runs({ parts: ['summary'] });
  expect(table.columns).toHaveLength(MOST_LIVE_COLUMNS);
  expect(table.cut).toEqual({ columns: [MOST_LIVE_COLUMNS - 2, MOST_LIVE_COLUMNS + 1] });
  expect(column(table, 'summary.zz')).toEqual([2, 1]);
  expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
});

test('a run that changes, comes or goes is another answer; columns stay while the project has their keys', () => {
  store.run('a', { summary: '{"acc": 1}' });
  expect(column(runs(), 'summary.acc')).toEqual([1]);
  store.run('a', { summary: '{"acc": 2}' });
  store.run('b', {});
  expect(column(runs(), 'summary.acc')).toEqual([null, 2]);
  expect(runs({ only: ['b'] }).columns).toContain('summary.acc');
  store.write((ctx) => trashRun(ctx, runAt(ctx.db, { ...PROJECT, run: 'a' })));
  expect(column(runs(), 'id')).toEqual(['b']);
});

test('versions of artifacts are rows, newest first, with their metadata by names with dots', () => {
  store.run('maker', { fields: { displayName: 'Maker' } });
  logArtifact(store, {
    run: 'maker',
    aliases: ['best'],
    files: { 'w.bin': 'one' },
    metadata: { acc: 0.5, net: { depth: 2 } },
  });
  store.now += 60_000;
  logArtifact(store, {
    run: 'maker',
    tags: ['good', 'old'],
    files: { 'w.bin': 'second' },
    metadata: { acc: null, list: [1] },
  });
  logArtifact(store, { collection: 'digits', type: 'dataset', files: { 'd.txt': 'ref:s3://bucket/d.txt' } });
  const table = readLiveTable(store.db, PROJECT, { artifacts: {} });
  expect(column(table, 'name')).toEqual(['digits:v0', 'net:v1', 'net:v0']);
  expect(column(table, 'type')).toEqual(['dataset', 'model', 'model']);
  expect(column(table, 'version')).toEqual([0, 1, 0]);
  expect(column(table, 'aliases')[2]).toContain('best');
  expect(column(table, 'tags')).toEqual([null, 'good, old', null]);
  expect(column(table, 'size_bytes').slice(1)).toEqual([6, 3]);
  expect(column(table, 'run')).toEqual([null, 'Maker', 'Maker']);
  expect(column(table, 'run_id')).toEqual([null, 'maker', 'maker']);
  expect(column(table, 'metadata.acc')).toEqual([null, null, 0.5]);
  expect(column(table, 'metadata.net.depth')).toEqual([null, null, 2]);
  expect(column(table, 'metadata.list')).toEqual([null, [1], null]);
  store.run('maker', { config: '{"lr": {"value": 0.1}}', summary: '{"acc": 0.9}' });
  const joined = readLiveTable(store.db, PROJECT, { artifacts: { ofRun: ['config', 'summary'] } });
  expect(column(joined, 'config.lr')).toEqual([null, 0.1, 0.1]);
  expect(column(joined, 'summary.acc')).toEqual([null, 0.9, 0.9]);
  expect(table.columns).not.toContain('config.lr');
  const of = (artifacts: object): LiveTable => readLiveTable(store.db, PROJECT, { artifacts });
  expect(column(of({ type: 'dataset' }), 'name')).toEqual(['digits:v0']);
  expect(column(of({ collection: 'net' }), 'name')).toEqual(['net:v1', 'net:v0']);
  expect(of({ type: 'dataset', collection: 'net' }).rows).toEqual([]);
});
