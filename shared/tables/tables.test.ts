import { expect, test } from 'vitest';
import { checkFormula, compileFormula, namesIn, parseFormula, type FormulaType } from './index.ts';

const COLUMNS = new Map<string, FormulaType>([
  ['n', 'number'],
  ['m', 'number'],
  ['t', 'text'],
  ['b', 'boolean'],
  ['a/b', 'number'],
  ['with space', 'number'],
  ['x', 'any'],
]);
const ROWS = [
  { n: 4, m: 2, t: 'Cat', b: true, 'a/b': 10, 'with space': 7, x: [1, 2] },
  { n: -1, m: null, t: null, b: false, 'a/b': 0, 'with space': 1, x: 'word' },
];

function results(text: string): unknown[] {
  const checked = checkFormula(text, COLUMNS);
  if (checked.kind === 'error') throw new Error(checked.reason);
  const read = compileFormula(checked.formula, (name) => (row) => (ROWS[row] as Record<string, unknown>)[name] ?? null);
  return [read(0), read(1)];
}

test('operators bind as in arithmetic, and a missing cell makes its result missing', () => {
  expect(results('1 + n * m ** 2')).toEqual([17, null]);
  expect(results('-n ** 2')).toEqual([-16, -1]);
  expect(results('2 ** -1 ** 2')).toEqual([0.5, 0.5]);
  expect(results('(n - m) - 1')).toEqual([1, null]);
  expect(results('10 - 3 - 2')).toEqual([5, 5]);
  expect(results('a/b / 5 + `with space`')).toEqual([9, 1]);
  expect(results('sqrt(n)')).toEqual([2, null]);
  expect(results('round(n / 3, 2)')).toEqual([1.33, -0.33]);
});

test('comparisons, logic and texts', () => {
  expect(results('n > 3 and t = "Cat"')).toEqual([true, false]);
  expect(results('not b or m == 2')).toEqual([true, true]);
  expect(results("if(b, upper(t), 'none')")).toEqual(['CAT', 'none']);
  expect(results('t + ": " + n')).toEqual(['Cat: 4', null]);
  expect(results('coalesce(m, 0) + length(coalesce(t, ""))')).toEqual([5, 0]);
  expect(results('contains(lower(t), "at")')).toEqual([true, null]);
  expect(results('slice(t, 0, 2)')).toEqual(['Ca', null]);
  expect(results('length(x)')).toEqual([2, 4]);
  expect(results('number("1e3") + number(b)')).toEqual([1001, 1000]);
});

test('faults say what is wrong, and where', () => {
  const fault = (text: string): string => {
    const checked = checkFormula(text, COLUMNS);
    return checked.kind === 'error' ? checked.reason : 'no fault';
  };
  expect(fault('n +')).toContain('something is missing');
  expect(fault('n n')).toBe('an operator is expected (at letter 3)');
  expect(fault('nope * 2')).toBe('the table has no column “nope”');
  expect(fault('t * 2')).toBe('* takes a number, and “t” is a text');
  expect(fault('n = t')).toBe('== compares a number with a text');
  expect(fault('round(t)')).toBe('round takes a number, and “t” is a text');
  expect(fault('eval(n)')).toContain('there is no function eval');
  expect(fault('log(n, 2)')).toBe('log takes 1 value (at letter 1)');
  expect(fault('"open')).toContain('expected');
  expect(fault('('.repeat(500))).toContain('too many brackets');
  expect(fault('')).toContain('type an expression');
});

test('names are found once each', () => {
  const parsed = parseFormula('n + m * n + `with space`');
  expect(parsed.kind === 'formula' ? namesIn(parsed.formula) : []).toEqual(['n', 'm', 'with space']);
});
