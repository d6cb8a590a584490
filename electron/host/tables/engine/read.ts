import { readFileSync, statSync } from 'node:fs';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import type { RawTable } from './columns.ts';
import { graphTable, isGraph } from './graph.ts';

/** The text of a file must fit into one string of the engine. */
const MOST_BYTES = 500 * 1024 * 1024;

/** Reads the parts of a table one after the other; all have the same columns. Throws an Error in words. */
export function readTableFiles(paths: readonly string[]): RawTable {
  const [first, ...others] = paths.map(readTableFile);
  if (first === undefined) throw new Error('the table has no file');
  if (others.length === 0) return first;
  return { columns: first.columns, rows: [first, ...others].flatMap((part) => part.rows) };
}

function readTableFile(path: string): RawTable {
  if (statSync(path).size > MOST_BYTES) throw new Error('the table is larger than 500 MB');
  const value = parse(readFileSync(path, 'utf8'));
  if (!isJsonObject(value)) throw new Error('the file is no table');
  if (isGraph(value)) return graphTable(value);
  const { columns, data } = value;
  if (!Array.isArray(columns) || !Array.isArray(data)) throw new Error('the file has no columns and rows');
  const rows = data.map((row: JsonValue) => (Array.isArray(row) ? (row as JsonValue[]) : [row]));
  const names = columns.map((name) => (typeof name === 'string' ? name : JSON.stringify(name)));
  // Cells beyond the columns get columns of their own, so that nothing is hidden.
  const width = rows.reduce((most, row) => Math.max(most, row.length), names.length);
  for (let i = names.length; i < width; i++) names.push(`column ${i + 1}`);
  return { columns: names, rows };
}

/** The engine's own reader is many times as fast; ours knows bare NaN and Infinity. */
function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    try {
      return parseExtended(text);
    } catch (error) {
      throw new Error('the file is damaged: it is no JSON', { cause: error });
    }
  }
}
