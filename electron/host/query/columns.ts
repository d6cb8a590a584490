import type { ReadableDb } from '#host/store';
import type { ColumnRef } from '#shared/api';
import type { KeyId, ProjectRowId } from '#shared/units';
import { statement } from './sql.ts';

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

type MetricStat = Extract<ColumnRef, { kind: 'metric' }>['stat'];

const STATS: Readonly<Record<MetricStat, string>> = {
  min: 'min(s.min)',
  max: 'max(s.max)',
  mean: 'sum(s.sum) / sum(s.number_count)',
  // With max() SQLite takes the other columns from the row that holds the maximum.
  last: 's.last',
};

/**
 * Subquery (run_id, value) of one statistic over all points of a history key, one row per run that has numbers there.
 * Parameters: project id, key id, then those of `condition` over `series s`.
 */
export function metricValues(
  db: ReadableDb,
  projectId: ProjectRowId,
  metric: { readonly key: KeyId; readonly stat: MetricStat },
  condition = '1',
): string {
  return `SELECT s.run_id, ${STATS[metric.stat]} AS value, max(s.last_step) AS at
    FROM series s ${isSystemKey(db, projectId, metric.key) ? ONLY_HISTORY : ''}
    WHERE s.project_id = ? AND s.key_id = ? AND ${condition} AND s.number_count > 0 GROUP BY s.run_id`;
}

const ONLY_HISTORY = "JOIN streams t ON t.id = s.stream_id AND t.kind = 'history'";

/** Few keys are both a metric of the script and one of the system; only for them each stream is looked at. */
function isSystemKey(db: ReadableDb, projectId: ProjectRowId, key: KeyId): boolean {
  const sql = "SELECT 1 FROM project_keys WHERE project_id = ? AND doc = 'events' AND key_id = ? AND run_count > 0";
  return statement(db, sql).get(projectId, key) !== undefined;
}
