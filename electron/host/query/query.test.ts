import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendLines, ensureStream, findRun, type ReadContext, trashRun } from '#host/store';
import { decodeSeries, type ColumnRef, type RunQuery, type SeriesLine } from '#shared/api';
import { spreadOf } from '#shared/metrics';
import type { UnixMs } from '#shared/units';
import { queryReads } from './reads.ts';
import { openTestStore, PROJECT, type TestStore } from './test-store.ts';

let store: TestStore;
let context: ReadContext;
beforeEach(() => {
  store = openTestStore();
  context = { db: store.db, now: () => store.now as UnixMs };
});
afterEach(() => store.close());

const config = (key: string): ColumnRef => ({ kind: 'config', key });
const ask = (query: RunQuery) => queryReads['query.runs'](context, { path: PROJECT, query });
const names = (query: RunQuery): string[] => ask(query).rows.map((row) => row.head.path.run);

function log(run: string, lines: readonly object[], kind: 'history' | 'events' = 'history'): void {
  store.write((ctx) => {
    const row = findRun(ctx.db, { ...PROJECT, run });
    if (row === undefined) throw new Error(`no run ${run}`);
    const stream = ensureStream(ctx, row, kind);
    appendLines(
      ctx,
      stream,
      stream.lineCount,
      lines.map((line) => JSON.stringify(line)),
    );
  });
}

test('sorting puts numbers by size, then NaN, bools, texts without regard to case, lists, null, and missing last', () => {
  const values = ['"b"', '10', 'null', 'true', '9', 'NaN', '"A"', '[1]'];
  values.forEach((value, i) => store.run(`r${i}`, { config: `{"x": {"value": ${value}}}` }));
  store.run('missing');
  const byX = (isDescending: boolean): string[] => names({ sort: [{ column: config('x'), isDescending }] });
  expect(byX(false)).toEqual(['r4', 'r1', 'r5', 'r3', 'r6', 'r0', 'r7', 'r2', 'missing']);
  expect(byX(true)).toEqual(['r1', 'r4', 'r5', 'r3', 'r0', 'r6', 'r7', 'r2', 'missing']);
});

test('a column of numbers alone is in the same order as a mixed one', () => {
  [3, 1, 2].forEach((value, i) => store.run(`r${i}`, { config: `{"n": {"value": ${value}}}` }));
  store.run('none');
  expect(names({ sort: [{ column: config('n'), isDescending: false }] })).toEqual(['r1', 'r2', 'r0', 'none']);
  expect(names({ sort: [{ column: config('n'), isDescending: true }], offset: 1, limit: 2 })).toEqual(['r2', 'r1']);
});

test('a run is answered with its neighbours in the order and the filter asked for', () => {
  [3, 1, 2, 5].forEach((value, i) => store.run(`r${i}`, { config: `{"n": {"value": ${value}}}` }));
  const sort = [{ column: config('n'), isDescending: false }];
  expect(names({ sort, around: 'r2' })).toEqual(['r1', 'r2', 'r0']);
  expect(names({ sort, around: 'r1' })).toEqual(['r1', 'r2']);
  expect(names({ sort, around: 'r3' })).toEqual(['r0', 'r3']);
  expect(names({ sort, around: 'r3', filter: { op: '<', column: config('n'), value: 3 } })).toEqual([]);
  expect(names({ around: 'no such run' })).toEqual([]);
});

test('cells keep false, 0, empty, null and missing apart, and long integers whole', () => {
  store.run('a', { config: '{"f": {"value": false}, "z": {"value": 0}, "e": {"value": ""}, "n": {"value": null}}' });
  store.run('b', { config: '{"f": {"value": NaN}, "z": {"value": 12345678901234567890}, "e": {"value": [1, "x"]}}' });
  const answer = ask({
    columns: ['f', 'z', 'e', 'n'].map(config),
    sort: [{ column: { kind: 'run', key: 'name' }, isDescending: false }],
  });
  expect(answer.rows.map((row) => row.values)).toEqual([
    [{ value: false }, { value: 0 }, { value: '' }, { value: null }],
    [{ value: 'NaN' }, { value: '12345678901234567890' }, { value: [1, 'x'] }, {}],
  ]);
});

test('columns of all runs come as lists, in the order asked for, missing apart from null', () => {
  store.run('a', { config: '{"x": {"value": 1}, "old": {"value": "o"}}', fields: { displayName: 'Anna' } });
  store.run('b', { config: '{"x": {"value": null}, "new": {"value": "n"}}' });
  store.run('c');
  log('a', [
    { loss: 5, _step: 0 },
    { loss: 1, _step: 1 },
  ]);
  const answer = queryReads['query.runColumns'](context, {
    path: PROJECT,
    query: {
      sort: [{ column: { kind: 'run', key: 'name' }, isDescending: false }],
      columns: [
        config('x'),
        { kind: 'config', key: 'new', orKeys: ['old'] },
        { kind: 'metric', key: 'loss', stat: 'min' },
        { kind: 'run', key: 'displayName' },
        config('never'),
      ],
    },
  });
  expect(answer.total).toBe(3);
  expect(answer.runs.ids).toEqual(['a', 'b', 'c']);
  expect(answer.runs.names[0]).toBe('Anna');
  expect(answer.columns.map((one) => [one.values, one.missing])).toEqual([
    [[1, null, null], [2]],
    [['o', 'n', null], [2]],
    [
      [1, null, null],
      [1, 2],
    ],
    [['Anna', answer.runs.names[1], answer.runs.names[2]], []],
    [
      [null, null, null],
      [0, 1, 2],
    ],
  ]);
  const few = { filter: { op: 'exists', column: config('x') }, columns: [], limit: 1 } as const;
  expect(queryReads['query.runColumns'](context, { path: PROJECT, query: few })).toMatchObject({
    total: 2,
    runs: { ids: ['b'] },
  });
});

test('search finds plain text in any case and RE2, in names and ids', () => {
  store.run('abc1', { fields: { displayName: 'Quick fox' } });
  store.run('abc2', { fields: { displayName: 'slow dog' } });
  expect(names({ search: { text: 'qUICK', isRegex: false } })).toEqual(['abc1']);
  expect(names({ search: { text: '^abc[2-9]$', isRegex: true } })).toEqual(['abc2']);
  expect(ask({ search: { text: 'abc', isRegex: false }, limit: 1 })).toMatchObject({ total: 2, rows: [{}] });
});

test('statistics over all points are columns, filters and orders', () => {
  for (const [run, values] of Object.entries({ a: [5, 1, 3], b: [2, 2, 2] })) {
    store.run(run);
    log(
      run,
      values.map((loss, _step) => ({ loss, _step, _runtime: _step, _timestamp: _step })),
    );
  }
  store.run('silent');
  const stat = (name: 'last' | 'min' | 'max' | 'mean'): ColumnRef => ({ kind: 'metric', key: 'loss', stat: name });
  const { rows } = ask({
    columns: [stat('last'), stat('min'), stat('max'), stat('mean')],
    sort: [{ column: stat('max'), isDescending: true }],
  });
  expect(rows.map((row) => [row.head.path.run, ...row.values.map((cell) => cell.value)])).toEqual([
    ['a', 3, 1, 5, 3],
    ['b', 2, 2, 2, 2],
    ['silent', undefined, undefined, undefined, undefined],
  ]);
  expect(names({ filter: { op: '<', column: stat('min'), value: 2 } })).toEqual(['a']);
});

test('the best of a metric goes by the goal of each run, with the step at which it was first reached', () => {
  const goal = (number: number): string => `{"_wandb": {"value": {"m": [{"1": "score", "8": ${number}}]}}}`;
  store.run('up', { config: goal(2) });
  store.run('down', { config: goal(1) });
  store.run('unsaid');
  store.run('newest', { config: goal(2) });
  for (const run of ['up', 'down', 'unsaid']) {
    log(
      run,
      [3, 9, NaN, 9, -1, -1].map((score, i) => ({ score, _step: i * 10 })),
    );
  }
  store.write((ctx) => {
    const row = findRun(ctx.db, { ...PROJECT, run: 'newest' });
    if (row === undefined) throw new Error('no run');
    appendLines(ctx, ensureStream(ctx, row, 'history'), 0, [
      '{"score": NaN, "_step": 0}',
      '{"score": Infinity, "_step": 5}',
    ]);
  });
  const best: ColumnRef = { kind: 'metric', key: 'score', stat: 'best' };
  const min: ColumnRef = { kind: 'metric', key: 'score', stat: 'min' };
  const { rows } = ask({ columns: [best, min], sort: [{ column: best, isDescending: true }] });
  expect(rows.map((row) => [row.head.path.run, ...row.values])).toEqual([
    ['newest', { value: 'Infinity', step: 5 }, { value: 'Infinity', step: 5 }],
    ['up', { value: 9, step: 10 }, { value: -1, step: 40 }],
    ['unsaid', { value: 9, step: 10 }, { value: -1, step: 40 }],
    ['down', { value: -1, step: 40 }, { value: -1, step: 40 }],
  ]);
  expect(names({ filter: { op: '<', column: best, value: 5 } })).toEqual(['down']);
  const columns = queryReads['query.runColumns'](context, { path: PROJECT, query: { columns: [best] } });
  expect(columns.columns[0]?.values).toEqual(['Infinity', 9, -1, 9]);
  expect(queryReads['query.projectKeys'](context, PROJECT).metrics).toMatchObject([
    { name: 'score', goal: 'maximize' },
  ]);
});

test('no run has a best where nobody has said what is better', () => {
  store.run('a');
  log('a', [{ loss: 1, _step: 0 }]);
  const best: ColumnRef = { kind: 'metric', key: 'loss', stat: 'best' };
  expect(ask({ columns: [best], sort: [{ column: best, isDescending: true }] }).rows[0]?.values).toEqual([{}]);
  expect(names({ filter: { op: 'exists', column: best } })).toEqual([]);
});

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
  log('a', [
    { 'val/acc': 1, secret: 1, epoch: 0, _step: 0, _timestamp: 1 },
    { 'val/acc': 'odd', _step: 1, _timestamp: 2 },
  ]);
  log('a', [{ 'system.cpu': 5, _timestamp: 1, _runtime: 1 }], 'events');
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
  log('a', [{ loss: 1, _step: 0, _timestamp: 1 }]);
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

test('one buffer holds the lines of many charts; runs without the key have none', () => {
  store.run('a');
  store.run('b');
  log(
    'a',
    [0, 1, 2].map((_step) => ({ loss: _step / 2, _step, _timestamp: _step })),
  );
  log('b', [{ other: 1, _step: 0, _timestamp: 0 }]);
  const runs = ['a', 'b', 'gone'].map((run) => ({ ...PROJECT, run }));
  const common = { stream: 'history', x: '_step', runs, buckets: 100 } as const;
  const { value } = queryReads['query.series'](context, {
    path: PROJECT,
    query: {
      requests: [
        { ...common, id: '1', key: 'loss' },
        { ...common, id: '2', key: 'other' },
      ],
    },
  });
  const lines: SeriesLine[] = decodeSeries(value);
  expect(lines.map((line) => [line.request, line.run.run, line.mode, [...line.x]])).toEqual([
    ['1', 'a', 'exact', [0, 1, 2]],
    ['2', 'b', 'exact', [0]],
  ]);
});

test('a group is one line over all points of all its runs, equal to the numbers of the table', () => {
  const ends = [3, 5, 10];
  ends.forEach((end, i) => {
    store.run(`g${i}`, { config: `{"lr": {"value": ${i < 2 ? 0.1 : 0.2}}}` });
    log(
      `g${i}`,
      [0, 1, 2].map((_step) => ({ loss: _step === 2 ? end : 1, _step, _timestamp: _step })),
    );
  });
  const last = { kind: 'metric', key: 'loss', stat: 'last' } as const;
  const { groups } = queryReads['query.runGroups'](context, {
    path: PROJECT,
    query: {
      by: [{ kind: 'config', key: 'lr' }],
      columns: [last, { kind: 'config', key: 'none' }],
      sort: [{ column: last, isDescending: false }],
    },
  });
  expect(groups.map((group) => [group.values[0]?.value, group.runs])).toEqual([
    [0.1, ['g0', 'g1']],
    [0.2, ['g2']],
  ]);
  expect(groups[0]?.numbers).toEqual([{ count: 2, mean: 4, std: Math.SQRT2, min: 3, max: 5 }, null]);
  expect(groups[1]?.numbers[0]).toEqual({ count: 1, mean: 10, std: 0, min: 10, max: 10 });
  const { value } = queryReads['query.series'](context, {
    path: PROJECT,
    query: {
      requests: [
        {
          id: '1',
          stream: 'history',
          key: 'loss',
          x: '_step',
          runs: [],
          buckets: 100,
          groups: [{ id: 'all', runs: ['g0', 'g1', 'g2', 'gone'] }],
          band: 'std',
        },
      ],
    },
  });
  const [line] = decodeSeries(value);
  if (line?.mode !== 'group') throw new Error('no group');
  const table = queryReads['query.runs'](context, {
    path: PROJECT,
    query: { columns: [{ kind: 'metric', key: 'loss', stat: 'last' }] },
  });
  const spread = spreadOf(table.rows.map((row) => Number(row.values[0]?.value)));
  expect(line.value[2]).toBe(spread.mean);
  expect(line.high[2]).toBe(spread.mean + spread.std);
  expect([...line.members]).toEqual([3, 3, 3]);
});

test('an expression is computed on exact points, with the config of its run', () => {
  store.run('a', { config: '{"lr": {"value": 0.5}}' });
  const rows = Array.from({ length: 5000 }, (_, _step) => ({
    loss: _step === 4321 ? 1e6 : 2,
    _step,
    _timestamp: _step,
    ...(_step % 2 === 1 ? { acc: 3 } : {}),
  }));
  log('a', rows);
  const ask = (key: string) => {
    const request = { id: '1', stream: 'history', x: '_step', buckets: 100, isExpression: true, key } as const;
    const runs = [{ ...PROJECT, run: 'a' }];
    return decodeSeries(
      queryReads['query.series'](context, { path: PROJECT, query: { requests: [{ ...request, runs }] } }).value,
    )[0];
  };
  const product = ask('loss * acc * ${config:lr}');
  if (product?.mode !== 'buckets') throw new Error('no buckets');
  expect(Math.max(...product.max)).toBe(1.5e6);
  expect(product.facts).toMatchObject({ pointCount: 2500, withoutX: 2500 });
  expect(ask('loss + missing')).toBeUndefined();
  expect(() => ask('loss +')).toThrow(/something is missing/);
});

test('an axis is computed: an expression over keys of the row, seconds since the run was created', () => {
  store.run('a', { config: '{"batch": {"value": 8}}' });
  const created = queryReads['query.runs'](context, { path: PROJECT, query: {} }).rows[0]?.head.createdAt ?? 0;
  log(
    'a',
    [0, 1, 2].map((_step) => ({
      loss: 10 - _step,
      _step,
      _timestamp: created / 1000 + 5 * _step,
      ...(_step === 1 ? {} : { epoch: _step }),
    })),
  );
  const ask = (x: string, key = 'loss', isExpression = false) => {
    const runs = [{ ...PROJECT, run: 'a' }];
    const requests = [{ id: '1', stream: 'history' as const, x, key, isExpression, buckets: 100, runs }];
    const [line] = decodeSeries(queryReads['query.series'](context, { path: PROJECT, query: { requests } }).value);
    return line?.mode === 'exact' ? { x: [...line.x], y: [...line.value], withoutX: line.facts.withoutX } : line;
  };
  expect(ask('=_step * ${config:batch}')).toEqual({ x: [0, 8, 16], y: [10, 9, 8], withoutX: 0 });
  expect(ask('=epoch + 1')).toEqual({ x: [1, 3], y: [10, 8], withoutX: 1 });
  expect(ask('=epoch + 1', 'loss * 2', true)).toEqual({ x: [1, 3], y: [20, 16], withoutX: 1 });
  expect(ask('=log(epoch - 1)')).toMatchObject({ x: [0], y: [8], withoutX: 2 });
  expect(ask('_wall')).toMatchObject({ x: [0, 5, 10], y: [10, 9, 8] });
  expect(() => ask('=_step *')).toThrow(/something is missing/);
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
  log('a', [
    { _step: 0, loss: 1, epoch: 0 },
    { _step: 1, loss: 0.5 },
    { _step: 2, loss: 'NaN', epoch: 1, note: 'x' },
    { _step: 3, loss: 0.25, epoch: 2 },
  ]);
  log('b', [{ _step: 0, loss: 3 }]);
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
