import { expect, test } from 'vitest';
import { UsageError } from '#sdk/base';
import { mergeRow, RowWriter, snapshot } from './row.ts';

function writer(): { readonly rows: RowWriter; readonly told: string[] } {
  const told: string[] = [];
  return { rows: new RowWriter((text) => told.push(text)), told };
}

test('a row is one text, its keys are told once', () => {
  const { rows, told } = writer();
  expect(rows.row(3, 1000.5, { loss: 0.25, 'a.b': 1, nest: { x: [1, 2], y: { z: 'ü\n' } } })).toBe(
    ['R', 3, 1000.5, 0, 0.25, 1, 1, 2, '[1,2]', 3, '"ü\\n"'].join('\n'),
  );
  expect(told).toEqual(['K\n0\n["loss"]', 'K\n1\n["a.b"]', 'K\n2\n["nest","x"]', 'K\n3\n["nest","y","z"]']);
  rows.row(4, 1001, { loss: 1 });
  expect(told).toHaveLength(4);
});

test('numbers keep every digit, and what JSON has no word for', () => {
  const { rows } = writer();
  const values = [0.1, 1, -0, 2 ** 53, 1e21, 5e-324, Number.NaN, Number.NEGATIVE_INFINITY];
  const texts = values.map((value) => rows.row(0, 0, { value }).split('\n')[4]);
  expect(texts).toEqual(['0.1', '1', '-0.0', '9007199254740992', '1e+21', '5e-324', 'NaN', '-Infinity']);
  expect(rows.row(0, 0, { value: 2n ** 63n - 1n }).split('\n')[4]).toBe('9223372036854775807');
});

test('undefined is left out; null, empty objects, dates and typed arrays are values', () => {
  const { rows } = writer();
  const row = { gone: undefined, none: null, empty: {}, when: new Date(0), list: Float32Array.of(0.5, 2) };
  const texts = rows.row(0, 0, row).split('\n');
  expect(texts.filter((_, i) => i > 3 && i % 2 === 0)).toEqual(['null', '{}', '"1970-01-01T00:00:00.000Z"', '[0.5,2]']);
});

test.each([
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['too large an integer', 2n ** 65n],
  ['raw bytes', new ArrayBuffer(4)],
])('%s is refused by its name', (_, value) => {
  const { rows } = writer();
  expect(() => rows.row(0, 0, { nest: { bad: value } })).toThrow(UsageError);
  expect(() => rows.row(0, 0, { nest: { bad: value } })).toThrow('nest.bad');
});

test('an object in a circle is refused', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = [circle];
  expect(() => writer().rows.row(0, 0, { circle })).toThrow('in a circle');
});

test('of two values of one row the later counts, objects are put together', () => {
  const row: Record<string, unknown> = { a: 1, nest: { x: 1, y: 2 } };
  mergeRow(row, { a: 2, b: 3, nest: { y: 4 } });
  expect(row).toEqual({ a: 2, b: 3, nest: { x: 1, y: 4 } });
});

test('a snapshot does not follow its source', () => {
  const source = { list: [1, { deep: 1 }], numbers: Float64Array.of(1, 2) };
  const copy = snapshot(source);
  source.list.push(3);
  source.numbers[0] = 9;
  expect(copy).toEqual({ list: [1, { deep: 1 }], numbers: Float64Array.of(1, 2) });
});
