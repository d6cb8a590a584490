import { VALUE_KIND, type ProjectRow, type ReadableDb } from '#host/store';
import { MOST_LIVE_COLUMNS, MOST_LIVE_ROWS, type RunHead, type RunsTablePart, type RunsTableSource } from '#shared/api';
import { assertNever } from '#shared/errors';
import { isInnerKey } from '#shared/metrics';
import type { KeyId, ProjectRowId, RunRowId } from '#shared/units';
import { isJsonObject, parseExtended, type JsonValue } from '#shared/wire';
import { valueTable, type ValueDoc } from '../columns.ts';
import { compileRunFilter } from '../filter/compile.ts';
import type { ValueRecord } from '../runs/cells.ts';
import { readHeads } from '../runs/heads.ts';
import { sortedRunIds } from '../runs/list.ts';
import { withSearch } from '../runs/table.ts';
import { statement } from '../sql.ts';
import { commonest, cutOf, plain, timeText, wordsText, type LiveTable } from './table.ts';

type Field = readonly [name: string, read: (head: RunHead) => JsonValue];

const NAME: Field = ['name', (head) => head.displayName];
const ID: Field = ['id', (head) => head.path.run];
/** What is looked for first stands before config and summary, the rest behind them. */
const FIRST_FIELDS: readonly Field[] = [
  ['state', (head) => head.state],
  ['created', (head) => timeText(head.createdAt)],
  ['runtime_s', (head) => head.durationMs / 1000],
  ['tags', (head) => wordsText(head.tags)],
];
const LAST_FIELDS: readonly Field[] = [
  ['group', (head) => head.group || null],
  ['job_type', (head) => head.jobType || null],
  ['notes', (head) => head.notes || null],
  ['user', (head) => head.username || null],
  ['host', (head) => head.host || null],
  ['sweep', (head) => head.sweep || null],
  // A run that has logged nothing has no last step.
  ['last_step', (head) => (head.lastStep < 0 ? null : head.lastStep)],
];
const ALL_PARTS: readonly RunsTablePart[] = ['run', 'config', 'summary', 'media'];

/**
 * The runs that match as rows of a table; see RunsTableSource. Each column is read with one walk over its index. Its
 * columns are those of the project's keys, so that a filter on one does not fail when no run that matches has it.
 * Errors: `filter.invalid`. Cost for 10,000 runs: about 100 ms and 10 ms for each column.
 */
export function readRunsTable(db: ReadableDb, project: ProjectRow, source: RunsTableSource['runs']): LiveTable {
  const { parts = ALL_PARTS, keys = '' } = source;
  const { heads, places, total, shown } = readMatching(db, project, source);
  const isFull = parts.includes('run');
  const [first, last] = isFull
    ? [
        [NAME, ...FIRST_FIELDS],
        [...LAST_FIELDS, ID],
      ]
    : [[NAME], [ID]];
  const found = (['config', 'summary'] as const).flatMap((doc) =>
    parts.includes(doc) ? keysOf(db, project.id, doc, keys) : [],
  );
  const room = MOST_LIVE_COLUMNS - first.length - last.length;
  const kept = new Set(commonest(found, room));
  const values = found.filter((key) => kept.has(key));
  const columns = values
    .map((key) => readColumn(db, project.id, key, places))
    .filter((column) => !column.isMedia || parts.includes('media'));
  return {
    columns: [...first.map(([name]) => name), ...columns.map(({ name }) => name), ...last.map(([name]) => name)],
    rows: heads.map((head, place): JsonValue[] => [
      ...first.map(([, read]) => read(head)),
      ...columns.map(({ cells }) => cells[place] ?? null),
      ...last.map(([, read]) => read(head)),
    ]),
    ...cutOf([shown, total], [values.length, found.length]),
  };
}

interface Matching {
  readonly heads: readonly RunHead[];
  /** Row of each run. */
  readonly places: ReadonlyMap<RunRowId, number>;
  /** Runs that match, and how many of them were looked at. */
  readonly total: number;
  readonly shown: number;
}

function readMatching(db: ReadableDb, project: ProjectRow, source: RunsTableSource['runs']): Matching {
  const condition = compileRunFilter(db, project.id, withSearch(source));
  const all = sortedRunIds(db, project.id, condition, source.sort ?? []);
  const wanted = all.slice(0, MOST_LIVE_ROWS);
  const found = readHeads(db, { entity: project.entity, project: project.name }, wanted);
  const only = source.only === undefined ? undefined : new Set(source.only);
  const without = new Set(source.without ?? []);
  const ids = wanted.filter((id) => {
    const run = found.get(id)?.path.run;
    return run !== undefined && !without.has(run) && only?.has(run) !== false;
  });
  return {
    heads: ids.flatMap((id) => found.get(id) ?? []),
    places: new Map(ids.map((id, place) => [id, place])),
    total: all.length,
    shown: wanted.length,
  };
}

interface FoundKey {
  readonly id: KeyId;
  readonly doc: ValueDoc;
  readonly name: string;
  /** Runs of the project that have it. */
  readonly count: number;
}

const KEYS = `SELECT k.id, k.name, sum(p.run_count) AS count FROM project_keys p JOIN keys k ON k.id = p.key_id
  WHERE p.project_id = ? AND p.doc = ? AND p.run_count > 0 GROUP BY k.id ORDER BY k.name`;

function keysOf(db: ReadableDb, project: ProjectRowId, doc: ValueDoc, words: string): readonly FoundKey[] {
  const wanted = words
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const all = statement(db, KEYS).all(project, doc) as Omit<FoundKey, 'doc'>[];
  return all
    .filter(({ name }) => !isInnerKey(name))
    .filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word)))
    .map((key) => ({ ...key, doc }));
}

type ValueParts = readonly [ValueRecord['kind'], ValueRecord['num'], ValueRecord['text']];

interface ReadColumn {
  readonly name: string;
  /** By row; holes where a run has no value. */
  readonly cells: readonly JsonValue[];
  /** Every value of the project under this key is something that is shown, not written. */
  readonly isMedia: boolean;
}

function readColumn(db: ReadableDb, project: ProjectRowId, key: FoundKey, places: Matching['places']): ReadColumn {
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
