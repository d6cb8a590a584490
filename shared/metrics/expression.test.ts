import { expect, test } from 'vitest';
import { evaluate, fieldsIn, metricsIn, parseExpression, type Expression } from './expression.ts';

function read(text: string): Expression {
  const parsed = parseExpression(text);
  if (parsed.kind === 'error') throw new Error(`${parsed.at}: ${parsed.reason}`);
  return parsed.expression;
}

const columns = new Map([
  ['a', Float64Array.of(1, 4, 9)],
  ['b', Float64Array.of(2, 2, NaN)],
  ['train/loss', Float64Array.of(10, 100, 1000)],
  ['two words', Float64Array.of(5, 6, 7)],
  ['_step', Float64Array.of(0, 1, 2)],
  ['損失/学習', Float64Array.of(1, 2, 3)],
]);
const fields = new Map([['config:lr', 0.5]]);

test.each([
  ['1 + 2 * 3', [7, 7, 7]],
  ['(1 + 2) * 3', [9, 9, 9]],
  ['2 ** 3 ** 2', [512, 512, 512]],
  ['-2 ** 2', [-4, -4, -4]],
  ['2 ** -1', [0.5, 0.5, 0.5]],
  ['7 % 4 - 1', [2, 2, 2]],
  ['a - b', [-1, 2, NaN]],
  ['a-1', [0, 3, 8]],
  ['log10(train/loss)', [1, 2, 3]],
  ['a / b', [0.5, 2, NaN]],
  ['sqrt(a) + abs(-_step)', [1, 3, 5]],
  ['"two words" * ${config:lr}', [2.5, 3, 3.5]],
  ['`two words`', [5, 6, 7]],
  ['損失/学習 + 1', [2, 3, 4]],
  ['diff(a)', [NaN, 3, 5]],
  ['cumsum(b)', [2, 4, NaN]],
  ['max(a, 3, _step)', [3, 4, 9]],
  ['min(a, 3)', [1, 3, 3]],
  ['${summary:none} + a', [NaN, NaN, NaN]],
  ['1e-3 * 1E3', [1, 1, 1]],
  ['sqrt(-a)', [NaN, NaN, NaN]],
])('%s', (text, expected) => {
  expect([...evaluate(read(text), columns, fields, 3)]).toEqual(expected);
});

test('what it reads is known before', () => {
  const expression = read('a + train/loss - a / ${config:lr} * ${summary:best acc}');
  expect(metricsIn(expression)).toEqual(['a', 'train/loss']);
  expect(fieldsIn(expression)).toEqual([
    { doc: 'config', key: 'lr' },
    { doc: 'summary', key: 'best acc' },
  ]);
});

test.each([
  ['', 0],
  ['1 +', 3],
  ['(1', 2],
  ['1 2', 2],
  ['nope(1)', 0],
  ['log(1, 2)', 0],
  ['a b', 2],
  ['$x', 0],
  ['"open', 0],
])('%j says where it is wrong', (text, at) => {
  const parsed = parseExpression(text);
  expect(parsed).toMatchObject({ kind: 'error', at });
});

test('nothing that is typed can break it', () => {
  for (const text of ['('.repeat(5000), '-'.repeat(1500), '('.repeat(500), 'a'.repeat(3000)])
    expect(parseExpression(text).kind).toBe('error');
  expect(parseExpression('__proto__ + constructor').kind).toBe('expression');
  expect([...evaluate(read('constructor'), columns, fields, 1)]).toEqual([NaN]);
});
