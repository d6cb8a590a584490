import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonObject, stringifyExtended } from '#shared/wire';
import {
  historyKeys,
  lastRows,
  metricsOf,
  rowToExtendedJson,
  rowToStrictObject,
  sealSome,
  truncateStream,
} from './index.ts';
import { makePointsTest, type PointsTest } from './test-runs.ts';

const line = (object: JsonObject): string => stringifyExtended(object);
const numbered = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    line({ _step: from + i, loss: 1 / (from + i + 1), _timestamp: 1e9 + from + i }),
  );

/** Everything a user can see of the run's history. */
function picture(points: PointsTest): unknown {
  return { rows: points.rows(), metrics: metricsOf(points.store.db, points.runId, 'history') };
}

test('rows come back as they were logged, to the last bit and digit', () => {
  using points = makePointsTest();
  const row = {
    _step: 0,
    tiny: 5e-324,
    third: 1 / 3,
    minusZero: -0,
    nan: Number.NaN,
    up: Number.POSITIVE_INFINITY,
    down: Number.NEGATIVE_INFINITY,
    big: 2n ** 60n,
    text: 'dé\u2028 "quoted" \ud83d\ude00',
    yes: true,
    none: null,
    list: [1, -0, Number.NaN, ['x']],
    empty: {},
    image: { _type: 'image-file', path: 'a.png', size: { w: 1 } },
    'ключ / with.dot': 3,
    __proto__x: 1,
  };
  points.append(0, [line(row), '{"__proto__": 7, "constructor": "c"}']);
  expect(points.rows()[0]).toStrictEqual(row);
  expect(Object.entries(points.rows()[1] ?? {})).toEqual([
    ['__proto__', 7],
    ['constructor', 'c'],
  ]);
  points.seal();
  expect(points.rows()[0]).toStrictEqual(row);
});

test('nested dicts are flattened by dots, and found by dotted name or prefix', () => {
  using points = makePointsTest();
  points.append(0, ['{"_step":0,"nest":{"x":1,"y":{"z":"s"}},"a.b":2}', '{"_step":1,"nest":{"x":2}}']);
  expect(points.rows()).toEqual([
    { _step: 0, 'nest.x': 1, 'nest.y.z': 's', 'a.b': 2 },
    { _step: 1, 'nest.x': 2 },
  ]);
  expect(points.rows({ keys: ['nest.y.z', '_step'] })).toEqual([{ _step: 0, 'nest.y.z': 's' }]);
  expect(points.rows({ keys: ['nest'] })).toEqual([{ 'nest.x': 1, 'nest.y.z': 's' }, { 'nest.x': 2 }]);
  expect(points.rows({ keys: ['nothing'] })).toEqual([]);
});

test('a key may change its type from row to row', () => {
  using points = makePointsTest();
  const values = [1, 'one', null, 2n ** 70n, [1], true, 1.5];
  points.append(
    0,
    values.map((v, i) => line({ _step: i, v })),
  );
  expect(points.rows().map((row) => row.v)).toEqual(values);
  expect(metricsOf(points.store.db, points.runId, 'history').find((m) => m.name === 'v')?.typeCounts).toEqual({
    number: 3,
    string: 1,
    null: 1,
    list: 1,
    boolean: 1,
  });
});

test('a bad line is refused alone and its number is used up', () => {
  using points = makePointsTest();
  const result = points.append(0, [
    '{"_step":0}',
    '{"_step":',
    '[1]',
    'nan',
    `{"${'k'.repeat(5000)}":1}`,
    '{"_step":5}',
  ]);
  expect(result.refused.map(({ line: no, reason }) => [no, reason.split(':')[0]])).toEqual([
    [1, 'not valid JSON'],
    [2, 'not a JSON object'],
    [3, 'not valid JSON'],
    [4, 'a key is longer than 4096 characters'],
  ]);
  expect(result).toMatchObject({ lineCount: 6, lastStep: 5 });
  expect(points.rows()).toEqual([{ _step: 0 }, { _step: 5 }]);
});

test('a batch that comes again changes nothing and writes nothing', () => {
  using points = makePointsTest();
  const lines = numbered(0, 10_000);
  points.append(0, lines);
  const before = picture(points);
  const changes = points.store.db.prepare('SELECT total_changes() AS n').get();
  for (const [from, to] of [
    [0, 10_000],
    [9_000, 10_000],
    [4_000, 4_200],
  ] as const) {
    expect(points.append(from, lines.slice(from, to))).toMatchObject({ isChanged: false, lineCount: 10_000 });
  }
  expect(points.store.db.prepare('SELECT total_changes() AS n').get()).toEqual(changes);
  expect(picture(points)).toEqual(before);
});

test('different content overwrites a line, in chunks and in the tail', () => {
  using points = makePointsTest();
  points.append(0, numbered(0, 9_000));
  points.append(100, [line({ _step: 100, loss: 'gone', other: 1 })]);
  points.append(8_500, [line({ _step: 8_500, loss: -5 })]);
  const rows = points.rows();
  expect(rows).toHaveLength(9_000);
  expect(rows[100]).toEqual({ _step: 100, loss: 'gone', other: 1 });
  expect(rows[8_500]).toEqual({ _step: 8_500, loss: -5 });
  expect(metricsOf(points.store.db, points.runId, 'history').find((m) => m.name === 'loss')).toMatchObject({
    typeCounts: { number: 8_999, string: 1 },
    min: -5,
  });
});

test('a finished run goes on after a resume', () => {
  using points = makePointsTest();
  points.append(0, numbered(0, 3_000));
  points.seal();
  points.append(3_000, numbered(3_000, 10));
  points.append(3_010, numbered(3_010, 3_000));
  points.seal();
  using once = makePointsTest();
  once.append(0, numbered(0, 6_010));
  expect(picture(points)).toEqual(picture(once));
});

test('several writers are merged by time, repeats of one writer are dropped', () => {
  using points = makePointsTest();
  points.append(0, ['{"_step":0,"_timestamp":10,"a":1}', '{"_step":1,"_timestamp":12,"a":2}'], 'w1');
  points.append(0, ['{"_step":0,"_timestamp":11,"b":1}', '{"_step":1,"_timestamp":13,"b":2}'], 'w2');
  points.append(2, ['{"_step":0,"_timestamp":10,"a":1}'], 'w1');
  expect(points.rows().map((row) => row._timestamp)).toEqual([10, 11, 12, 13]);
});

test('a rewind cuts after the step and the run goes on from there', () => {
  using points = makePointsTest();
  points.append(0, numbered(0, 10_000));
  const stream = points.stream();
  const count = points.store.write((ctx) => truncateStream(ctx, stream, 4_999));
  expect(count).toBe(5_000);
  points.append(5_000, numbered(5_000, 100));
  using once = makePointsTest();
  once.append(0, numbered(0, 5_100));
  expect(picture(points)).toEqual(picture(once));
  points.store.write((ctx) => truncateStream(ctx, stream, -1));
  expect(picture(points)).toEqual({ rows: [], metrics: [] });
});

test('deleting a run leaves nothing of its points', () => {
  using points = makePointsTest();
  points.append(0, numbered(0, 9_000));
  points.store.db.exec('DELETE FROM runs');
  for (const table of ['streams', 'tail_batches', 'chunks', 'chunk_bodies', 'series']) {
    expect(points.store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get(), table).toEqual({ n: 0 });
  }
});

const cell = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom('s', true, null, 2n ** 60n, [1, 'x'], { _type: 'image-file', path: 'p' }, { x: 1, y: 'z' }),
);
const content = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd', '_step'), cell, { noNullPrototype: true })
      .map((row) => line(row)),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'bad', '[]') },
);

test('property: any order, repeat and overlap of batches stores what writing once stores', () => {
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 1, maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(29), fc.nat(12), fc.constantFrom('end', 'rest', 'go on')), { maxLength: 12 }),
      // Repeated so that the lines cross spans.
      fc.constantFrom(1, 300),
      (kinds, slices, repeat) => {
        const lines = Array.from({ length: repeat }, () => kinds).flat();
        using once = makePointsTest();
        once.append(0, lines);
        using mixed = makePointsTest();
        for (const [from, length, then] of slices) {
          const start = Math.min(from * repeat, lines.length - 1);
          mixed.append(start, lines.slice(start, start + length * repeat));
          if (then === 'end') mixed.seal();
          if (then === 'rest') mixed.rest();
        }
        mixed.append(0, lines);
        expect(picture(mixed)).toStrictEqual(picture(once));
      },
    ),
    { numRuns: 25 },
  );
});

test('full spans are packed piece by piece between posts, whole at any moment, and never pile up', () => {
  using points = makePointsTest();
  const chunks = (): number => points.store.db.prepare('SELECT count(*) FROM chunks').pluck().get() as number;
  const steps = (): unknown[] => points.rows().map((row) => row._step);
  for (let at = 0; at < 9_000; at += 1_000) points.append(at, numbered(at, 1_000));
  expect(chunks()).toBe(0);
  const before = points.rows();
  while (points.store.write(sealSome)) expect(steps()).toHaveLength(9_000);
  expect([chunks() > 0, points.rows()]).toEqual([true, before]);
  for (let at = 9_000; at < 50_000; at += 1_000) points.append(at, numbered(at, 1_000));
  expect(points.store.db.prepare('SELECT max(span) FROM chunks').pluck().get()).toBe(7);
  expect(steps()).toEqual(Array.from({ length: 50_000 }, (_, i) => i));
});

test('a sample is spread evenly, first and last row always in it', () => {
  using points = makePointsTest();
  points.append(0, numbered(0, 9_001));
  expect(points.rows({ samples: 4 }).map((row) => row._step)).toEqual([0, 3_000, 6_000, 9_000]);
  expect(points.rows({ samples: 1 }).map((row) => row._step)).toEqual([0]);
  expect(points.rows({ samples: 20_000 })).toHaveLength(9_001);
  expect(points.rows({ minStep: 4_090, maxStepExclusive: 4_100 }).map((row) => row._step)).toEqual(
    Array.from({ length: 10 }, (_, i) => 4_090 + i),
  );
});

test('property: a sample of a long run is the same whether its rows can be told from their numbers or not', () => {
  const row = (step: number, more: JsonObject): string => line({ _step: step, loss: step / 3, ...more });
  const long = Array.from({ length: 9_000 }, (_, step) => row(step * 2, step % 5 === 0 ? { rare: 'x' } : {}));
  using plain = makePointsTest();
  plain.append(0, long);
  plain.rest();
  // A line without values is no row.
  using odd = makePointsTest();
  odd.append(0, [...long, line({})]);
  fc.assert(
    fc.property(
      fc.nat(400),
      fc.constantFrom(undefined, ['loss'], ['_step', 'loss'], ['rare'], ['nothing']),
      (samples, keys) => {
        const query = keys === undefined ? { samples } : { samples, keys };
        expect(plain.rows(query)).toEqual(odd.rows(query));
      },
    ),
    { numRuns: 40 },
  );
});

test('a run started again under its name has its rows in order of steps', () => {
  using points = makePointsTest();
  const row = (step: number, time: number): string => line({ _step: step, _timestamp: time, at: time });
  points.append(0, [row(0, 1), row(1, 2), row(2, 3)]);
  points.append(3, [row(0, 10), row(1, 11), row(1, 2)]);
  expect(points.rows().map((one) => [one._step, one.at])).toEqual([
    [0, 1],
    [0, 10],
    [1, 2],
    [1, 11],
    [2, 3],
  ]);
});

test('the last rows come in the order they were logged', () => {
  using points = makePointsTest();
  points.append(0, numbered(0, 4_100));
  const rows = lastRows(points.store.db, points.stream(), 10);
  expect(rows.map((row) => row.get('_step'))).toEqual(Array.from({ length: 10 }, (_, i) => 4_090 + i));
  expect(rowToExtendedJson(rows[9] ?? new Map())).toBe(
    '{"_step":4099,"loss":0.00024390243902439024,"_timestamp":1000004099}',
  );
});

test('a row as text for the client and as strict JSON', () => {
  using points = makePointsTest();
  points.append(0, ['{"_step":0,"big":9007199254740993,"nan":NaN,"list":[Infinity,9007199254740993],"text":"x"}']);
  const [row = new Map()] = lastRows(points.store.db, points.stream(), 1);
  expect(rowToExtendedJson(row)).toBe(
    '{"_step":0,"big":9007199254740993,"nan":NaN,"list":[Infinity,9007199254740993],"text":"x"}',
  );
  expect(JSON.stringify(rowToStrictObject(row))).toBe(
    '{"_step":0,"big":9007199254740993,"nan":"NaN","list":["Infinity",9007199254740993],"text":"x"}',
  );
});

test('history keys tell counts by type, monotony and the last number', () => {
  using points = makePointsTest();
  points.append(0, [
    '{"_step":3,"a":2,"m":{"_type":"image-file"}}',
    '{"_step":4,"a":1,"m":null}',
    '{"_step":5,"a":NaN}',
  ]);
  expect(historyKeys(points.store.db, points.runId)).toEqual({
    lastStep: 5,
    keys: {
      _step: { typeCounts: [{ type: 'number', count: 3 }], monotonic: true, previousValue: 5 },
      a: { typeCounts: [{ type: 'number', count: 3 }], monotonic: false, previousValue: 1 },
      m: {
        typeCounts: [
          { type: 'image-file', count: 1 },
          { type: 'null', count: 1 },
        ],
        monotonic: true,
      },
    },
  });
});

test('many small posts of wide rows do not pile up as batches', () => {
  using points = makePointsTest();
  const wide = (step: number): string =>
    line({ _step: step, ...Object.fromEntries(Array.from({ length: 400 }, (_, k) => [`k${k}`, Math.sin(step * k)])) });
  for (let post = 0; post < 100; post++) {
    points.append(
      post * 12,
      Array.from({ length: 12 }, (_, i) => wide(post * 12 + i)),
    );
  }
  const { n } = points.store.db.prepare('SELECT count(*) AS n FROM tail_batches').get() as { n: number };
  expect(n).toBeLessThanOrEqual(20);
  expect(points.rows({ keys: ['k7'] })).toHaveLength(1_200);
});
