import { readFile } from 'node:fs/promises';
import type { Caller } from '#host/base';
import type { TableJoin } from '#shared/api';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import type { DescribedPlace, TablePlace, tableReads } from './places.ts';

/** What is asked of a table after its description was read. */
export interface OpenedTables {
  readonly places: readonly TablePlace[];
  /** Of a joined table: how, when the question does not say it. */
  readonly join?: TableJoin;
  /** Of a joined table whose keys have two names: the name in the second table, and the one it gets. */
  readonly rename?: readonly [from: string, to: string];
}

/**
 * Places of tables with descriptions of partitioned and joined tables followed. `pathOf` gives the path of stored bytes.
 * What cannot be followed is a place with a reason. Source: wandb 0.31, sdk/data_types/table.py.
 */
export async function followDescriptions(
  readers: Caller<typeof tableReads>,
  places: readonly TablePlace[],
  pathOf: (sha256: string) => string,
): Promise<OpenedTables> {
  const [first] = places;
  if (places.length === 1 && first !== undefined && 'sha256' in first && first.kind === 'joined')
    return followJoined(readers, first, pathOf);
  return { places: await Promise.all(places.map((place) => followOne(readers, place, pathOf))) };
}

async function followOne(
  readers: Caller<typeof tableReads>,
  place: TablePlace,
  pathOf: (sha256: string) => string,
): Promise<TablePlace> {
  if (!('sha256' in place)) return place;
  if (place.kind === 'joined') return { reason: 'a joined table can only be shown alone' };
  const fields = await read(pathOf(place.sha256));
  const folder = fields?.['parts_path'];
  if (typeof folder !== 'string') return { reason: 'the file does not say where its parts are' };
  return readers.call('tables.inFolder', { artifact: place.artifact, folder });
}

async function followJoined(
  readers: Caller<typeof tableReads>,
  place: DescribedPlace,
  pathOf: (sha256: string) => string,
): Promise<OpenedTables> {
  const fields = await read(pathOf(place.sha256));
  const paths = [fields?.['table1'], fields?.['table2']];
  const key = fields?.['join_key'];
  const [left, right] = Array.isArray(key) ? (key as readonly JsonValue[]) : [key, key];
  if (!paths.every((path) => typeof path === 'string') || typeof left !== 'string' || typeof right !== 'string')
    return { places: [{ reason: 'the file does not say which tables it joins' }] };
  const found = await readers.call('tables.inArtifact', { artifact: place.artifact, paths });
  const places = await Promise.all(found.map((one) => followOne(readers, one, pathOf)));
  const join = { column: left, how: 'outer', isDifferentOnly: false } as const;
  return left === right ? { places, join } : { places, join, rename: [right, left] };
}

async function read(path: string): Promise<{ readonly [key: string]: JsonValue | undefined } | undefined> {
  try {
    const value = parseExtended(await readFile(path, 'utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Said as what is missing in it.
    return undefined;
  }
}
