import type { ProjectRow, ReadableDb } from '#host/store';
import type { ApiValue, ColumnRef, RunColumnsAnswer, RunColumnsQuery, RunHead } from '#shared/api';
import type { ProjectRowId, RunRowId } from '#shared/units';
import { keyIds, metricValues, valueTable } from '../columns.ts';
import { compileRunFilter } from '../filter/compile.ts';
import { allRows, statement } from '../sql.ts';
import { apiValueOf, fieldCell, type ValueRecord } from './cells.ts';
import { readHeads } from './heads.ts';
import { sortedRunIds } from './list.ts';
import { withSearch } from './table.ts';

/** More runs than this make no picture, and no page of the run table is longer either. */
const MOST_RUNS = 10_000;

/**
 * Columns of all runs that match, each read with one walk over its index instead of one look-up a run.
 * Errors: `filter.invalid`. Cost for 10,000 runs: about 100 ms for the runs and 10 ms for each column.
 */
export function readRunColumns(db: ReadableDb, project: ProjectRow, query: RunColumnsQuery): RunColumnsAnswer {
  const { total, heads, columns } = readHeadsAndColumns(db, project, { ...query, limit: query.limit ?? MOST_RUNS });
  return {
    total,
    runs: {
      ids: heads.map((head) => head.path.run),
      names: heads.map((head) => head.displayName),
      states: heads.map((head) => head.state),
      ordinals: heads.map((head) => head.ordinal),
      colors: heads.map((head) => head.color ?? null),
    },
    columns: columns.map((values) => ({
      values: values.map((value) => value ?? null),
      missing: values.flatMap((value, place) => (value === undefined ? [place] : [])),
    })),
  };
}

/** Values of one column, one for each run; undefined where it has none. */
export type WholeColumn = readonly (ApiValue | undefined)[];

/** The runs that match with whole columns of them, as `readRunColumns` reads them; without a limit all runs. */
export function readHeadsAndColumns(
  db: ReadableDb,
  project: ProjectRow,
  query: RunColumnsQuery,
): { readonly total: number; readonly heads: readonly RunHead[]; readonly columns: readonly WholeColumn[] } {
  const condition = compileRunFilter(db, project.id, withSearch(query));
  const all = sortedRunIds(db, project.id, condition, query.sort ?? []);
  const wanted = query.limit === undefined ? all : all.slice(0, query.limit);
  const found = readHeads(db, { entity: project.entity, project: project.name }, wanted);
  const ids = wanted.filter((id) => found.has(id));
  const heads = ids.flatMap((id) => found.get(id) ?? []);
  const places = new Map(ids.map((id, place) => [id, place]));
  return {
    total: all.length,
    heads,
    columns: query.columns.map((column) => readColumn(db, project.id, column, heads, places)),
  };
}

type Places = ReadonlyMap<RunRowId, number>;

function readColumn(
  db: ReadableDb,
  projectId: ProjectRowId,
  column: ColumnRef,
  heads: readonly RunHead[],
  places: Places,
): WholeColumn {
  const values: (ApiValue | undefined)[] = Array.from({ length: heads.length }, () => undefined);
  if (column.kind === 'run') heads.forEach((head, place) => (values[place] = fieldCell(head, column.key).value));
  else if (column.kind === 'metric') fillMetric(db, projectId, column, places, values);
  else fillValues(db, projectId, column, places, values);
  return values;
}

function fillValues(
  db: ReadableDb,
  projectId: ProjectRowId,
  column: Extract<ColumnRef, { kind: 'config' | 'summary' }>,
  places: Places,
  values: (ApiValue | undefined)[],
): void {
  const every = statement(
    db,
    `SELECT run_id, kind, num, text FROM ${valueTable(column.kind)} WHERE project_id = ? AND key_id = ?`,
  );
  // The first spelling that a run has counts.
  for (const key of keyIds(db, column)) {
    for (const record of every.all(projectId, key) as (ValueRecord & { run_id: RunRowId })[]) {
      const place = places.get(record.run_id);
      if (place !== undefined && values[place] === undefined) values[place] = apiValueOf(record);
    }
  }
}

function fillMetric(
  db: ReadableDb,
  projectId: ProjectRowId,
  column: Extract<ColumnRef, { kind: 'metric' }>,
  places: Places,
  values: (ApiValue | undefined)[],
): void {
  const every = metricValues(db, projectId, column);
  if (every === undefined) return;
  for (const row of allRows<{ run_id: RunRowId; value: number | null }>(db, every)) {
    const place = places.get(row.run_id);
    if (place === undefined || row.value === null) continue;
    values[place] = Number.isFinite(row.value) ? row.value : String(row.value);
  }
}
