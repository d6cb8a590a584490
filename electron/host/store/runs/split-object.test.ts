import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';
import { joinObject, splitObject } from './split-object.ts';

test('members come apart as they were written', () => {
  const text = ' {"a" : {"x": [1, "}]{,\\""]} , "b\\u00fc":NaN,"c":-Infinity, "d": "\\\\", "e":[], "a": 2 } ';
  expect([...splitObject(text)]).toEqual([
    ['bü', 'NaN'],
    ['c', '-Infinity'],
    ['d', '"\\\\"'],
    ['e', '[]'],
    ['a', '2'],
  ]);
  expect([...splitObject('{}')]).toEqual([]);
});

test.each([
  '',
  ' ',
  '[]',
  '1',
  '{',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,}',
  '{,}',
  '{"a":}',
  '{a:1}',
  '{"a":"x}',
  '{} {}',
])('%j is no object', (text) => expect(() => splitObject(text)).toThrow(SyntaxError));

test('taken apart and put together again, any object is the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 0, max: 3 }), (value, indent) => {
      const members = splitObject(JSON.stringify(value, undefined, indent));
      const whole = parseExtended(joinObject(members));
      expect(stringifyExtended(whole)).toBe(stringifyExtended(parseExtended(JSON.stringify(value))));
      expect(isJsonObject(whole)).toBe(true);
    }),
  );
});
