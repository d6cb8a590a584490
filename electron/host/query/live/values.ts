import { VALUE_KIND, type ReadableDb } from '#host/store';
import { keyChooser } from '#shared/api';
import { assertNever } from '#shared/errors';
import { isInnerKey } from '#shared/metrics';
import type { KeyId, ProjectRowId, RunRowId } from '#shared/units';
import { isJsonObject, parseExtended, type JsonValue } from '#shared/wire';
import { valueTable, type ValueDoc } from '../columns.ts';
import type { ValueRecord } from '../runs/cells.ts';
import { statement } from '../sql.ts';
import { plain } from './table.ts';

/** A key that runs of a project have in one of their documents. */
export interface FoundKey {
  readonly id: KeyId;
  readonly doc: ValueDoc;
  readonly name: string;
  /** Runs of the project that have it. */
  readonly count: number;
}

const KEYS = `SELECT k.id, k.name, sum(p.run_count) AS count FROM project_keys p JOIN keys k ON k.id = p.key_id
  WHERE p.project_id = ? AND p.doc = ? AND p.run_count > 0 GROUP BY k.id ORDER BY k.name`;

/** Keys of a document without those of the client itself, by name; words narrow them as in RunsTableSource. */
export function keysOf(db: ReadableDb, project: ProjectRowId, doc: ValueDoc, words = ''): readonly FoundKey[] {
  const isChosen = keyChooser(words);
  const all = statement(db, KEYS).all(project, doc) as Omit<FoundKey, 'doc'>[];
  return all.filter(({ name }) => !isInnerKey(name) && isChosen(name)).map((key) => ({ ...key, doc }));
}

type ValueParts = readonly [ValueRecord['kind'], ValueRecord['num'], ValueRecord['text']];

/** The values of runs under one key. */
export interface ReadColumn {
  readonly name: string;
  /** By place; null where a run has no value. */
  readonly cells: readonly JsonValue[];
  /** Every value of the project under this key is something that is shown, not written. */
  readonly isMedia: boolean;
}

/** Reads one key of the runs that have a place, with one walk over its index. */
export function readColumn(
  db: ReadableDb,
  project: ProjectRowId,
  key: FoundKey,
  places: ReadonlyMap<RunRowId, number>,
): ReadColumn {
  // Lists instead of objects: there may be millions of values.
  const sql = `SELECT run_id AS run, kind, num, text FROM ${valueTable(key.doc)} WHERE project_id = ? AND key_id = ?`;
  const records = statement(db, sql).raw().all(project, key.id) as [RunRowId, ...ValueParts][];
  const cells = new Array<JsonValue>(places.size).fill(null);
  let [media, others] = [0, 0];
  for (const [run, kind, num, text] of records) {
    const cell = cellOf(kind, num, text);
    if (isMediaCell(cell)) media += 1;
    else if (cell !== null) others += 1;
    const place = places.get(run);
    if (place !== undefined) cells[place] = cell;
  }
  return { name: `${key.doc}.${key.name}`, cells, isMedia: media > 0 && others === 0 };
}

function isMediaCell(cell: JsonValue): boolean {
  return isJsonObject(cell) && typeof cell['_type'] === 'string';
}

/** A stored value as a cell; NaN is a number, so that its column stays one of numbers. */
function cellOf(...[kind, num, text]: ValueParts): JsonValue {
  switch (kind) {
    case VALUE_KIND.null:
      return null;
    case VALUE_KIND.bool:
      return num === 1;
    case VALUE_KIND.number:
      return num ?? Number.NaN;
    case VALUE_KIND.text:
      return text;
    case VALUE_KIND.json:
      return text === null ? null : plain(parseExtended(text));
    default:
      return assertNever(kind);
  }
}
