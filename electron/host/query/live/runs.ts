import type { ProjectRow, ReadableDb } from '#host/store';
import { MOST_LIVE_COLUMNS, MOST_LIVE_ROWS, type RunHead, type RunsTablePart, type RunsTableSource } from '#shared/api';
import type { RunRowId } from '#shared/units';
import type { JsonValue } from '#shared/wire';
import { compileRunFilter } from '../filter/compile.ts';
import { readHeads } from '../runs/heads.ts';
import { sortedRunIds } from '../runs/list.ts';
import { withSearch } from '../runs/table.ts';
import { commonest, cutOf, timeText, wordsText, type LiveTable } from './table.ts';
import { keysOf, readColumn } from './values.ts';

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
