import type { Formula, FormulaFunction, FormulaOperator } from './parse.ts';

/** A cell as expressions see it; null: missing. Structures are handed through. */
export type FormulaCell = unknown;
/** Cells of a column by row. */
export type CellReader = (row: number) => FormulaCell;

type Read = (row: number) => FormulaCell;

/**
 * Makes a function of the row out of an expression. What cannot be computed is missing (null): missing cells, the root
 * of a negative number, cells of another type in a column of several types. `columnOf` gives the cells of a column.
 */
export function compileFormula(formula: Formula, columnOf: (name: string) => CellReader): Read {
  switch (formula.kind) {
    case 'constant': {
      const { value } = formula;
      return () => value;
    }
    case 'column':
      return columnOf(formula.name);
    case 'unary': {
      const of = compileFormula(formula.of, columnOf);
      if (formula.op === '-') return (row) => ofNumber(of(row), (n) => -n);
      return (row) => {
        const value = of(row);
        return typeof value === 'boolean' ? !value : null;
      };
    }
    case 'binary':
      return binary(formula.op, compileFormula(formula.left, columnOf), compileFormula(formula.right, columnOf));
    case 'call':
      return call(
        formula.name,
        formula.args.map((one) => compileFormula(one, columnOf)),
      );
  }
}

const ARITHMETIC: Readonly<Partial<Record<FormulaOperator, (a: number, b: number) => number>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

function binary(op: FormulaOperator, left: Read, right: Read): Read {
  if (op === 'and') return (row) => both(left(row), right(row), false);
  if (op === 'or') return (row) => both(left(row), right(row), true);
  const compute = ARITHMETIC[op];
  if (compute === undefined) return (row) => compare(op, left(row), right(row));
  return (row) => {
    const a = left(row);
    const b = right(row);
    if (typeof a === 'number' && typeof b === 'number') return finite(compute(a, b));
    if (op !== '+' || isMissing(a) || isMissing(b)) return null;
    return typeof a === 'string' || typeof b === 'string' ? words(a) + words(b) : null;
  };
}

/** One side that decides is enough, also when the other is missing. */
function both(a: FormulaCell, b: FormulaCell, decides: boolean): boolean | null {
  if (a === decides || b === decides) return decides;
  return typeof a === 'boolean' && typeof b === 'boolean' ? !decides : null;
}

function compare(op: FormulaOperator, a: FormulaCell, b: FormulaCell): boolean | null {
  if (isMissing(a) || isMissing(b)) return null;
  if (op === '==') return a === b;
  if (op === '!=') return a !== b;
  if (typeof a !== typeof b || typeof a === 'object') return null;
  const [x, y] = [a as number, b as number];
  return op === '<' ? x < y : op === '<=' ? x <= y : op === '>' ? x > y : x >= y;
}

const OF_NUMBER: Readonly<Partial<Record<FormulaFunction, (n: number) => number>>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  sqrt: Math.sqrt,
};

const OF_TEXT: Readonly<Partial<Record<FormulaFunction, (a: string, b: string, c: string) => FormulaCell>>> = {
  lower: (a) => a.toLowerCase(),
  upper: (a) => a.toUpperCase(),
  trim: (a) => a.trim(),
  contains: (a, b) => a.includes(b),
  startswith: (a, b) => a.startsWith(b),
  endswith: (a, b) => a.endsWith(b),
  replace: (a, b, c) => a.replaceAll(b, c),
};

function call(name: FormulaFunction, args: readonly Read[]): Read {
  const [first = () => null, second = () => null, third = () => null] = args;
  const ofNumberOnly = OF_NUMBER[name];
  if (ofNumberOnly !== undefined) return (row) => ofNumber(first(row), ofNumberOnly);
  const ofTexts = OF_TEXT[name];
  if (ofTexts !== undefined) {
    return (row) => {
      const [a, b, c] = [first(row), args.length > 1 ? second(row) : '', args.length > 2 ? third(row) : ''];
      return typeof a === 'string' && typeof b === 'string' && typeof c === 'string' ? ofTexts(a, b, c) : null;
    };
  }
  switch (name) {
    case 'round':
      return (row) => rounded(first(row), args.length > 1 ? second(row) : 0);
    case 'min':
    case 'max':
      return (row) => {
        const numbers = args.map((one) => one(row));
        return numbers.every((one) => typeof one === 'number') ? Math[name](...numbers) : null;
      };
    case 'if':
      return (row) => {
        const isTrue = first(row);
        return typeof isTrue === 'boolean' ? (isTrue ? second : third)(row) : null;
      };
    case 'coalesce':
      return (row) => args.map((one) => one(row)).find((value) => !isMissing(value)) ?? null;
    case 'missing':
      return (row) => isMissing(first(row));
    case 'number':
      return (row) => toNumber(first(row));
    case 'text':
    case 'concat':
      return (row) => {
        const cells = args.map((one) => one(row));
        return cells.some(isMissing) ? null : cells.map(words).join('');
      };
    case 'length':
      return (row) => {
        const value = first(row);
        return typeof value === 'string' || Array.isArray(value) ? value.length : null;
      };
    default:
      return (row) => sliced(first(row), second(row), args.length > 2 ? third(row) : undefined);
  }
}

function isMissing(value: FormulaCell): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

function finite(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function ofNumber(value: FormulaCell, compute: (n: number) => number): number | null {
  return typeof value === 'number' ? finite(compute(value)) : null;
}

function rounded(value: FormulaCell, places: FormulaCell): number | null {
  if (typeof value !== 'number' || typeof places !== 'number') return null;
  const scale = 10 ** Math.min(15, Math.max(-15, Math.trunc(places)));
  const round = Math.round(value * scale) / scale;
  return Number.isFinite(round) ? round : finite(value);
}

function toNumber(value: FormulaCell): number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return finite(value);
  return typeof value === 'string' && value.trim() !== '' ? finite(Number(value)) : null;
}

function sliced(value: FormulaCell, from: FormulaCell, to: FormulaCell): string | null {
  if (typeof value !== 'string' || typeof from !== 'number') return null;
  if (to === null) return null;
  return value.slice(from, typeof to === 'number' ? to : undefined);
}

function words(value: FormulaCell): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
