import { isJsonObject, type JsonValue, stringifyExtended } from '#shared/wire';
import { type TypedValue, VALUE_KIND } from '../values.ts';

/** Beyond this depth an object is kept as one JSON value; nobody filters by such a path. */
const MAX_DEPTH = 16;

/**
 * A value as typed leaves, named by dots under `key`. Lists, empty objects and media values (objects with `_type`)
 * stay whole.
 */
export function flattenValue(key: string, value: JsonValue, out: Map<string, TypedValue>, depth = 0): void {
  if (isJsonObject(value) && depth < MAX_DEPTH) {
    const members = Object.entries(value);
    if (members.length > 0 && !Object.hasOwn(value, '_type')) {
      for (const [name, member] of members) flattenValue(`${key}.${name}`, member, out, depth + 1);
      return;
    }
  }
  out.set(key, typed(value));
}

/** A config member without its wrapping: `{"value": 0.1, "desc": null}` is 0.1. */
export function unwrapConfig(value: JsonValue): JsonValue {
  return isJsonObject(value) && value.value !== undefined ? value.value : value;
}

export function isSameValue(a: TypedValue | undefined, b: TypedValue): boolean {
  return a !== undefined && a.kind === b.kind && a.num === b.num && a.text === b.text;
}

function typed(value: JsonValue): TypedValue {
  if (value === null) return { kind: VALUE_KIND.null };
  if (typeof value === 'boolean') return { kind: VALUE_KIND.bool, num: value ? 1 : 0 };
  if (typeof value === 'string') return { kind: VALUE_KIND.text, text: value };
  if (typeof value === 'number') {
    return Number.isNaN(value) ? { kind: VALUE_KIND.number, text: 'NaN' } : { kind: VALUE_KIND.number, num: value };
  }
  if (typeof value === 'bigint') {
    return { kind: VALUE_KIND.number, num: Number(value), text: String(value) };
  }
  return { kind: VALUE_KIND.json, text: stringifyExtended(value) };
}
