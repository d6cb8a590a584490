import { expect, test } from 'vitest';
import { parseMongoFilter } from './mongo.ts';
import { parseOrder } from './order.ts';

const parse = (filter: unknown): unknown => parseMongoFilter(JSON.stringify(filter));
const config = (key: string, ...orKeys: string[]): unknown => ({
  kind: 'config',
  key,
  ...(orKeys.length > 0 ? { orKeys } : {}),
});
const field = (key: string): unknown => ({ kind: 'run', key });

test('a filter that says nothing is none', () => {
  expect([parse({}), parse(null), parseMongoFilter(''), parseMongoFilter(undefined)]).toEqual(Array(4).fill(undefined));
});

test('members are and-ed, a bare value means equality', () => {
  expect(parse({ state: 'finished', 'config.lr': { $gt: 0.1, $lte: 1 } })).toEqual({
    op: 'and',
    items: [
      { op: '=', column: field('state'), value: 'finished' },
      {
        op: 'and',
        items: [
          { op: '>', column: config('lr'), value: 0.1 },
          { op: '<=', column: config('lr'), value: 1 },
        ],
      },
    ],
  });
});

test('a sweep lists its runs', () => {
  expect(parse({ $and: [{ sweep: 's1' }] })).toEqual({
    op: 'and',
    items: [{ op: '=', column: field('sweep'), value: 's1' }],
  });
});

test('config values are found with and without .value', () => {
  expect(parse({ 'config.lr.value': 1 })).toEqual({ op: '=', column: config('lr.value', 'lr'), value: 1 });
  expect(parse({ 'config.model.value.depth': 1 })).toEqual({
    op: '=',
    column: config('model.value.depth', 'model.depth'),
    value: 1,
  });
});

test.each([
  ['display_name', 'displayName'],
  ['jobType', 'jobType'],
  ['job_type', 'jobType'],
  ['heartbeat_at', 'heartbeatAt'],
])('%s is the field %s', (name, key) => {
  expect(parse({ [name]: { $ne: null } })).toEqual({ op: 'exists', column: field(key) });
});

test('times are UTC unless they name a zone', () => {
  const at = (text: string): unknown => (parse({ created_at: { $gt: text } }) as { value: number }).value;
  expect(at('2026-01-02T03:04:05')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(at('2026-01-02 03:04:05')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(at('2026-01-02T03:04:05+01:00')).toBe(Date.UTC(2026, 0, 2, 2, 4, 5));
  expect(at('2026-01-02')).toBe(Date.UTC(2026, 0, 2));
});

test('all, nin, nor, not, exists and regex with options', () => {
  expect(parse({ tags: { $all: ['a', 'b'] } })).toEqual({
    op: 'and',
    items: [
      { op: '=', column: field('tags'), value: 'a' },
      { op: '=', column: field('tags'), value: 'b' },
    ],
  });
  expect(parse({ $nor: [{ state: 'failed' }] })).toEqual({
    op: 'not',
    item: { op: 'or', items: [{ op: '=', column: field('state'), value: 'failed' }] },
  });
  expect(parse({ group: { $not: { $in: ['a'] } } })).toEqual({
    op: 'not',
    item: { op: 'in', column: field('group'), values: ['a'] },
  });
  expect(parse({ 'summary_metrics.acc': { $exists: false } })).toEqual({
    op: 'missing',
    column: { kind: 'summary', key: 'acc' },
  });
  expect(parse({ name: { $regex: '^a', $options: 'i' } })).toEqual({
    op: 'regex',
    column: field('name'),
    value: '(?i)^a',
  });
});

test.each([
  ['{', '(start)'],
  ['[]', '(start)'],
  ['{"colour": 1}', 'colour'],
  ['{"$where": "1"}', '$where'],
  ['{"config.lr": {"$near": 1}}', 'config.lr.$near'],
  ['{"state": {"$in": "x"}}', 'state.$in'],
  ['{"state": {"$in": [{}]}}', 'state.$in[0]'],
  ['{"created_at": "yesterday"}', 'created_at'],
  [`${'{"$not":'.repeat(100)}{}${'}'.repeat(100)}`, '$not'],
])('%s is refused and the place named', (text, where) => {
  expect(() => parseMongoFilter(text)).toThrow(
    expect.objectContaining({ code: 'filter.invalid', details: expect.objectContaining({ where }) }),
  );
});

test('orders', () => {
  const oldest = [{ column: field('createdAt'), isDescending: false }];
  expect([parseOrder(''), parseOrder(null), parseOrder('created_at')]).toEqual([oldest, oldest, oldest]);
  expect(parseOrder('-summary_metrics.val/loss')).toEqual([
    { column: { kind: 'summary', key: 'val/loss' }, isDescending: true },
  ]);
  expect(parseOrder('+config.a,-state')).toEqual([
    { column: config('a'), isDescending: false },
    { column: field('state'), isDescending: true },
  ]);
});
