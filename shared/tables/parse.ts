/** An expression over the cells of one row of a table. */
export type Formula =
  | { readonly kind: 'constant'; readonly value: number | string | boolean }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'unary'; readonly op: '-' | 'not'; readonly of: Formula }
  | { readonly kind: 'binary'; readonly op: FormulaOperator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'call'; readonly name: FormulaFunction; readonly args: readonly Formula[] };

export type FormulaOperator = keyof typeof STRENGTH;

/** How strongly operators bind; those of the same strength from the left, `**` from the right. */
const STRENGTH = {
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '**': 8,
} as const;
const NOT = 3;
const SIGN = 7;

/** Functions with how many values they take. */
const FUNCTIONS = {
  abs: [1, 1],
  ceil: [1, 1],
  exp: [1, 1],
  floor: [1, 1],
  log: [1, 1],
  log10: [1, 1],
  log2: [1, 1],
  round: [1, 2],
  sqrt: [1, 1],
  min: [1, 8],
  max: [1, 8],
  if: [3, 3],
  coalesce: [1, 8],
  missing: [1, 1],
  number: [1, 1],
  text: [1, 1],
  length: [1, 1],
  lower: [1, 1],
  upper: [1, 1],
  trim: [1, 1],
  concat: [1, 8],
  contains: [2, 2],
  startswith: [2, 2],
  endswith: [2, 2],
  replace: [3, 3],
  slice: [2, 3],
} as const;
export type FormulaFunction = keyof typeof FUNCTIONS;
export const FORMULA_FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);

export type ParsedFormula =
  | { readonly kind: 'formula'; readonly formula: Formula }
  /** `at`: place of the fault in the text, from 0. */
  | { readonly kind: 'error'; readonly reason: string; readonly at: number };

/** Longer texts are nothing that a person typed. */
const LONGEST_TEXT = 2000;
const DEEPEST = 100;

const TOKEN =
  /(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\d_/:@#]))|(?<name>[\p{L}_@#][\p{L}\p{M}\d_./:@#]*)|`(?<quoted>(?:[^`\\]|\\.)+)`|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<sign>\*\*|<=|>=|==|!=|&&|\|\||[-+*/%<>=!(),])/iuy;

type Token =
  | { readonly kind: 'constant'; readonly value: number | string; readonly at: number }
  | { readonly kind: 'name' | 'quoted' | 'sign' | 'end'; readonly text: string; readonly at: number };

/** Other ways to write an operator. */
const SAME: Readonly<Record<string, string>> = { '=': '==', '&&': 'and', '||': 'or', '!': 'not' };

/**
 * Reads `if(score > 0.5 and label != "cat", round(score * 100, 1), 0)`. Operators, the weakest first: `or`, `and`, `not`,
 * comparisons (`= == != < <= > >=`), `+ -`, `* / %`, a sign, `**`. A column's name may hold letters, digits and
 * `_ . / : @ #`, so `a/b` is one name and `a / b` a division; any other name stands in backquotes. Texts stand in single
 * or double quotes; `true` and `false` are values. Never throws.
 */
export function parseFormula(text: string): ParsedFormula {
  if (text.trim() === '') return { kind: 'error', reason: 'type an expression', at: 0 };
  if (text.length > LONGEST_TEXT)
    return { kind: 'error', reason: `more than ${LONGEST_TEXT} letters`, at: LONGEST_TEXT };
  try {
    return { kind: 'formula', formula: new FormulaParser(tokensOf(text)).parse() };
  } catch (error) {
    if (error instanceof FormulaFault) return { kind: 'error', reason: error.message, at: error.at };
    throw error;
  }
}

class FormulaFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', at }];
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new FormulaFault('a value or an operator is expected', at);
    tokens.push(tokenOf(groups, at));
    at = TOKEN.lastIndex;
  }
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, at: number): Token {
  const { number, name, quoted, sign = '' } = groups;
  if (number !== undefined) return { kind: 'constant', value: Number(number), at };
  const words = groups['double'] ?? groups['single'];
  if (words !== undefined) return { kind: 'constant', value: words.replaceAll(/\\(.)/g, '$1'), at };
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.replaceAll(/\\(.)/g, '$1'), at };
  if (name !== undefined) {
    const lower = name.toLowerCase();
    return ['and', 'or', 'not'].includes(lower) ? { kind: 'sign', text: lower, at } : { kind: 'name', text: name, at };
  }
  return { kind: 'sign', text: SAME[sign] ?? sign, at };
}

class FormulaParser {
  readonly #tokens: readonly Token[];
  #place = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Formula {
    const formula = this.#above(0);
    if (this.#next().kind !== 'end') throw this.#fault('an operator is expected');
    return formula;
  }

  /** What is bound by operators stronger than `least`. */
  #above(least: number): Formula {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#fault('too many brackets or signs');
    let left = this.#prefixed();
    for (;;) {
      const token = this.#next();
      if (token.kind !== 'sign' || !(token.text in STRENGTH)) break;
      const op = token.text as FormulaOperator;
      const strength = STRENGTH[op];
      if (strength <= least) break;
      this.#place += 1;
      const right = this.#above(op === '**' ? SIGN - 1 : strength);
      left = { kind: 'binary', op, left, right };
    }
    this.#depth -= 1;
    return left;
  }

  #prefixed(): Formula {
    if (this.#sign('-')) return { kind: 'unary', op: '-', of: this.#above(SIGN) };
    if (this.#sign('not')) return { kind: 'unary', op: 'not', of: this.#above(NOT) };
    return this.#atom();
  }

  #atom(): Formula {
    const token = this.#next();
    if (this.#sign('(')) {
      const inner = this.#above(0);
      this.#close();
      return inner;
    }
    if (token.kind === 'end') throw this.#fault('something is missing');
    if (token.kind === 'sign') throw this.#fault('a value is expected');
    this.#place += 1;
    if (token.kind === 'constant') return { kind: 'constant', value: token.value };
    if (token.kind === 'quoted') return { kind: 'column', name: token.text };
    if (this.#sign('(')) return this.#call(token.text, token.at);
    if (token.text === 'true' || token.text === 'false') return { kind: 'constant', value: token.text === 'true' };
    return { kind: 'column', name: token.text };
  }

  #call(name: string, at: number): Formula {
    const lower = name.toLowerCase();
    if (!Object.hasOwn(FUNCTIONS, lower))
      throw new FormulaFault(`there is no function ${name}; there are ${FORMULA_FUNCTION_NAMES.join(', ')}`, at);
    const known = lower as FormulaFunction;
    const args = [this.#above(0)];
    while (this.#sign(',')) args.push(this.#above(0));
    this.#close();
    const [least, most] = FUNCTIONS[known];
    if (args.length < least || args.length > most)
      throw new FormulaFault(
        `${known} takes ${least === most ? least : `${least} to ${most}`} ${most === 1 ? 'value' : 'values'}`,
        at,
      );
    return { kind: 'call', name: known, args };
  }

  #close(): void {
    if (!this.#sign(')')) throw this.#fault('a closing bracket is missing');
  }

  #sign(text: string): boolean {
    const token = this.#next();
    if (token.kind !== 'sign' || token.text !== text) return false;
    this.#place += 1;
    return true;
  }

  #next(): Token {
    return this.#tokens[this.#place] ?? { kind: 'end', text: '', at: 0 };
  }

  #fault(reason: string): FormulaFault {
    return new FormulaFault(reason, this.#next().at);
  }
}
