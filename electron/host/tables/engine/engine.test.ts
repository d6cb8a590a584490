import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, expect, test } from 'vitest';
import type { JsonValue } from '#shared/wire';
import { cellOf, sourceOf, stackTables, type Table } from './columns.ts';
import { filterRows } from './filter.ts';
import { readTableFiles } from './read.ts';
import { sortRows } from './sort.ts';
import { groupRows, statsOf } from './stats.ts';
import { writeTable } from './write.ts';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

function tableOf(columns: string[], rows: JsonValue[][]): Table {
  return stackTables([{ columns, rows }]);
}
const all = (table: Table): Uint32Array => Uint32Array.from({ length: table.rowCount }, (_, i) => i);
function column(table: Table, name: string): Table['columns'][number] {
  const found = table.columns.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

test('columns are typed by their cells; short rows and other columns are missing cells', () => {
  const table = stackTables([
    { columns: ['n', 't', 'b', 'm', 'x', 'n'], rows: [[1, 'a', true, { _type: 'image-file', path: 'p' }, 1, 5], [2]] },
    undefined,
    { columns: ['t', 'new'], rows: [['z', [1]]] },
  ]);
  expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
    ['n', 'number'],
    ['t', 'text'],
    ['b', 'boolean'],
    ['m', 'media'],
    ['x', 'number'],
    ['n (2)', 'number'],
    ['new', 'mixed'],
  ]);
  expect(table.columns.map((one) => cellOf(one, 2))).toEqual([null, 'z', null, null, null, null, [1]]);
  expect([0, 1, 2].map((row) => sourceOf(table, row))).toEqual([0, 0, 2]);
});

test('numbers sort by size and texts like people; what is missing stays last; equal rows keep their order', () => {
  const table = tableOf(
    ['n', 't'],
    [
      [3, 'item 10'],
      [null, 'item 2'],
      [-1.5, null],
      [3, 'item 2'],
      [-Infinity, 'b'],
      [0, 'B'],
      [-0, 'a'],
    ],
  );
  expect([...sortRows(all(table), column(table, 'n'), false)]).toEqual([4, 2, 5, 6, 0, 3, 1]);
  expect([...sortRows(all(table), column(table, 'n'), true)]).toEqual([0, 3, 5, 6, 2, 4, 1]);
  expect([...sortRows(all(table), column(table, 't'), false)]).toEqual([6, 4, 5, 1, 3, 0, 2]);
});

test('sorting agrees with the engine’s own order on many numbers', () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const numbers = Array.from({ length: 5000 }, () => (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20));
  const table = tableOf(
    ['n'],
    numbers.map((n) => [n]),
  );
  const sorted = Array.from(sortRows(all(table), column(table, 'n'), false), (row) => numbers[row]);
  expect(sorted).toEqual([...numbers].sort((a, b) => a - b));
});

test('more texts than there are words are ordered by code units, equal ones as they come, missing ones last', () => {
  // Beginnings of others, a long shared beginning, an empty text, texts beyond ASCII, and each some twice.
  const texts = Array.from({ length: 120_000 }, (_, i) => {
    const n = (i * 7919) % 60_000;
    return n % 7 === 0
      ? 'the same beginning '.repeat(1 + (n % 3)) + String(n % 4001)
      : (n * 31).toString(2 + (n % 34)) + (n % 5 === 0 ? 'ä' : '');
  });
  const cells: (string | null)[] = ['', ...texts, null, 'z'];
  const table = tableOf(
    ['t'],
    cells.map((one) => [one]),
  );
  expect(new Set(texts).size).toBeGreaterThan(50_000);
  const byUnits = (a: number, b: number): number => {
    const [one, other] = [cells[a] ?? '', cells[b] ?? ''];
    return one < other ? -1 : one > other ? 1 : 0;
  };
  const rows = [...all(table)].filter((row) => cells[row] !== null);
  const missing = cells.indexOf(null);
  expect([...sortRows(all(table), column(table, 't'), false)]).toEqual([...rows].sort(byUnits).concat(missing));
  expect([...sortRows(all(table), column(table, 't'), true)]).toEqual(
    [...rows].sort((a, b) => byUnits(b, a)).concat(missing),
  );
});

test('conditions and text keep rows; a number that is none is refused by name', () => {
  const table = tableOf(
    ['n', 't'],
    [
      [1, 'cat'],
      [2, 'Dog'],
      [null, 'cats'],
      [4, null],
    ],
  );
  const kept = (where: Parameters<typeof filterRows>[1], text = ''): number[] => [...filterRows(table, where, text)];
  expect(kept([{ column: 'n', op: '>=', value: '2' }])).toEqual([1, 3]);
  expect(kept([{ column: 't', op: 'contains', value: 'CAT' }])).toEqual([0, 2]);
  expect(kept([{ column: 't', op: '!=', value: 'cat' }])).toEqual([1, 2, 3]);
  expect(kept([{ column: 'n', op: 'missing' }])).toEqual([2]);
  expect(kept([{ column: 't', op: 'present' }], 'dog')).toEqual([1]);
  expect(() => kept([{ column: 'n', op: '<', value: 'x' }])).toThrow('a number');
  expect(() => kept([{ column: 'no', op: '=', value: 'x' }])).toThrow('a column of the table');
});

test('statistics count what is missing, and groups have their own', () => {
  const table = tableOf(
    ['n', 't'],
    [
      [0, 'a'],
      [10, 'a'],
      [null, 'b'],
      [5, null],
    ],
  );
  expect(statsOf(column(table, 'n'), all(table))).toMatchObject({ missing: 1, min: 0, max: 10, mean: 5 });
  expect(statsOf(column(table, 't'), all(table))).toEqual({
    missing: 1,
    distinct: 2,
    top: [
      ['a', 2],
      ['b', 1],
    ],
  });
  const groups = groupRows(table, all(table), column(table, 't'));
  expect(groups.map(({ value, count }) => [value, count])).toEqual([
    ['a', 2],
    ['b', 1],
    [undefined, 1],
  ]);
  expect(groups[0]?.stats['n']).toMatchObject({ mean: 5 });
});

test('files of the client are read with bare NaN, increments are joined, damaged ones say so', () => {
  const part = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const one = part('1.json', '{"columns":["a","b"],"data":[[NaN,"x"],[1,"y"]]}');
  const two = part('2.json', '{"columns":["a","b"],"data":[[2,"z"]]}');
  expect(stackTables([readTableFiles([one, two])]).rowCount).toBe(3);
  const ragged = part('ragged.json', '{"columns":["a"],"data":[[1,"more"],[],"alone",[2]]}');
  expect(readTableFiles([ragged])).toEqual({ columns: ['a', 'column 2'], rows: [[1, 'more'], [], ['alone'], [2]] });
  expect(() => readTableFiles([part('3.json', '{"columns":')])).toThrow('damaged');
  expect(() => readTableFiles([part('4.json', '[]')])).toThrow('no table');
});

test('a model graph is a table of its layers with their parameters', () => {
  const graph = {
    format: 'torch',
    nodes: [
      {
        id: 7,
        name: 'fc1',
        class_name: 'Linear(in_features=4, out_features=2, bias=True)',
        parameters: [
          ['weight', [2, 4]],
          ['bias', [2]],
        ],
        num_parameters: [8, 2],
        output_shape: [1, 2],
      },
      { id: 9, name: null, class_name: 'ReLU()', num_parameters: [], output_shape: [1, 2] },
    ],
    edges: [[7, 9]],
  };
  const path = join(folder, 'x.graph.json');
  writeFileSync(path, JSON.stringify(graph));
  expect(readTableFiles([path])).toEqual({
    columns: ['layer', 'type', 'parameters', 'output shape', 'weights', 'inputs', 'module'],
    rows: [
      [
        'fc1',
        'Linear',
        10,
        '[1,2]',
        'weight [2,4], bias [2]',
        null,
        'Linear(in_features=4, out_features=2, bias=True)',
      ],
      ['node 1', 'ReLU', 0, '[1,2]', null, 'fc1', 'ReLU()'],
    ],
  });
});

test('what is written holds the same cells in the same order', async () => {
  const table = tableOf(
    ['n', 't', 'b', 'm'],
    [
      [1.5, 'say "hi", you', true, { _type: 'x', path: 'p' }],
      [null, null, null, null],
    ],
  );
  const rows = Uint32Array.of(1, 0);
  const to = (form: string): string => join(folder, `out.${form}`);
  for (const form of ['csv', 'json', 'parquet'] as const) writeTable(to(form), table, rows, form);
  expect(readFileSync(to('csv'), 'utf8')).toBe(
    'n,t,b,m\r\n,,,\r\n1.5,"say ""hi"", you",true,"{""_type"":""x"",""path"":""p""}"\r\n',
  );
  expect(JSON.parse(readFileSync(to('json'), 'utf8'))).toEqual([
    { n: null, t: null, b: null, m: null },
    { n: 1.5, t: 'say "hi", you', b: true, m: { _type: 'x', path: 'p' } },
  ]);
  const bytes = readFileSync(to('parquet'));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  expect(await parquetReadObjects({ file })).toEqual([
    { n: null, t: null, b: null, m: null },
    { n: 1.5, t: 'say "hi", you', b: true, m: '{"_type":"x","path":"p"}' },
  ]);
});
