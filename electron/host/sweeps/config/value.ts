/**
 * A value of a sweep's configuration. Python tells 1 from 1.0 and scripts see the difference, so a float that is a
 * whole number is kept as `Float`; every other number is an integer or has a fraction of its own.
 */
export type ConfigValue =
  | null
  | boolean
  | string
  | number
  | Float
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

export type ConfigObject = { readonly [key: string]: ConfigValue };

export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A number drawn as a float, in the form that keeps it one. */
export function floatOf(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** The number behind a value; undefined if it is none. */
export function numberOf(value: ConfigValue | undefined): number | undefined {
  if (value instanceof Float) return value.value;
  return typeof value === 'number' ? value : undefined;
}

export function isFloat(value: ConfigValue | undefined): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

export function isConfigObject(value: ConfigValue | undefined): value is ConfigObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

/** JSON as Python reads it: floats keep their point, NaN and infinities stand bare. */
export function toJson(value: ConfigValue): string {
  if (value instanceof Float) return floatText(value.value);
  if (typeof value === 'number' && !Number.isFinite(value)) return floatText(value);
  if (Array.isArray(value)) return `[${value.map((item: ConfigValue) => toJson(item)).join(', ')}]`;
  if (isConfigObject(value)) {
    const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${toJson(item)}`);
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}

function floatText(value: number): string {
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}
