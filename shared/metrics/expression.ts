/** An expression over the values of one row: metrics, settings of the run, numbers. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'metric'; readonly key: string }
  /** One value of the run. */
  | { readonly kind: 'field'; readonly doc: 'config' | 'summary'; readonly key: string }
  | { readonly kind: 'negate'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] };

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '**';

/** Functions of one row, with how many arguments they take. `diff` and `cumsum` also look at the rows before. */
const FUNCTIONS = {
  log: [1, 1],
  log10: [1, 1],
  log2: [1, 1],
  exp: [1, 1],
  sqrt: [1, 1],
  abs: [1, 1],
  min: [1, 8],
  max: [1, 8],
  diff: [1, 1],
  cumsum: [1, 1],
} as const;
export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);

export type ParsedExpression =
  | { readonly kind: 'expression'; readonly expression: Expression }
  /** `at`: place of the fault in the text, from 0. */
  | { readonly kind: 'error'; readonly reason: string; readonly at: number };

/** Longer texts are nothing that a person typed. */
const LONGEST_TEXT = 2000;
const DEEPEST = 100;

/**
 * Reads `log(train/loss) * ${config:lr} + "name with spaces"`. Operators `+ - * / % **` and brackets bind as usual,
 * `**` to the right. A metric's name may hold letters, digits and `_ . / : @ #`; a name with anything else stands in
 * quotes or backticks. So `a/b` is one name, `a / b` a division. `_step`, `_runtime`, `_timestamp` are metrics too.
 * Never throws.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.trim() === '') return { kind: 'error', reason: 'type an expression', at: 0 };
  if (text.length > LONGEST_TEXT)
    return { kind: 'error', reason: `more than ${LONGEST_TEXT} letters`, at: LONGEST_TEXT };
  try {
    return { kind: 'expression', expression: new ExpressionParser(text).parse() };
  } catch (error) {
    if (error instanceof ExpressionFault) return { kind: 'error', reason: error.message, at: error.at };
    throw error;
  }
}

/** The metrics that an expression reads, each once, in the order they stand. */
export function metricsIn(expression: Expression): string[] {
  const found = new Set<string>();
  visit(expression, (one) => one.kind === 'metric' && found.add(one.key));
  return [...found];
}

/** The values of the run that an expression reads. */
export function fieldsIn(expression: Expression): { readonly doc: 'config' | 'summary'; readonly key: string }[] {
  const found = new Map<string, { readonly doc: 'config' | 'summary'; readonly key: string }>();
  visit(expression, (one) => one.kind === 'field' && found.set(`${one.doc}:${one.key}`, one));
  return [...found.values()].map(({ doc, key }) => ({ doc, key }));
}

/**
 * One value for each row. Shapes: `columns` holds each metric of the expression as [n], in logged order; returns [n].
 * What cannot be computed is NaN: a metric or field that is missing, the root of a negative number. `diff` is NaN in the
 * first row; `cumsum` passes over NaN.
 */
export function evaluate(
  expression: Expression,
  columns: ReadonlyMap<string, Float64Array>,
  fields: ReadonlyMap<string, number>,
  length: number,
): Float64Array {
  const run = (one: Expression): Float64Array => evaluate(one, columns, fields, length);
  switch (expression.kind) {
    case 'number':
      return new Float64Array(length).fill(expression.value);
    case 'metric':
      return columns.get(expression.key) ?? new Float64Array(length).fill(Number.NaN);
    case 'field':
      return new Float64Array(length).fill(fields.get(`${expression.doc}:${expression.key}`) ?? Number.NaN);
    case 'negate':
      return run(expression.of).map((value) => -value);
    case 'binary': {
      const right = run(expression.right);
      const combine = BINARY[expression.op];
      return run(expression.left).map((value, i) => combine(value, right[i] ?? Number.NaN));
    }
    case 'call':
      return call(expression.name, expression.args.map(run), length);
  }
}

const BINARY: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

function call(name: FunctionName, args: readonly Float64Array[], length: number): Float64Array {
  const first = args[0] ?? new Float64Array(length);
  switch (name) {
    case 'min':
    case 'max':
      return args.reduce((a, b) => a.map((value, i) => Math[name](value, b[i] ?? Number.NaN)));
    case 'diff':
      return first.map((value, i) => (i === 0 ? Number.NaN : value - (first[i - 1] ?? 0)));
    case 'cumsum': {
      let sum = 0;
      return first.map((value) => (Number.isNaN(value) ? value : (sum += value)));
    }
    default:
      return first.map((value) => Math[name](value));
  }
}

function visit(expression: Expression, see: (one: Expression) => unknown): void {
  see(expression);
  if (expression.kind === 'negate') visit(expression.of, see);
  if (expression.kind === 'call') for (const one of expression.args) visit(one, see);
  if (expression.kind !== 'binary') return;
  visit(expression.left, see);
  visit(expression.right, see);
}

class ExpressionFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\d_/:@#])/iuy;
const NAME = /[\p{L}_@#][\p{L}\p{M}\d_./:@#]*/uy;
const FIELD = /\$\{\s*(config|summary):([^}]*)\}/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/y;

class ExpressionParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Expression {
    const expression = this.#sum();
    if (this.#at < this.#text.length) throw this.#fault('an operator is expected');
    return expression;
  }

  #sum(): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#fault('too many brackets');
    let left = this.#product();
    for (;;) {
      const op = this.#sign('+') ? '+' : this.#sign('-') ? '-' : undefined;
      if (op === undefined) break;
      left = { kind: 'binary', op, left, right: this.#product() };
    }
    this.#depth -= 1;
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (;;) {
      const op = this.#times() ? '*' : this.#sign('/') ? '/' : this.#sign('%') ? '%' : undefined;
      if (op === undefined) return left;
      left = { kind: 'binary', op, left, right: this.#unary() };
    }
  }

  #times(): boolean {
    this.#skipSpace();
    return !this.#text.startsWith('**', this.#at) && this.#sign('*');
  }

  #unary(): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#fault('too many signs');
    const expression: Expression = this.#sign('-') ? { kind: 'negate', of: this.#unary() } : this.#power();
    this.#depth -= 1;
    return expression;
  }

  #power(): Expression {
    const left = this.#atom();
    return this.#sign('**') ? { kind: 'binary', op: '**', left, right: this.#unary() } : left;
  }

  #atom(): Expression {
    const begin = this.#skipSpace();
    if (this.#sign('(')) {
      const inner = this.#sum();
      if (!this.#sign(')')) throw this.#fault('a closing bracket is missing');
      return inner;
    }
    const field = this.#match(FIELD);
    const key = field?.[2]?.trim() ?? '';
    if (field !== undefined && key !== '')
      return { kind: 'field', doc: field[1] === 'config' ? 'config' : 'summary', key };
    const number = this.#match(NUMBER)?.[0];
    if (number !== undefined) return { kind: 'number', value: Number(number) };
    const quoted = this.#match(QUOTED);
    const inside = quoted?.[1] ?? quoted?.[2] ?? quoted?.[3];
    if (inside !== undefined) return { kind: 'metric', key: inside.replaceAll(/\\(.)/g, '$1') };
    const name = this.#match(NAME)?.[0];
    if (name === undefined)
      throw this.#fault(begin < this.#text.length ? 'a value is expected' : 'something is missing');
    return this.#sign('(') ? this.#call(name, begin) : { kind: 'metric', key: name };
  }

  #call(name: string, at: number): Expression {
    if (!Object.hasOwn(FUNCTIONS, name))
      throw new ExpressionFault(`there is no function ${name}; there are ${FUNCTION_NAMES.join(', ')}`, at);
    const known = name as FunctionName;
    const args = [this.#sum()];
    while (this.#sign(',')) args.push(this.#sum());
    if (!this.#sign(')')) throw this.#fault('a closing bracket is missing');
    const [least, most] = FUNCTIONS[known];
    if (args.length < least || args.length > most)
      throw new ExpressionFault(`${name} takes ${least === most ? least : `${least} to ${most}`} values`, at);
    return { kind: 'call', name: known, args };
  }

  #sign(sign: string): boolean {
    this.#skipSpace();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    this.#skipSpace();
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? undefined;
    if (found === undefined) return undefined;
    this.#at += found[0].length;
    this.#skipSpace();
    return found;
  }

  #skipSpace(): number {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#at;
  }

  #fault(reason: string): ExpressionFault {
    return new ExpressionFault(reason, this.#at);
  }
}
