import { type Formula, parseFormula } from './parse.ts';

/** What an expression gives; `any` is known only by its cells: a column of several types, of media, of structures. */
export type FormulaType = 'number' | 'text' | 'boolean' | 'any';

export type CheckedFormula =
  | { readonly kind: 'formula'; readonly formula: Formula; readonly type: FormulaType }
  | { readonly kind: 'error'; readonly reason: string };

/**
 * Reads an expression and checks it against the columns of a table. Errors say what is unknown, or which types do not
 * go together; never throws.
 */
export function checkFormula(text: string, columns: ReadonlyMap<string, FormulaType>): CheckedFormula {
  const parsed = parseFormula(text);
  if (parsed.kind === 'error') return { kind: 'error', reason: `${parsed.reason} (at letter ${parsed.at + 1})` };
  try {
    return { kind: 'formula', formula: parsed.formula, type: typeOf(parsed.formula, columns) };
  } catch (error) {
    if (error instanceof TypeFault) return { kind: 'error', reason: error.message };
    throw error;
  }
}

/** The columns that an expression reads, each once, in the order they stand. */
export function namesIn(formula: Formula): string[] {
  switch (formula.kind) {
    case 'constant':
      return [];
    case 'column':
      return [formula.name];
    case 'unary':
      return namesIn(formula.of);
    case 'binary':
      return [...new Set([...namesIn(formula.left), ...namesIn(formula.right)])];
    case 'call':
      return [...new Set(formula.args.flatMap(namesIn))];
  }
}

class TypeFault extends Error {}

type Columns = ReadonlyMap<string, FormulaType>;

function typeOf(formula: Formula, columns: Columns): FormulaType {
  switch (formula.kind) {
    case 'constant':
      return typeof formula.value === 'string' ? 'text' : (typeof formula.value as 'number' | 'boolean');
    case 'column': {
      const type = columns.get(formula.name);
      if (type === undefined) throw new TypeFault(`the table has no column “${formula.name}”`);
      return type;
    }
    case 'unary': {
      const wanted = formula.op === '-' ? 'number' : 'boolean';
      want(wanted, formula.of, columns, formula.op === '-' ? '- takes' : 'not takes');
      return wanted;
    }
    case 'binary':
      return binaryType(formula, columns);
    case 'call':
      return callType(formula, columns);
  }
}

function binaryType({ op, left, right }: Extract<Formula, { kind: 'binary' }>, columns: Columns): FormulaType {
  if (op === 'and' || op === 'or') {
    for (const one of [left, right]) want('boolean', one, columns, `${op} takes`);
    return 'boolean';
  }
  const [a, b] = [typeOf(left, columns), typeOf(right, columns)];
  if (op === '+' && (a === 'text' || b === 'text')) return 'text';
  if (['==', '!=', '<', '<=', '>', '>='].includes(op)) {
    if (a !== b && a !== 'any' && b !== 'any') throw new TypeFault(`${op} compares ${WORDS[a]} with ${WORDS[b]}`);
    return 'boolean';
  }
  for (const one of [left, right]) want('number', one, columns, `${op} takes`);
  return 'number';
}

/** What functions take and give; the last type is that of all further values. */
const SHAPES: Readonly<Record<string, readonly [gives: FormulaType, ...takes: FormulaType[]]>> = {
  missing: ['boolean', 'any'],
  number: ['number', 'any'],
  text: ['text', 'any'],
  length: ['number', 'any'],
  lower: ['text', 'text'],
  upper: ['text', 'text'],
  trim: ['text', 'text'],
  concat: ['text', 'any'],
  contains: ['boolean', 'text'],
  startswith: ['boolean', 'text'],
  endswith: ['boolean', 'text'],
  replace: ['text', 'text'],
  slice: ['text', 'text', 'number'],
};

function callType({ name, args }: Extract<Formula, { kind: 'call' }>, columns: Columns): FormulaType {
  const [first] = args;
  if (name === 'if' && first !== undefined) want('boolean', first, columns, 'if takes first');
  if (name === 'if' || name === 'coalesce') {
    const types = args.slice(name === 'if' ? 1 : 0).map((one) => typeOf(one, columns));
    return types.every((type) => type === types[0]) ? (types[0] ?? 'any') : 'any';
  }
  const [gives, ...takes] = SHAPES[name] ?? (['number', 'number'] as const);
  for (const [i, one] of args.entries()) want(takes[i] ?? takes.at(-1) ?? 'any', one, columns, `${name} takes`);
  return gives;
}

const WORDS: Readonly<Record<FormulaType, string>> = {
  number: 'a number',
  text: 'a text',
  boolean: 'true or false',
  any: 'anything',
};

function want(wanted: FormulaType, formula: Formula, columns: Columns, who: string): void {
  const type = typeOf(formula, columns);
  if (wanted === 'any' || type === 'any' || type === wanted) return;
  const what = formula.kind === 'column' ? `“${formula.name}” is ${WORDS[type]}` : `it gets ${WORDS[type]}`;
  throw new TypeFault(`${who} ${WORDS[wanted]}, and ${what}`);
}
