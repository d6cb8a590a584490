import { expect, test } from 'vitest';
import { indentJson } from './indent-json.ts';

test('JSON is laid out as a serializer would', () => {
  const value = { a: 1, b: [1, 2, { c: 'x, y: {z}' }], e: {}, f: [], g: 'say \\"hi\\" \\\\' };
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
});

test('numbers stay as they are written in the file', () => {
  expect(indentJson('{"big":1180591620717411303424,"one":1.0,"nan":NaN,"inf":-Infinity}')).toBe(
    '{\n  "big": 1180591620717411303424,\n  "one": 1.0,\n  "nan": NaN,\n  "inf": -Infinity\n}',
  );
});

test('several documents stand below each other', () => {
  expect(indentJson('{"a":1}\n{"a":2}\n')).toBe('{\n  "a": 1\n}\n{\n  "a": 2\n}');
});
