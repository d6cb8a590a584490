import type { ReadableDb } from '#host/store';
import type { ColumnRef } from '#shared/api';
import type { KeyId, ProjectRowId } from '#shared/units';
import { goalOfProject } from './definitions.ts';
import { part, statement, type SqlPart } from './sql.ts';

/** Seconds a run has worked: what the script itself counted, else the wall time between its first and last sign. */
export const DURATION_MS_SQL = `(CASE WHEN r.runtime_s > 0 THEN r.runtime_s * 1000
  ELSE coalesce(r.finished_at, r.heartbeat_at) - r.created_at END)`;

type RunField = Exclude<Extract<ColumnRef, { kind: 'run' }>['key'], 'tags'>;

/** SQL of each run field over `runs r`: NULL where the run has none. */
export const RUN_FIELDS: Readonly<Record<RunField, { readonly sql: string; readonly type: 'text' | 'number' }>> = {
  displayName: { sql: 'r.display_name', type: 'text' },
  name: { sql: 'r.name', type: 'text' },
  state: { sql: 'r.state', type: 'text' },
  createdAt: { sql: 'r.created_at', type: 'number' },
  heartbeatAt: { sql: 'r.heartbeat_at', type: 'number' },
  duration: { sql: `(${DURATION_MS_SQL} / 1000.0)`, type: 'number' },
  group: { sql: "nullif(r.group_name, '')", type: 'text' },
  jobType: { sql: "nullif(r.job_type, '')", type: 'text' },
  notes: { sql: "nullif(r.notes, '')", type: 'text' },
  username: { sql: 'r.username', type: 'text' },
  host: { sql: "nullif(r.host, '')", type: 'text' },
  sweep: { sql: "nullif(r.sweep_name, '')", type: 'text' },
  lastStep: { sql: 'r.last_step', type: 'number' },
  lock: { sql: "(CASE WHEN r.locked = 1 THEN 'locked' END)", type: 'text' },
};

export type ValueDoc = 'config' | 'summary';

/** The table of typed values behind a document, one of two fixed names. */
export function valueTable(doc: ValueDoc): 'config_values' | 'summary_values' {
  return doc === 'config' ? 'config_values' : 'summary_values';
}

/** Ids of a column's key and its other spellings, first choice first; names that nobody ever logged are left out. */
export function keyIds(db: ReadableDb, column: { readonly key: string; readonly orKeys?: readonly string[] }): KeyId[] {
  const find = statement(db, 'SELECT id FROM keys WHERE name = ?');
  const rows = [column.key, ...(column.orKeys ?? [])].map((name) => find.get(name) as { id: KeyId } | undefined);
  return rows.flatMap((row) => (row === undefined ? [] : [row.id]));
}

/** Ids of a document's keys in a project that lie below `prefix.`, for the question whether a nested value exists. */
export function keyIdsBelow(db: ReadableDb, projectId: ProjectRowId, doc: ValueDoc, prefix: string): KeyId[] {
  const rows = statement(
    db,
    `SELECT DISTINCT k.id FROM keys k JOIN project_keys p ON p.key_id = k.id
     WHERE k.name > ? || '.' AND k.name < ? || '/' AND p.project_id = ? AND p.doc = ? AND p.run_count > 0`,
  ).all(prefix, prefix, projectId, doc);
  return (rows as { id: KeyId }[]).map((row) => row.id);
}

type MetricColumn = Extract<ColumnRef, { kind: 'metric' }>;

const STATS: Readonly<Record<Exclude<MetricColumn['stat'], 'best'>, string>> = {
  min: 'min(s.min)',
  max: 'max(s.max)',
  mean: 'sum(s.sum) / sum(s.number_count)',
  // With max() SQLite takes the other columns from the row that holds the maximum.
  last: 's.last',
};

/**
 * Subquery (run_id, value) of one statistic over all points of a history key, one row per run that has numbers there;
 * undefined where no run can have any. `condition` is over `series s`.
 */
export function metricValues(
  db: ReadableDb,
  projectId: ProjectRowId,
  column: MetricColumn,
  condition: SqlPart = part('1'),
): SqlPart | undefined {
  const [key] = keyIds(db, column);
  const value = statOf(db, projectId, column);
  if (key === undefined || value === undefined) return undefined;
  // The infinities have no part in sums and counts, but a run may have nothing else.
  return part(
    `SELECT s.run_id, ${value.sql} AS value, max(s.last_step) AS at
     FROM series s ${isSystemKey(db, projectId, key) ? ONLY_HISTORY : ''}
     WHERE s.project_id = ? AND s.key_id = ? AND ${condition.sql} AND s.min IS NOT NULL GROUP BY s.run_id`,
    ...value.params,
    projectId,
    key,
    ...condition.params,
  );
}

function statOf(db: ReadableDb, projectId: ProjectRowId, { stat, key }: MetricColumn): SqlPart | undefined {
  if (stat !== 'best') return part(STATS[stat]);
  const found = goalOfProject(db, projectId, key);
  if (found === undefined) return undefined;
  const [best, opposite] = found.goal === 'minimize' ? [STATS.min, STATS.max] : [STATS.max, STATS.min];
  if (found.opposed.length === 0) return part(best);
  return part(
    `CASE WHEN s.run_id IN (SELECT d.run_id FROM run_metric_definitions d
       WHERE d.project_id = ? AND d.body IN (SELECT value FROM json_each(?))) THEN ${opposite} ELSE ${best} END`,
    projectId,
    JSON.stringify(found.opposed),
  );
}

const ONLY_HISTORY = "JOIN streams t ON t.id = s.stream_id AND t.kind = 'history'";

/** Few keys are both a metric of the script and one of the system; only for them each stream is looked at. */
function isSystemKey(db: ReadableDb, projectId: ProjectRowId, key: KeyId): boolean {
  const sql = "SELECT 1 FROM project_keys WHERE project_id = ? AND doc = 'events' AND key_id = ? AND run_count > 0";
  return statement(db, sql).get(projectId, key) !== undefined;
}
