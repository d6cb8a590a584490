import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clientTime,
  ExtendedJsonError,
  type JsonObject,
  type JsonValue,
  parseExtended,
  stringifyExtended,
  toApiValue,
} from './index.ts';

test('reads the bare words of the wandb core beside strings that look like them', () => {
  expect(parseExtended('{"a":NaN,"b":Infinity,"c":[-Infinity],"d":"NaN, Infinity","e":"\\"NaN\\u00e9"}')).toEqual({
    a: Number.NaN,
    b: Number.POSITIVE_INFINITY,
    c: [Number.NEGATIVE_INFINITY],
    d: 'NaN, Infinity',
    e: '"NaNé',
  });
});

test('integers beyond 2^53 keep every digit; floats written as integers stay floats', () => {
  expect(parseExtended('9007199254740993')).toBe(9007199254740993n);
  expect(parseExtended('{"a":[-9223372036854775808]}')).toEqual({ a: [-9223372036854775808n] });
  expect(parseExtended('100000000000000000000')).toBe(1e20);
  expect(parseExtended('9007199254740992')).toBe(2 ** 53);
  expect(parseExtended('1e400')).toBe(Number.POSITIVE_INFINITY);
  expect(stringifyExtended(parseExtended('[9007199254740993,100000000000000000000]'))).toBe(
    '[9007199254740993,100000000000000000000]',
  );
});

test('negative zero survives both ways', () => {
  expect(parseExtended('-0')).toBe(-0);
  expect(parseExtended('[-0.0,NaN]')).toEqual([-0, Number.NaN]);
  expect(stringifyExtended([-0, 0])).toBe('[-0.0,0]');
});

test('__proto__ is a key like any other, in both readers', () => {
  for (const text of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":NaN}}']) {
    const value = parseExtended(text) as JsonObject;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(stringifyExtended(value)).toBe(text);
    expect(Object.keys(toApiValue(value) as object)).toEqual(['__proto__']);
  }
  expect(({} as { x?: number }).x).toBeUndefined();
});

test('of two equal keys the later counts, in both readers', () => {
  expect(parseExtended('{"a":1,"a":2}')).toEqual({ a: 2 });
  expect(parseExtended('{"a":NaN,"a":2}')).toEqual({ a: 2 });
});

test('nesting is bounded, in both readers', () => {
  const nest = (depth: number, inner: string): string => '['.repeat(depth) + inner + ']'.repeat(depth);
  for (const inner of ['1', 'NaN']) {
    expect(() => parseExtended(nest(256, inner))).not.toThrow();
    expect(() => parseExtended(nest(257, inner))).toThrow(ExtendedJsonError);
    expect(() => parseExtended(nest(100_000, inner))).toThrow(ExtendedJsonError);
  }
});

test('large numbers are read back by Python as what was logged: integers in full, floats to the last bit', () => {
  for (const [text, value, written] of [
    ['-83628997840846030', -83628997840846030n, '-83628997840846030'],
    ['-8.362899784084603e+16', -8.362899784084603e16, '-8.362899784084603e+16'],
    ['1152921504606846976', 2n ** 60n, '1152921504606846976'],
    ['1.152921504606847e+18', 2 ** 60, '1.152921504606847e+18'],
    ['100000000000000000', 1e17, '100000000000000000'],
    ['9007199254740992', 2 ** 53, '9007199254740992'],
    ['9007199254740993', 2n ** 53n + 1n, '9007199254740993'],
    ['1e+22', 1e22, '1e+22'],
  ] as const) {
    expect(parseExtended(text)).toBe(value);
    expect(stringifyExtended(value)).toBe(written);
  }
});

test('what is not JSON is refused with its place', () => {
  for (const bad of [
    '',
    ' ',
    '{',
    '{"a":}',
    '{"a":1,}',
    '[1 2]',
    'nan',
    'NaNs',
    '+1',
    '01',
    '1.',
    '.5',
    "{'a':1}",
    '"\u0001"',
    '"\\x"',
    'tru',
    '[1],[2]',
    '-',
    '--Infinity',
  ]) {
    expect(() => parseExtended(bad), bad).toThrow(ExtendedJsonError);
  }
  expect(() => parseExtended('{"a":NaN,x}')).toThrow('expected a string at position 9');
});

const extended = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.double(),
    fc.integer(),
    fc.bigInt().filter((n) => String(Number(n)) !== String(n) || BigInt(Number(n)) !== n),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'NaN', 'toString')), tie('value'), {
      noNullPrototype: true,
    }),
  ),
})).value;

test('property: every value survives writing and reading', () => {
  fc.assert(
    fc.property(extended, (value) => {
      expect(parseExtended(stringifyExtended(value))).toStrictEqual(value);
    }),
  );
});

test('property: ordinary JSON reads as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      // Of integers beyond 2^53 more digits are kept than JSON.parse does.
      fc.pre(!/(?<![.\d])\d{16,}(?![.\deE])/.test(text));
      const padded = ` ${text}\n`;
      const rounded = JSON.stringify(JSON.parse(text));
      expect(JSON.stringify(toApiValue(parseExtended(padded)))).toBe(rounded);
    }),
  );
});

test('the API shows what strict JSON cannot hold as strings', () => {
  expect(toApiValue({ a: Number.NaN, b: [-Infinity], c: 2n ** 60n, d: { e: null } })).toEqual({
    a: 'NaN',
    b: ['-Infinity'],
    c: '1152921504606846976',
    d: { e: null },
  });
});

test('a text of any length is read beside what only the slow reader knows', () => {
  const long = 'x"\\'.repeat(8_000_000);
  const read = parseExtended(`{"a": NaN, "long": ${JSON.stringify(long)}}`);
  expect(read).toHaveProperty('long.length', long.length);
});

test('a time without a zone is UTC', () => {
  const texts = ['2026-03-01T12:00:00.250000', '2026-03-01 12:00:00.25', '2026-03-01T21:00:00.25+09:00', '2026-03-01'];
  const noon = Date.UTC(2026, 2, 1, 12, 0, 0, 250);
  expect([...texts, 'soon', ''].map(clientTime)).toEqual([noon, noon, noon, Date.UTC(2026, 2, 1), NaN, NaN]);
});
