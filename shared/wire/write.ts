import { type JsonValue, type StrictValue, setMember } from './value.ts';

/**
 * One number as the Python client reads it back: bare NaN and infinities, `-0.0` (a bare `-0` would become int 0), and
 * an exponent where digits alone would be read as another integer: String() ends 2^60 + 256 in zeros.
 */
export function numberToExtended(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0';
  const text = String(value);
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER || Math.abs(value) >= 1e21 || Number.isNaN(value)) return text;
  return String(BigInt(value)) === text ? text : value.toExponential();
}

/**
 * The value as extended JSON without blanks; `parseExtended` gives the same value back, to the last bit and digit.
 * Source: protocol section 8.1; Python's json.loads reads the bare words.
 */
export function stringifyExtended(value: JsonValue): string {
  switch (typeof value) {
    case 'number':
      return numberToExtended(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    default:
      if (value === null) return 'null';
      return Array.isArray(value)
        ? `[${(value as readonly JsonValue[]).map(stringifyExtended).join(',')}]`
        : `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${stringifyExtended(item)}`)}}`;
  }
}

/**
 * The value for strict JSON readers: NaN and the infinities as the strings "NaN", "Infinity", "-Infinity", big integers
 * as strings of digits.
 */
export function toApiValue(value: JsonValue): StrictValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(toApiValue);
  const object: Record<string, StrictValue> = {};
  for (const [key, item] of Object.entries(value)) setMember(object, key, toApiValue(item));
  return object;
}
