import { readFileSync, statSync } from 'node:fs';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import type { RawTable } from './columns.ts';
import { graphTable, isGraph } from './graph.ts';
import { readNpzArray } from './npz.ts';

/** The text of a file must fit into one string of the engine. */
const MOST_BYTES = 500 * 1024 * 1024;

/** Files with the arrays of a table's columns, by their path in its artifact. */
export type ArrayFiles = Readonly<Record<string, string>>;

/** Reads the parts of a table one after the other; all have the same columns. Throws an Error in words. */
export function readTableFiles(paths: readonly string[], arrays: ArrayFiles = {}): RawTable {
  const [first, ...others] = paths.map((path) => readTableFile(path, arrays));
  if (first === undefined) throw new Error('the table has no file');
  if (others.length === 0) return first;
  return { columns: first.columns, rows: [first, ...others].flatMap((part) => part.rows) };
}

function readTableFile(path: string, arrays: ArrayFiles): RawTable {
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
  names.forEach((name, at) => fillArrays(rows, at, placeOfArrays(value, name), arrays));
  return { columns: names, rows };
}

interface ArrayPlace {
  readonly path: string;
  readonly key: string;
}

/** Where the client put a column of arrays that have more than one axis. Source: wandb 0.31, sdk/data_types/table.py. */
function placeOfArrays(table: Readonly<Record<string, JsonValue>>, name: string): ArrayPlace | undefined {
  const type = fieldOf(fieldOf(fieldOf(table['column_types'], 'params'), 'type_map'), name);
  const allowed = fieldOf(fieldOf(type, 'params'), 'allowed_types');
  for (const one of Array.isArray(allowed) ? (allowed as readonly JsonValue[]) : [type]) {
    const place = fieldOf(fieldOf(one, 'params'), 'serialization_path');
    const [path, key] = [fieldOf(place, 'path'), fieldOf(place, 'key')];
    if (typeof path === 'string' && typeof key === 'string') return { path, key };
  }
  return undefined;
}

function fieldOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return value !== undefined && isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Puts arrays into the cells that the client left empty for them. */
function fillArrays(rows: JsonValue[][], at: number, place: ArrayPlace | undefined, arrays: ArrayFiles): void {
  const file = place !== undefined && Object.hasOwn(arrays, place.path) ? arrays[place.path] : undefined;
  const cells = file === undefined || place === undefined ? undefined : readNpzArray(file, place.key);
  cells?.forEach((cell, row) => {
    if (rows[row]?.[at] === null) rows[row][at] = cell;
  });
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
