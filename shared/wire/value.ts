/**
 * Any value of the client's extended JSON. Numbers include NaN and the infinities. An integer whose digits a float64
 * cannot give back is a bigint. Objects may own a key named `__proto__`: never copy them with `{...value}` into
 * something whose prototype matters; use `setMember`.
 */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What any JSON reader takes; the same shape as the API's ApiValue. */
export type StrictValue =
  | string
  | number
  | boolean
  | null
  | readonly StrictValue[]
  | { readonly [key: string]: StrictValue };

/** Deepest nesting accepted, in levels; the client's own values have a handful. Keeps every recursive walk safe. */
export const MAX_DEPTH = 256;

/** A text that is not extended JSON. `position` counts UTF-16 units from 0. */
export class ExtendedJsonError extends Error {
  readonly reason: string;
  readonly position: number;
  constructor(reason: string, position: number) {
    super(`${reason} at position ${position}`);
    this.name = 'ExtendedJsonError';
    this.reason = reason;
    this.position = position;
  }
}

/** True for JSON objects: not null, not a list. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets an own member whatever its name is; plain assignment to `__proto__` would change the prototype instead. */
export function setMember<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}
