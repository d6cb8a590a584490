import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRun, type ReadContext, trashRun } from '#host/store';
import type { ColumnRef } from '#shared/api';
import { queryReads } from './reads.ts';
import { openTestStore, PROJECT, type TestStore } from './test-store.ts';

let store: TestStore;
let context: ReadContext;
beforeEach(() => {
  store = openTestStore();
  ({ context } = store);
});
afterEach(() => store.close());

test('the keys of a project follow what its runs hold', () => {
  const definitions = JSON.stringify([
    { '1': 'epoch' },
    { '2': 'val/*', '5': 1, '6': [1] },
    { '1': 'secret', '6': [2, 3] },
  ]);
  store.run('a', {
    config: `{"lr": {"value": 1}, "_wandb": {"value": {"m": ${definitions}}}}`,
    summary: '{"best": 1}',
  });
  store.run('b', { config: '{"lr": {"value": "x"}}' });
  store.log('a', [
    { 'val/acc': 1, secret: 1, epoch: 0, _step: 0, _timestamp: 1 },
    { 'val/acc': 'odd', _step: 1, _timestamp: 2 },
  ]);
  store.log('a', [{ 'system.cpu': 5, _timestamp: 1, _runtime: 1 }], 'events');
  const keys = () => queryReads['query.projectKeys'](context, PROJECT);
  expect(keys()).toEqual({
    metrics: [
      { name: 'epoch', runCount: 1, typeCounts: { number: 1 }, isHidden: false },
      { name: 'secret', runCount: 1, typeCounts: { number: 1 }, isHidden: true },
      { name: 'val/acc', runCount: 1, typeCounts: { number: 1, string: 1 }, stepMetric: 'epoch', isHidden: false },
    ],
    system: [{ name: 'system.cpu', runCount: 1, typeCounts: { number: 1 }, isHidden: false }],
    config: [{ name: 'lr', runCount: 2, kinds: ['number', 'text'] }],
    summary: [{ name: 'best', runCount: 1, kinds: ['number'] }],
  });
  store.write((ctx) => {
    const run = findRun(ctx.db, { ...PROJECT, run: 'a' });
    if (run !== undefined) trashRun(ctx, run);
  });
  expect(keys()).toEqual({
    metrics: [],
    system: [],
    config: [{ name: 'lr', runCount: 1, kinds: ['text'] }],
    summary: [],
  });
});

test('projects come with their states, newest activity first', () => {
  store.run('a', { state: 'finished' });
  store.now += 1000;
  store.run('b');
  expect(queryReads['query.projects'](context)).toEqual([
    expect.objectContaining({
      path: PROJECT,
      runCount: 2,
      stateCounts: { finished: 1, running: 1 },
      lastActivityAt: store.now,
    }),
  ]);
});

test("a run's page has config and summary without the client's own parts", () => {
  store.run('a', {
    config:
      '{"lr": {"value": 0.1, "desc": null}, "_wandb": {"value": {"cli_version": "0.31.0", "e": {"w": {"os": "Linux"}}}}}',
    summary: '{"loss": Infinity, "_wandb": {"runtime": 3}}',
    tags: ['x'],
  });
  store.log('a', [{ loss: 1, _step: 0, _timestamp: 1 }]);
  expect(queryReads['query.run'](context, { ...PROJECT, run: 'a' })).toMatchObject({
    head: { displayName: expect.any(String), tags: ['x'], state: 'running' },
    config: { lr: 0.1 },
    summary: { loss: 'Infinity' },
    metadata: { os: 'Linux' },
    clientVersion: '0.31.0',
    historyLineCount: 1,
    metrics: [{ name: 'loss', typeCounts: { number: 1 }, isHidden: false }],
  });
  expect(() => queryReads['query.run'](context, { ...PROJECT, run: 'nobody' })).toThrow(
    expect.objectContaining({ code: 'run.unknown' }),
  );
});

test('suggestions are the most frequent values', () => {
  ['adam', 'adam', 'sgd'].forEach((value, i) =>
    store.run(`r${i}`, { config: `{"opt": {"value": "${value}"}}`, tags: ['t'] }),
  );
  const suggest = (column: Exclude<ColumnRef, { kind: 'metric' }>, text = '') =>
    queryReads['query.values'](context, { path: PROJECT, column, text });
  expect(suggest({ kind: 'config', key: 'opt' })).toEqual([
    { value: 'adam', runCount: 2 },
    { value: 'sgd', runCount: 1 },
  ]);
  expect(suggest({ kind: 'config', key: 'opt' }, 'SG')).toEqual([{ value: 'sgd', runCount: 1 }]);
  expect(suggest({ kind: 'run', key: 'tags' })).toEqual([{ value: 't', runCount: 3 }]);
});

test('rows of histories hold all of the keys, as columns of each run, evenly taken', () => {
  store.run('a');
  store.run('b');
  store.log('a', [
    { _step: 0, loss: 1, epoch: 0 },
    { _step: 1, loss: 0.5 },
    { _step: 2, loss: 'NaN', epoch: 1, note: 'x' },
    { _step: 3, loss: 0.25, epoch: 2 },
  ]);
  store.log('b', [{ _step: 0, loss: 3 }]);
  const read = (keys: readonly string[], samples = 100) =>
    queryReads['query.history'](context, { path: PROJECT, query: { runs: ['b', 'gone', 'a'], keys, samples } });
  expect(read(['loss', 'epoch'])).toEqual({
    runs: [
      {
        run: 'a',
        columns: [
          [0, 2, 3],
          [1, 'NaN', 0.25],
          [0, 1, 2],
        ],
        isSampled: false,
      },
    ],
  });
  expect(read(['_step', 'loss']).runs.map(({ run }) => run)).toEqual(['b', 'a']);
  expect(read(['loss'], 2).runs[1]).toEqual({
    run: 'a',
    columns: [
      [0, 3],
      [1, 0.25],
    ],
    isSampled: true,
  });
});

test('media that stand in the summary alone count as logged at the last step', () => {
  const graph = { _type: 'graph-file', path: 'media/graph/g.json', sha256: 'aa', size: 3 };
  store.run('a', { summary: JSON.stringify({ graph_0: graph, classes: ['cat'], loss: 1 }) });
  const read = (key: string) =>
    queryReads['query.mediaItems'](context, {
      path: PROJECT,
      query: { runs: ['a'], key, pick: { kind: 'step' } },
    }).values;
  expect(read('graph_0')).toMatchObject([{ run: 'a', step: 0, stepCount: 1, value: graph }]);
  expect(read('classes')).toEqual([]);
  const steps = queryReads['query.mediaSteps'](context, { path: PROJECT, query: { runs: ['a'], key: 'graph_0' } });
  expect(steps.runs).toHaveLength(1);
});
