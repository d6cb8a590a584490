import { afterEach, expect, test } from 'vitest';
import { Problem } from '#shared/errors';
import type { RunRowId } from '#shared/units';
import { makeTestStore, type TestStore } from '../test-support.ts';
import { findRun, readTags, wasDeleted } from './find.ts';
import {
  editRun,
  endOf,
  endSilentRuns,
  readConfig,
  readSummary,
  recordRefusals,
  requestStop,
  purgeRuns,
  type RunRow,
  setConfig,
  setRunState,
  setSummary,
  trashRun,
  type UpsertRunInput,
  upsertRun,
} from './index.ts';

const PATH = { entity: 'me', project: 'mnist', run: 'abcd1234' };
let store: TestStore;

function open(): TestStore {
  return (store = makeTestStore());
}
afterEach(() => store.close());

function upsert(input: Partial<UpsertRunInput> = {}): { run: RunRow; isInserted: boolean } {
  return store.write((ctx) => upsertRun(ctx, { path: PATH, username: 'me', ...input }));
}

function current(path = PATH): RunRow {
  const run = findRun(store.db, path);
  if (run === undefined) throw new Error('no run');
  return run;
}

function indexed(table: 'config_values' | 'summary_values', id: RunRowId = current().id): Record<string, unknown> {
  const rows = store.db
    .prepare(`SELECT k.name, v.kind, v.num, v.text FROM ${table} v JOIN keys k ON k.id = v.key_id WHERE run_id = ?`)
    .all(id) as { name: string; kind: number; num: number | null; text: string | null }[];
  return Object.fromEntries(rows.map((row) => [row.name, [row.kind, row.num ?? row.text]]));
}

test('a new run gets a name to say, its project, and the same run is found again', () => {
  open();
  const { run, isInserted } = upsert();
  expect(isInserted).toBe(true);
  expect(run.displayName).toMatch(/^[a-z]+-[a-z]+-1$/);
  expect(run).toMatchObject({ entity: 'me', project: 'mnist', name: 'abcd1234', state: 'running', lastStep: -1 });
  expect(store.events).toEqual([
    { kind: 'project', path: { entity: 'me', project: 'mnist' }, aspects: ['created'] },
    { kind: 'run', path: PATH, aspects: ['created'] },
  ]);
  const again = upsert();
  expect(again.isInserted).toBe(false);
  expect(again.run.id).toBe(run.id);
  expect(store.events).toEqual([]);
  expect(upsert({ path: { ...PATH, project: 'other' } }).isInserted).toBe(true);
  expect(upsert({ path: { ...PATH, run: 'b' } }).run.displayName).toMatch(/-2$/);
});

test('what is left out stays, null clears, an empty list of tags clears', () => {
  open();
  upsert({ fields: { notes: 'first', group: 'g', program: 'train.py' }, tags: ['b', 'a', 'b'] });
  upsert({ fields: { jobType: 'eval' } });
  expect(current()).toMatchObject({ notes: 'first', group: 'g', jobType: 'eval', program: 'train.py' });
  expect(readTags(store.db, current().id)).toEqual(['b', 'a']);
  upsert({ fields: { group: null }, tags: [] });
  expect(current().group).toBeUndefined();
  expect(readTags(store.db, current().id)).toEqual([]);
});

test('a sync by the command line does not hide the script', () => {
  open();
  upsert({ fields: { program: '/usr/bin/wandb' } });
  expect(current().program).toBeUndefined();
  upsert({ config: '{"_wandb":{"value":{"e":{"w1":{"program":"/home/me/train.py","os":"Linux"}}}}}' });
  expect(current().program).toBe('/home/me/train.py');
  upsert({ fields: { program: '/venv/lib/wandb/__main__.py' } });
  expect(current().program).toBe('/home/me/train.py');
});

test('the config is kept as text and indexed by unwrapped, dotted, typed values', () => {
  open();
  const config =
    '{"lr": {"value": 1e-3}, "model": {"desc": null, "value": {"depth": 12, "act": "gelu", "dims": [1,2]}},' +
    ' "a.b": {"value": true}, "inf": {"value": Infinity}, "nan": {"value": NaN}, "big": {"value": 9007199254740993},' +
    ' "none": {"value": null}, "empty": {"value": {}}, "_wandb": {"value": {"t": {"1": [1]}, "m": [{"1": "loss"}]}}}';
  upsert({ config });
  expect(readConfig(store.db, current().id)).toBe(config);
  expect(indexed('config_values')).toEqual({
    lr: [2, 0.001],
    'model.depth': [2, 12],
    'model.act': [3, 'gelu'],
    'model.dims': [4, '[1,2]'],
    'a.b': [1, 1],
    inf: [2, Infinity],
    nan: [2, 'NaN'],
    big: [2, 9007199254740992],
    none: [0, null],
    empty: [4, '{}'],
  });
  expect(store.db.prepare('SELECT body FROM run_metric_definitions').all()).toEqual([{ body: '[{"1":"loss"}]' }]);
  upsert({ config: '{"lr": {"value": "auto"}}' });
  expect(indexed('config_values')).toEqual({ lr: [3, 'auto'] });
  expect(readConfig(store.db, current().id)).toContain('"t": {"1": [1]}');
});

test('entries of other processes and of other writers survive a new config', () => {
  open();
  upsert({ config: '{"a":{"value":1},"_wandb":{"value":{"t":{},"e":{"w1":{"program":"a.py"}}}}}' });
  upsert({ config: '{"b":{"value":2},"_wandb":{"value":{"t":{},"e":{"w2":{"program":"b.py"}}}}}' });
  expect(JSON.parse(readConfig(store.db, current().id))).toEqual({
    b: { value: 2 },
    _wandb: { value: { t: {}, e: { w1: { program: 'a.py' }, w2: { program: 'b.py' } } } },
  });
  upsert({ config: '{"c":{"value":3}}', writer: 'w3' });
  expect(Object.keys(indexed('config_values')).sort()).toEqual(['b', 'c']);
  upsert({ summary: '{"x":1,"y":1}', writer: 'w1' });
  upsert({ summary: '{"y":2,"z":{"min":3}}', writer: 'w2' });
  expect(indexed('summary_values')).toEqual({ x: [2, 1], y: [2, 2], 'z.min': [2, 3] });
});

test('a text that is no document is refused and changes nothing', () => {
  open();
  upsert({ config: '{"a":{"value":1}}' });
  for (const bad of ['', '[]', '{"a":}', '{"a":1', '{"a":1}x', '{"a" 1}', '{"_wandb":{"value":{"e":{"w":{{}}}}}}']) {
    expect(() => store.write((ctx) => setConfig(ctx, current(), bad)), bad).toThrow(Problem);
  }
  expect(readConfig(store.db, current().id)).toBe('{"a":{"value":1}}');
});

test('a failed call leaves no trace in what is remembered', () => {
  open();
  upsert({ summary: '{"loss":1}' });
  expect(() =>
    store.write((ctx) => {
      setSummary(ctx, current(), '{"loss":2,"fresh":1}');
      throw new Error('no');
    }),
  ).toThrow('no');
  upsert({ summary: '{"loss":2,"fresh":1}' });
  expect(indexed('summary_values')).toEqual({ loss: [2, 2], fresh: [2, 1] });
  upsert({ path: { ...PATH, run: 'second' }, config: '{"fresh":{"value":5}}' });
  expect(indexed('config_values', current({ ...PATH, run: 'second' }).id)).toEqual({ fresh: [2, 5] });
});

test('a large summary sent again and again costs little', () => {
  open();
  const document = (step: number): string => {
    const members = Array.from({ length: 5000 }, (_, i) => `"metric/${i}/${'x'.repeat(70)}": ${i === 7 ? step : i}.5`);
    return `{${members.join(', ')}, "_step": ${step}}`;
  };
  expect(document(0).length).toBeGreaterThan(450_000);
  upsert({ summary: document(0) });
  const start = performance.now();
  for (let step = 1; step <= 10; step++) upsert({ summary: document(step) });
  const eachMs = (performance.now() - start) / 10;
  expect(indexed('summary_values')[`metric/7/${'x'.repeat(70)}`]).toEqual([2, 10.5]);
  expect(eachMs).toBeLessThan(150);
});

test('states: ended runs come to life again, an edit by id does not wake them', () => {
  open();
  const { run } = upsert();
  store.time += 60_000;
  store.write((ctx) => setRunState(ctx, run, 'failed', 'exit code 1', { exitCode: 1 }));
  expect(current()).toMatchObject({ state: 'failed', stateReason: 'exit code 1', exitCode: 1, finishedAt: store.time });
  store.write((ctx) => editRun(ctx, current(), { fields: { notes: 'why?' }, config: '{"a":{"value":1}}' }));
  expect(current()).toMatchObject({ state: 'failed', notes: 'why?' });
  upsert();
  expect(current()).toMatchObject({ state: 'running', stateReason: '' });
  expect(current().finishedAt).toBeUndefined();
  expect(upsert({ path: { ...PATH, run: 'swept' }, state: 'pending' }).run.state).toBe('pending');
});

test('asked to stop and ended with 255 is killed, once told or twice', () => {
  open();
  const { run } = upsert();
  expect(endOf(run, 255)).toEqual({ state: 'failed', reason: 'exit code 255' });
  expect(store.write((ctx) => requestStop(ctx, run))).toBe(true);
  expect(current().isStopRequested).toBe(true);
  for (let i = 0; i < 2; i++) {
    const end = endOf(current(), 255);
    expect(end.state).toBe('killed');
    store.write((ctx) => setRunState(ctx, current(), end.state, end.reason, { exitCode: 255 }));
  }
  expect(current().isStopRequested).toBe(false);
  expect(store.write((ctx) => requestStop(ctx, current()))).toBe(false);
});

test('silent runs are ended at their last heartbeat; living and waiting ones are left', () => {
  open();
  const { run } = upsert();
  upsert({ path: { ...PATH, run: 'waiting' }, state: 'pending' });
  store.time += 200_000;
  upsert({ path: { ...PATH, run: 'alive' } });
  store.time += 150_000;
  expect(store.write((ctx) => endSilentRuns(ctx, 300_000))).toBe(1);
  expect(current()).toMatchObject({
    state: 'crashed',
    stateReason: `no heartbeat since ${new Date(run.heartbeatAt).toISOString()}`,
    finishedAt: run.heartbeatAt,
  });
  expect(current({ ...PATH, run: 'alive' }).state).toBe('running');
  expect(current({ ...PATH, run: 'waiting' }).state).toBe('pending');
  store.time -= 10_000_000;
  store.write((ctx) => endSilentRuns(ctx, 300_000));
  store.time += 300_001;
  expect(store.write((ctx) => endSilentRuns(ctx, 300_000))).toBe(1);
});

test('a deleted run is gone with all it had, and is remembered as deleted', () => {
  open();
  const { run } = upsert({ config: '{"a":{"value":1}}', summary: '{"b":2}', tags: ['t'] });
  store.write((ctx) => {
    trashRun(ctx, run);
    purgeRuns(ctx, [run]);
  });
  expect(findRun(store.db, PATH)).toBeUndefined();
  expect(wasDeleted(store.db, PATH)).toBe(true);
  for (const table of ['config_values', 'summary_values', 'run_configs', 'run_summaries', 'run_tags']) {
    expect(store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
  }
  expect(() => upsert()).toThrow('was deleted here');
  expect(upsert({ path: { ...PATH, run: 'next' } }).run.id).toBeGreaterThan(run.id);
});

test('refused lines are counted once each, the first thousand can be looked at', () => {
  open();
  const { run } = upsert();
  const refused = Array.from({ length: 1500 }, (_, line) => ({ line, reason: 'no JSON', excerpt: 'x'.repeat(500) }));
  store.write((ctx) => recordRefusals(ctx, run, 'wandb-history.jsonl', refused.slice(0, 10)));
  store.write((ctx) => recordRefusals(ctx, run, 'wandb-history.jsonl', refused.slice(0, 10), 10));
  expect(current().refusedLines).toBe(10);
  store.write((ctx) => recordRefusals(ctx, run, 'wandb-history.jsonl', refused.slice(10), 10));
  store.write((ctx) => recordRefusals(ctx, run, 'wandb-history.jsonl', refused.slice(10), 1500));
  expect(current().refusedLines).toBe(1500);
  expect(store.db.prepare('SELECT count(*) AS n, max(length(excerpt)) AS l FROM refusals').get()).toEqual({
    n: 1000,
    l: 200,
  });
});

test('the summary of a run that was written long ago is read back unchanged', () => {
  open();
  const summary = '{"loss": NaN, "_step": 4, "_runtime": 12.5, "_wandb": {"runtime": 13}}';
  upsert({ summary });
  expect(readSummary(store.db, current().id)).toBe(summary);
  expect(current().runtimeS).toBe(13);
});

function environments(...starts: readonly (readonly [writer: string, startedAt: string])[]): string {
  const e = Object.fromEntries(starts.map(([writer, startedAt]) => [writer, { startedAt, os: 'Linux' }]));
  return JSON.stringify({ _wandb: { value: { e } } });
}

test('a run was created when its script began, the first of its scripts; times that cannot be are not believed', () => {
  open();
  const heardAt = upsert().run.createdAt;
  const told = (config: string): string => {
    upsert({ config });
    return new Date(current().createdAt).toISOString();
  };
  const later = new Date(heardAt + 1000).toISOString();
  expect(told(environments(['a', later], ['b', '1970-01-01T00:00:09Z'], ['c', 'soon']))).toBe(
    new Date(heardAt).toISOString(),
  );
  const second = new Date(heardAt - 3_600_000).toISOString();
  expect(told(environments(['d', second]))).toBe(second);
  const first = new Date(heardAt - 7_200_000).toISOString();
  expect(told(environments(['e', first]))).toBe(first);
  expect(told(environments(['f', second]))).toBe(first);
  expect(store.events.at(-1)).toMatchObject({ kind: 'run', path: PATH });
});
