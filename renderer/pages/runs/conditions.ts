import type { ColumnRef, FilterValue, RunFilter } from '#shared/api';
import type { Column, ColumnType } from './columns.ts';
import { strings } from './strings.ts';

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not in'
  | 'contains'
  | 'regex'
  | 'exists'
  | 'missing';

/** One row of the filter builder, as typed. */
export interface Condition {
  readonly column: ColumnRef;
  readonly operator: Operator;
  readonly text: string;
}

/** What the builder can show: conditions joined one way, without nesting. */
export interface FlatFilter {
  readonly join: 'and' | 'or';
  readonly conditions: readonly Condition[];
}

export const OPERATOR_WORDS: Readonly<Record<Operator, string>> = strings.operators;

const ORDERED: readonly Operator[] = ['<', '<=', '>', '>='];
const TEXTUAL: readonly Operator[] = ['contains', 'regex'];

/** Operators that make sense for a column, the most wanted first. */
export function operatorsFor(type: ColumnType): readonly Operator[] {
  const equal: readonly Operator[] = ['=', '!='];
  const lists: readonly Operator[] = ['in', 'not in'];
  const presence: readonly Operator[] = ['exists', 'missing'];
  switch (type) {
    case 'number':
    case 'duration':
      return [...equal, ...ORDERED, ...lists, ...presence];
    case 'time':
      return ['>', '<', '>=', '<='];
    case 'state':
      return [...equal, ...lists];
    case 'tags':
      return [...equal, ...lists, ...TEXTUAL, ...presence];
    case 'text':
      return ['contains', ...equal, 'regex', ...lists, ...presence];
    case 'mixed':
      return [...equal, ...ORDERED, ...TEXTUAL, ...lists, ...presence];
  }
}

export function needsValue(operator: Operator): boolean {
  return operator !== 'exists' && operator !== 'missing';
}

/** The builder's rows as a filter; rows without a value yet are left out. Undefined when nothing remains. */
export function toFilter(flat: FlatFilter, typeOf: (column: ColumnRef) => ColumnType): RunFilter | undefined {
  const items = flat.conditions.flatMap((condition) => toLeaf(condition, typeOf(condition.column)) ?? []);
  const [only] = items;
  if (only === undefined) return undefined;
  return items.length === 1 ? only : { op: flat.join, items };
}

function toLeaf({ column, operator, text }: Condition, type: ColumnType): RunFilter | undefined {
  if (operator === 'exists' || operator === 'missing') return { op: operator, column };
  if (text.trim() === '') return undefined;
  if (operator === 'contains' || operator === 'regex') return { op: operator, column, value: text };
  if (operator === 'in' || operator === 'not in') {
    const values = text.split(',').map((part) => readValue(part.trim(), type));
    return { op: operator, column, values };
  }
  return { op: operator, column, value: readValue(text.trim(), type) };
}

/** A typed value: numbers and true, false, null by their looks where the column may hold them; quotes make a text. */
export function readValue(text: string, type: ColumnType): FilterValue {
  const quoted = /^"(.*)"$/s.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  if (type === 'text' || type === 'state' || type === 'tags') return text;
  if (text !== '' && Number.isFinite(Number(text))) return Number(text);
  if (type === 'mixed' && (text === 'true' || text === 'false')) return text === 'true';
  return text === 'null' ? null : text;
}

/** A filter as rows of the builder; undefined when it nests or negates and only its text can show it. */
export function fromFilter(filter: RunFilter | undefined): FlatFilter | undefined {
  if (filter === undefined) return { join: 'and', conditions: [] };
  if (filter.op === 'not') return undefined;
  const isGroup = filter.op === 'and' || filter.op === 'or';
  const conditions = (isGroup ? filter.items : [filter]).map(fromLeaf);
  if (conditions.includes(undefined)) return undefined;
  return {
    join: filter.op === 'or' ? 'or' : 'and',
    conditions: conditions.filter((condition) => condition !== undefined),
  };
}

function fromLeaf(filter: RunFilter): Condition | undefined {
  switch (filter.op) {
    case 'and':
    case 'or':
    case 'not':
      return undefined;
    case 'exists':
    case 'missing':
      return { column: filter.column, operator: filter.op, text: '' };
    case 'in':
    case 'not in':
      return { column: filter.column, operator: filter.op, text: filter.values.map(writeValue).join(', ') };
    default:
      return { column: filter.column, operator: filter.op, text: writeValue(filter.value) };
  }
}

function writeValue(value: FilterValue): string {
  // A text that looks like something else keeps its quotes.
  if (
    typeof value === 'string' &&
    (/^(true|false|null)$/.test(value) || (value !== '' && Number.isFinite(Number(value))))
  ) {
    return `"${value}"`;
  }
  return String(value);
}

/** A new row for a column. */
export function newCondition(column: Column): Condition {
  return { column: column.ref, operator: operatorsFor(column.type)[0] ?? '=', text: '' };
}

/** The filter with one more condition that must hold as well. */
export function withCondition(filter: RunFilter | undefined, added: RunFilter): RunFilter {
  if (filter === undefined) return added;
  if (JSON.stringify(filter) === JSON.stringify(added)) return filter;
  if (filter.op !== 'and') return { op: 'and', items: [filter, added] };
  const isThere = filter.items.some((item) => JSON.stringify(item) === JSON.stringify(added));
  return isThere ? filter : { op: 'and', items: [...filter.items, added] };
}

/** Runs by their short ids. */
export function namesFilter(ids: readonly string[]): RunFilter {
  return { op: 'in', column: { kind: 'run', key: 'name' }, values: [...ids] };
}
