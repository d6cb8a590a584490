import {
  ExtendedJsonError,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseExtended,
  stringifyExtended,
} from '#shared/wire';

/** A longer line is refused; the client itself drops lines above 10,383,360 bytes (protocol 4.2). */
export const MAX_LINE_CHARS = 16 * 1024 * 1024;
/** A line with more values is no row but a mistake: each key costs a series of its own. */
export const MAX_LINE_KEYS = 20_000;
const MAX_KEY_CHARS = 4096;

/** One value: a number, or its exact text; integers beyond 2^53 have both, so that they can be drawn. */
export interface Cell {
  readonly number: number | undefined;
  readonly text: string | undefined;
  /** Type name of `text` for the counts; empty when the number counts. */
  readonly type: string;
}

/** Why a line is not stored. */
export class LineRefusal extends Error {}

/** The line's object. Throws LineRefusal with a reason that a person understands. */
export function parseLine(line: string): JsonObject {
  if (line.length > MAX_LINE_CHARS) throw new LineRefusal(`longer than ${MAX_LINE_CHARS} characters`);
  let value: JsonValue;
  try {
    value = parseExtended(line);
  } catch (error) {
    if (error instanceof ExtendedJsonError) throw new LineRefusal(`not valid JSON: ${error.message}`);
    throw error;
  }
  if (!isJsonObject(value)) throw new LineRefusal('not a JSON object');
  return value;
}

/**
 * The values of a line by flattened key: dicts become dotted names, dicts with a text `_type` and empty ones stay whole.
 * Where two members flatten to the same name the later counts.
 */
export function flattenLine(object: JsonObject): Map<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  flattenInto(values, '', object);
  return values;
}

function flattenInto(values: Map<string, JsonValue>, prefix: string, object: JsonObject): void {
  for (const key in object) {
    const value = object[key] as JsonValue;
    const name = prefix + key;
    if (isNested(value)) {
      flattenInto(values, `${name}.`, value);
      continue;
    }
    checkName(name);
    values.set(name, value);
    if (values.size > MAX_LINE_KEYS) throw new LineRefusal(`more than ${MAX_LINE_KEYS} keys`);
  }
}

/** True for dicts that flatten into dotted names. */
export function isNested(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value) || typeof value._type === 'string') return false;
  for (const _ in value) return true;
  return false;
}

/** Names go to SQLite as UTF-8, so a half surrogate cannot be kept. */
export function checkName(name: string): void {
  if (name.length > MAX_KEY_CHARS) throw new LineRefusal(`a key is longer than ${MAX_KEY_CHARS} characters`);
  if (!name.isWellFormed()) throw new LineRefusal('a key is not valid Unicode');
}

export function cellOf(value: JsonValue): Cell {
  if (typeof value === 'number') return { number: value, text: undefined, type: '' };
  if (typeof value === 'bigint') return { number: Number(value), text: String(value), type: '' };
  return { number: undefined, text: stringifyExtended(value), type: typeName(value) };
}

/** Type name of a stored text, the same that cellOf gave it. */
export function textType(text: string): string {
  const code = text.charCodeAt(0);
  // Digits and minus: an integer beyond 2^53.
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return '';
  return code === 0x7b ? typeName(parseExtended(text)) : (TYPE_BY_START[text[0] ?? ''] ?? 'string');
}

const TYPE_BY_START: Readonly<Record<string, string>> = {
  '"': 'string',
  t: 'boolean',
  f: 'boolean',
  n: 'null',
  '[': 'list',
};

function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (isJsonObject(value)) return typeof value._type === 'string' ? value._type : 'object';
  return typeof value;
}
