import type { ColumnRef, FilterValue, RunFilter } from '#shared/api';
import { isRunField, RUN_FIELDS, type MetricStat } from './columns.ts';
import { strings } from './strings.ts';

const faults = strings.filterFaults;

/**
 * The text form of a filter:
 * `config.lr < 0.01 and (state = "finished" or tags in ["a", "b"]) and not summary.acc exists`.
 * Columns: run fields by name, `config.key`, `summary.key`, `min(key)` `max(key)` `mean(key)` `last(key)`; keys that are
 * not plain stand in backticks. Values: numbers, "texts", true, false, null. `not` binds closer than `and`, that than `or`.
 */
export type ParsedFilter =
  | { readonly kind: 'filter'; readonly filter: RunFilter }
  | { readonly kind: 'empty' }
  /** `at`: place of the fault in the text, from 0. */
  | { readonly kind: 'error'; readonly reason: string; readonly at: number };

export function printFilter(filter: RunFilter): string {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.items.map((item) => printInside(item, filter.op)).join(` ${filter.op} `);
    case 'not':
      return `not ${printInside(filter.item, 'not')}`;
    case 'exists':
    case 'missing':
      return `${printColumn(filter.column)} ${filter.op}`;
    case 'in':
    case 'not in':
      return `${printColumn(filter.column)} ${filter.op} [${filter.values.map(printValue).join(', ')}]`;
    default:
      return `${printColumn(filter.column)} ${filter.op} ${printValue(filter.value)}`;
  }
}

function printInside(filter: RunFilter, around: 'and' | 'or' | 'not'): string {
  const text = printFilter(filter);
  const isGroup = filter.op === 'and' || filter.op === 'or';
  const needsBrackets = isGroup && (around === 'not' || filter.op !== around || filter.items.length === 1);
  return needsBrackets ? `(${text})` : text;
}

export function printColumn(column: ColumnRef): string {
  if (column.kind === 'run') return column.key;
  if (column.kind === 'metric') return `${column.stat}(${printKey(column.key)})`;
  return `${column.kind}.${printKey(column.key)}`;
}

function printKey(key: string): string {
  return /^[\w./@-]+$/.test(key) ? key : `\`${key.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

function printValue(value: FilterValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** Reads a filter's text. */
export function parseFilter(text: string): ParsedFilter {
  if (text.trim() === '') return { kind: 'empty' };
  try {
    return { kind: 'filter', filter: new FilterParser(text).parse() };
  } catch (error) {
    if (error instanceof FilterFault) return { kind: 'error', reason: error.message, at: error.at };
    throw error;
  }
}

class FilterFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const OPERATORS = ['<=', '>=', '!=', '=', '<', '>'] as const;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/i;
const METRIC = /^(last|min|max|mean|best)\s*\(\s*/;

class FilterParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): RunFilter {
    const filter = this.#group('or');
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#fault(faults.end);
    return filter;
  }

  #group(op: 'and' | 'or'): RunFilter {
    const items = [this.#part(op)];
    while (this.#word(op)) items.push(this.#part(op));
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { op, items };
  }

  #part(op: 'and' | 'or'): RunFilter {
    return op === 'or' ? this.#group('and') : this.#unary();
  }

  #unary(): RunFilter {
    if (this.#word('not')) return { op: 'not', item: this.#unary() };
    if (!this.#sign('(')) return this.#condition();
    const inner = this.#group('or');
    if (!this.#sign(')')) throw this.#fault(faults.bracket);
    return inner;
  }

  #condition(): RunFilter {
    const column = this.#column();
    if (this.#word('exists')) return { op: 'exists', column };
    if (this.#word('missing')) return { op: 'missing', column };
    if (this.#word('in')) return { op: 'in', column, values: this.#list() };
    if (this.#word('not')) {
      if (!this.#word('in')) throw this.#fault(faults.inAfterNot);
      return { op: 'not in', column, values: this.#list() };
    }
    if (this.#word('contains')) return { op: 'contains', column, value: this.#textValue() };
    if (this.#word('regex')) return { op: 'regex', column, value: this.#textValue() };
    const op = OPERATORS.find((one) => this.#sign(one));
    if (op === undefined) throw this.#fault(faults.operator);
    return { op, column, value: this.#value() };
  }

  #column(): ColumnRef {
    this.#skipSpace();
    const metric = METRIC.exec(this.#rest());
    if (metric !== null) {
      this.#at += metric[0].length;
      const key = this.#key();
      if (!this.#sign(')')) throw this.#fault(faults.bracket);
      return { kind: 'metric', stat: metric[1] as MetricStat, key };
    }
    const doc = /^(config|summary)\./.exec(this.#rest());
    if (doc !== null) {
      this.#at += doc[0].length;
      return { kind: doc[1] as 'config' | 'summary', key: this.#key() };
    }
    const name = /^[A-Za-z]+/.exec(this.#rest())?.[0] ?? '';
    if (!isRunField(name)) throw this.#fault(faults.column(RUN_FIELDS.slice(0, 4).join(', ')));
    this.#at += name.length;
    return { kind: 'run', key: name };
  }

  #key(): string {
    const quoted = /^`((?:[^`\\]|\\.)+)`/.exec(this.#rest());
    if (quoted !== null) {
      this.#at += quoted[0].length;
      return (quoted[1] ?? '').replaceAll(/\\(.)/g, '$1');
    }
    const plain = /^[\w./@-]+/.exec(this.#rest());
    if (plain === null) throw this.#fault(faults.key);
    this.#at += plain[0].length;
    return plain[0];
  }

  #list(): FilterValue[] {
    if (!this.#sign('[')) throw this.#fault(faults.list);
    const values: FilterValue[] = [];
    if (this.#sign(']')) return values;
    do values.push(this.#value());
    while (this.#sign(','));
    if (!this.#sign(']')) throw this.#fault(faults.listEnd);
    return values;
  }

  #textValue(): string {
    const value = this.#value();
    if (typeof value !== 'string') throw this.#fault(faults.text);
    return value;
  }

  #value(): FilterValue {
    if (this.#word('true')) return true;
    if (this.#word('false')) return false;
    if (this.#word('null')) return null;
    this.#skipSpace();
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(this.#rest());
    if (quoted !== null) {
      const value = readString(quoted[0]);
      if (value === undefined) throw this.#fault(faults.escape);
      this.#at += quoted[0].length;
      return value;
    }
    const number = NUMBER.exec(this.#rest());
    if (number === null) throw this.#fault(faults.value);
    this.#at += number[0].length;
    return Number(number[0]);
  }

  #word(word: string): boolean {
    this.#skipSpace();
    const rest = this.#rest();
    if (!rest.toLowerCase().startsWith(word) || /[\w.]/.test(rest[word.length] ?? '')) return false;
    this.#at += word.length;
    return true;
  }

  #sign(sign: string): boolean {
    this.#skipSpace();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #rest(): string {
    return this.#text.slice(this.#at);
  }

  #fault(message: string): FilterFault {
    return new FilterFault(message, this.#at);
  }
}

function readString(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
