import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendLines, ensureStream, findRun, type ReadContext } from '#host/store';
import type { ColumnRef, RunQuery } from '#shared/api';
import { queryReads } from '../reads.ts';
import { openTestStore, PROJECT, type TestStore } from '../test-store.ts';

let store: TestStore;
let context: ReadContext;
beforeEach(() => {
  store = openTestStore();
  ({ context } = store);
});
afterEach(() => store.close());

const config = (key: string): ColumnRef => ({ kind: 'config', key });
const ask = (query: RunQuery) => queryReads['query.runs'](context, { path: PROJECT, query });
const names = (query: RunQuery): string[] => ask(query).rows.map((row) => row.head.path.run);

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
  store.log('a', [
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
    store.log(
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
    store.log(
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
  store.log('a', [{ loss: 1, _step: 0 }]);
  const best: ColumnRef = { kind: 'metric', key: 'loss', stat: 'best' };
  expect(ask({ columns: [best], sort: [{ column: best, isDescending: true }] }).rows[0]?.values).toEqual([{}]);
  expect(names({ filter: { op: 'exists', column: best } })).toEqual([]);
});
