import { Problem } from '#shared/errors';
import { isJsonObject, type JsonObject, type JsonValue, parseExtended } from '#shared/wire';
import { RE2JS } from 're2js';

/** Gives a row's value at a field of the client's filter or order; undefined when it has none. */
export type FieldReader<T> = (row: T, field: string) => JsonValue | undefined;

/**
 * The rows that a MongoDB-like filter lets through, for lists short enough to be read whole (collections and versions
 * of one project). Missing values match only `$ne`, `$nin`, `$exists: false`. Source: protocol 7.4.
 * Errors: `filter.invalid` for unknown operators, bad JSON and bad patterns.
 */
export function filterRows<T>(rows: readonly T[], filter: string | null | undefined, read: FieldReader<T>): T[] {
  if (filter === null || filter === undefined || filter === '') return [...rows];
  const condition = parsed(filter);
  return rows.filter((row) => matches(condition, (field) => read(row, field)));
}

/** The rows in the order `+field` or `-field`; rows without the value last, ties as they were. */
export function orderRows<T>(rows: readonly T[], order: string | null | undefined, read: FieldReader<T>): T[] {
  const field = (order ?? '').replace(/^[+-]/, '').trim();
  if (field === '') return [...rows];
  const sign = order?.startsWith('-') === true ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [read(a, field), read(b, field)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return sign * compare(x, y);
  });
}

type Lookup = (field: string) => JsonValue | undefined;

function parsed(text: string): JsonObject {
  let value: JsonValue | undefined;
  try {
    value = parseExtended(text);
  } catch {
    value = undefined;
  }
  if (!isJsonObject(value)) throw invalid('filters', 'must be a JSON object');
  return value;
}

function invalid(where: string, reason: string): Problem {
  return new Problem('filter.invalid', { where, reason });
}

function matches(condition: JsonObject, look: Lookup): boolean {
  return Object.entries(condition).every(([key, wanted]) => {
    if (key === '$and') return conditions(key, wanted).every((item) => matches(item, look));
    if (key === '$or') return conditions(key, wanted).some((item) => matches(item, look));
    if (key === '$nor') return !conditions(key, wanted).some((item) => matches(item, look));
    if (key === '$not' && isJsonObject(wanted)) return !matches(wanted, look);
    if (key.startsWith('$')) throw invalid(key, 'this operator is not known here');
    return fieldMatches(look(key), wanted, key);
  });
}

function conditions(where: string, value: JsonValue): JsonObject[] {
  const items = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  if (!Array.isArray(value) || !items.every(isJsonObject)) throw invalid(where, 'must be a list of conditions');
  return items.filter(isJsonObject);
}

function fieldMatches(found: JsonValue | undefined, wanted: JsonValue, field: string): boolean {
  if (!isJsonObject(wanted)) return isEqual(found, wanted);
  return Object.entries(wanted).every(([op, operand]) => operatorMatches(found, op, operand, field));
}

function operatorMatches(found: JsonValue | undefined, op: string, operand: JsonValue, field: string): boolean {
  const list = Array.isArray(operand) ? (operand as readonly JsonValue[]) : [operand];
  switch (op) {
    case '$eq':
      return isEqual(found, operand);
    case '$ne':
      return !isEqual(found, operand);
    case '$in':
      return list.some((item) => isEqual(found, item));
    case '$nin':
      return !list.some((item) => isEqual(found, item));
    case '$all':
      return list.every((item) => isEqual(found, item));
    case '$exists':
      return (found !== undefined && found !== null) === (operand === true);
    case '$not':
      return !fieldMatches(found, operand, field);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isOrdered(found, op, operand);
    case '$regex':
      return texts(found).some((text) => pattern(operand, field).matcher(text).find());
    case '$contains':
      return texts(found).some((text) => text.includes(String(operand)));
    default:
      throw invalid(`${field}.${op}`, 'this operator is not known here');
  }
}

/** A list matches when one of its elements does. */
function isEqual(found: JsonValue | undefined, wanted: JsonValue): boolean {
  if (found === undefined) return wanted === null;
  if (Array.isArray(found)) return (found as readonly JsonValue[]).some((item) => isEqual(item, wanted));
  return found === wanted;
}

function isOrdered(found: JsonValue | undefined, op: string, operand: JsonValue): boolean {
  if (found === undefined || typeof found !== typeof operand) return false;
  const order = compare(found, operand);
  if (op === '$gt') return order > 0;
  if (op === '$gte') return order >= 0;
  return op === '$lt' ? order < 0 : order <= 0;
}

function compare(a: JsonValue, b: JsonValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function texts(found: JsonValue | undefined): string[] {
  const items = Array.isArray(found) ? (found as readonly JsonValue[]) : [found];
  return items.filter((item) => typeof item === 'string');
}

function pattern(operand: JsonValue, field: string): RE2JS {
  try {
    return RE2JS.compile(String(operand));
  } catch (error) {
    throw invalid(`${field}.$regex`, error instanceof Error ? error.message : String(error));
  }
}
