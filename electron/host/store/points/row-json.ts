import { type JsonValue, numberToExtended, setMember } from '#shared/wire';
import { JsonText, type Row } from './types.ts';

/** A row as the extended JSON that the Python client reads: bare NaN, integers in full. Keys stay flattened. */
export function rowToExtendedJson(row: Row): string {
  const members: string[] = [];
  for (const [key, cell] of row) {
    members.push(`${JSON.stringify(key)}:${cell instanceof JsonText ? cell.text : numberToExtended(cell)}`);
  }
  return `{${members.join(',')}}`;
}

/**
 * A row for answers that embed it as strict JSON: NaN and the infinities as strings, integers beyond 2^53 as raw JSON
 * numbers, which only JSON.stringify understands: it has to run in the same thread.
 */
export function rowToStrictObject(row: Row): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, cell] of row) setMember(object, key, toStrict(cell instanceof JsonText ? cell.read() : cell));
  return object;
}

// Node has had JSON.rawJSON since 21; TypeScript's libraries do not name it yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

function strictNumber(value: number): unknown {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : rawJSON(numberToExtended(value));
}

function toStrict(value: JsonValue): unknown {
  if (typeof value === 'number') return strictNumber(value);
  if (typeof value === 'bigint') return rawJSON(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(toStrict);
  const object: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) setMember(object, key, toStrict(item));
  return object;
}
