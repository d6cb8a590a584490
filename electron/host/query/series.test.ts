import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadContext } from '#host/store';
import { decodeSeries, type SeriesLine } from '#shared/api';
import { spreadOf } from '#shared/metrics';
import { queryReads } from './reads.ts';
import { openTestStore, PROJECT, type TestStore } from './test-store.ts';

let store: TestStore;
let context: ReadContext;
beforeEach(() => {
  store = openTestStore();
  ({ context } = store);
});
afterEach(() => store.close());

test('one buffer holds the lines of many charts; runs without the key have none', () => {
  store.run('a');
  store.run('b');
  store.log(
    'a',
    [0, 1, 2].map((_step) => ({ loss: _step / 2, _step, _timestamp: _step })),
  );
  store.log('b', [{ other: 1, _step: 0, _timestamp: 0 }]);
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
    store.log(
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
  store.log('a', rows);
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
  store.log(
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
