import type { ColumnRef, FilterValue, RunFilter } from '#shared/api';
import { Problem } from '#shared/errors';
import { clientTime } from '#shared/wire';
import { columnOfField } from './column.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Deep enough for what people write, low enough that a hostile filter cannot exhaust the stack. */
const MAX_DEPTH = 32;

/**
 * The client's MongoDB-like filter language as a RunFilter; `undefined` when it says nothing (`{}`, empty text).
 * Operators: $and $or $nor $not $eq $ne $gt $gte $lt $lte $in $nin $exists $regex $all; a bare value means equality.
 * Errors: `filter.invalid` with the place. Source: public API of the client (wandb 0.31), `runs(filters)`.
 */
export function parseMongoFilter(text: string | null | undefined): RunFilter | undefined {
  if (text === undefined || text === null || text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('filter.invalid', { where: '(start)', reason: `not JSON: ${(error as Error).message}` });
  }
  if (value === null) return undefined;
  return joined('and', members(value, '(start)', 0));
}

function members(value: unknown, where: string, depth: number): RunFilter[] {
  if (depth > MAX_DEPTH) throw invalid(where, `nested deeper than ${MAX_DEPTH} levels`);
  return Object.entries(fieldsOf(value, where)).map(([key, item]) => member(key, item, depth));
}

function member(key: string, value: unknown, depth: number): RunFilter {
  switch (key) {
    case '$and':
      return group('and', key, value, depth);
    case '$or':
      return group('or', key, value, depth);
    case '$nor':
      return { op: 'not', item: group('or', key, value, depth) };
    case '$not':
      return { op: 'not', item: all(members(value, key, depth + 1)) };
    default:
      if (key.startsWith('$')) throw invalid(key, 'unknown operator');
      return condition(columnOfField(key), key, value, depth);
  }
}

function group(op: 'and' | 'or', where: string, value: unknown, depth: number): RunFilter {
  if (!Array.isArray(value)) throw invalid(where, 'must be a list of filters');
  return { op, items: value.map((item) => all(members(item, where, depth + 1))) };
}

function condition(column: ColumnRef, where: string, value: unknown, depth: number): RunFilter {
  if (depth > MAX_DEPTH) throw invalid(where, `nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return everyOf(column, where, value);
  if (value === null || typeof value !== 'object') return compare('=', column, where, value);
  const fields = fieldsOf(value, where);
  const parts = Object.entries(fields).filter(([name]) => name !== '$options');
  return all(parts.map(([name, operand]) => operator(column, where, name, operand, fields.$options, depth)));
}

function operator(
  column: ColumnRef,
  where: string,
  name: string,
  operand: unknown,
  options: unknown,
  depth: number,
): RunFilter {
  const place = `${where}.${name}`;
  switch (name) {
    case '$eq':
      return Array.isArray(operand) ? everyOf(column, place, operand) : compare('=', column, place, operand);
    case '$ne':
      return compare('!=', column, place, operand);
    case '$gt':
      return compare('>', column, place, operand);
    case '$gte':
      return compare('>=', column, place, operand);
    case '$lt':
      return compare('<', column, place, operand);
    case '$lte':
      return compare('<=', column, place, operand);
    case '$in':
      return { op: 'in', column, values: scalars(column, place, operand) };
    case '$nin':
      return { op: 'not in', column, values: scalars(column, place, operand) };
    case '$all':
      return everyOf(column, place, operand);
    case '$exists':
      return { op: operand === false || operand === 0 ? 'missing' : 'exists', column };
    case '$regex':
      if (typeof operand !== 'string') throw invalid(place, 'must be a text');
      return { op: 'regex', column, value: flagged(operand, options, place) };
    case '$not':
      return { op: 'not', item: condition(column, place, operand, depth + 1) };
    default:
      throw invalid(place, name.startsWith('$') ? 'unknown operator' : 'objects cannot be compared; use a dotted path');
  }
}

function compare(
  op: '=' | '!=' | '<' | '<=' | '>' | '>=',
  column: ColumnRef,
  where: string,
  value: unknown,
): RunFilter {
  const operand = scalar(column, where, value);
  // A run field that is null in the client's eyes is one that the run has not got.
  if (operand === null && column.kind === 'run' && (op === '=' || op === '!=')) {
    return { op: op === '=' ? 'missing' : 'exists', column };
  }
  return { op, column, value: operand };
}

function everyOf(column: ColumnRef, where: string, value: unknown): RunFilter {
  if (column.kind !== 'run' || column.key !== 'tags') throw invalid(where, 'only tags can be compared with a list');
  return { op: 'and', items: scalars(column, where, value).map((item) => ({ op: '=', column, value: item })) };
}

function scalars(column: ColumnRef, where: string, value: unknown): FilterValue[] {
  if (!Array.isArray(value)) throw invalid(where, 'must be a list');
  return value.map((item, i) => scalar(column, `${where}[${i}]`, item));
}

function scalar(column: ColumnRef, where: string, value: unknown): FilterValue {
  const isScalar = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  if (!isScalar) throw invalid(where, 'must be a text, a number, true, false or null');
  const isTime = column.kind === 'run' && (column.key === 'createdAt' || column.key === 'heartbeatAt');
  return isTime && typeof value === 'string' ? parseTime(value, where) : (value as FilterValue);
}

/** A time as clientTime reads it. Errors: `filter.invalid`. Returns ms since 1970. */
export function parseTime(text: string, where: string): number {
  const at = clientTime(text);
  if (Number.isNaN(at)) throw invalid(where, `not a time: ${text}`);
  return at;
}

function flagged(pattern: string, options: unknown, where: string): string {
  if (options === undefined || options === '') return pattern;
  if (typeof options !== 'string' || !/^[ims]+$/.test(options)) throw invalid(`${where}.$options`, 'only i, m and s');
  return `(?${options})${pattern}`;
}

function fieldsOf(value: unknown, where: string): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalid(where, 'must be an object');
  return value as Fields;
}

function joined(op: 'and', items: readonly RunFilter[]): RunFilter | undefined {
  return items.length > 1 ? { op, items } : items[0];
}

function all(items: readonly RunFilter[]): RunFilter {
  return joined('and', items) ?? { op: 'and', items: [] };
}

function invalid(where: string, reason: string): Problem {
  return new Problem('filter.invalid', { where, reason });
}
