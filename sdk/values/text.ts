import { UsageError } from '#sdk/base';
import { numberToExtended } from '#shared/wire';
import { isOpaque, OPAQUE } from './opaque.ts';

/** Objects deeper than this are surely a circle. */
const MOST_DEPTH = 100;

/** Numbers in bulk. */
export type NumericArray =
  | readonly number[]
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

export type TypedArray = Exclude<NumericArray, readonly number[]>;

/** True for the typed arrays whose members are numbers. */
export function isTypedArray(value: unknown): value is TypedArray {
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return false;
  return !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array);
}

/** An object that is looked into member by member, rather than a value of its own. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/**
 * A value as extended JSON, as it is now: what the caller changes later changes nothing. Safe integers stay integers,
 * bigint keeps every digit, floats keep theirs, NaN and the infinities are values; dates are ISO text, members that are
 * undefined are left out. Errors: UsageError `value.kind` that names `key`, for functions, symbols and circles.
 */
export function valueText(value: unknown, key: string, depth = 0): string {
  switch (typeof value) {
    case 'number':
      return numberToExtended(value);
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return bigintText(value, key);
    case 'undefined':
      return 'null';
    case 'object':
      return value === null ? 'null' : objectText(value, key, depth);
    default:
      throw new UsageError('value.kind', `${key}: a ${typeof value} cannot be logged`);
  }
}

function bigintText(value: bigint, key: string): string {
  if (value === BigInt.asIntN(64, value) || value === BigInt.asUintN(64, value)) return String(value);
  throw new UsageError('value.kind', `${key}: integers have at most 64 bits`);
}

function objectText(value: object, key: string, depth: number): string {
  if (depth > MOST_DEPTH) throw new UsageError('value.kind', `${key}: nested too deep, or in a circle`);
  if (isOpaque(value)) {
    if (value.inline !== undefined) return value.inline();
    throw new UsageError('value.kind', `${key}: a value of the kind ${value[OPAQUE]} can be logged, not stored here`);
  }
  if (value instanceof Date) return JSON.stringify(Number.isNaN(value.getTime()) ? null : value.toISOString());
  if (isTypedArray(value)) return `[${Array.from(value as Iterable<number>, numberToExtended).join(',')}]`;
  if (Array.isArray(value)) {
    return `[${(value as readonly unknown[]).map((item) => valueText(item, key, depth + 1)).join(',')}]`;
  }
  if (value instanceof Set) return valueText([...value], key, depth + 1);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw new UsageError('value.kind', `${key}: raw bytes cannot be logged; wrap them in a media type`);
  }
  const entries = value instanceof Map ? [...value].map(([name, item]) => [String(name), item]) : Object.entries(value);
  const parts: string[] = [];
  for (const [name, item] of entries as [string, unknown][]) {
    if (item !== undefined) parts.push(`${JSON.stringify(name)}:${valueText(item, `${key}.${name}`, depth + 1)}`);
  }
  return `{${parts.join(',')}}`;
}
