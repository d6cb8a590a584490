import type { RunState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectRowId, RunPath, RunRowId, UnixMs } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { RunRow } from './types.ts';

interface RunRecord {
  readonly id: RunRowId;
  readonly project_id: ProjectRowId;
  readonly entity: string;
  readonly project: string;
  readonly name: string;
  readonly display_name: string;
  readonly state: RunState;
  readonly state_reason: string;
  readonly created_at: UnixMs;
  readonly updated_at: UnixMs;
  readonly heartbeat_at: UnixMs;
  readonly finished_at: UnixMs | null;
  readonly exit_code: number | null;
  readonly stop_requested: number;
  readonly group_name: string | null;
  readonly job_type: string | null;
  readonly notes: string;
  readonly username: string;
  readonly host: string | null;
  readonly program: string | null;
  readonly repo: string | null;
  readonly git_commit: string | null;
  readonly sweep_name: string | null;
  readonly last_step: number;
  readonly runtime_s: number;
  readonly refused_lines: number;
  readonly color: string | null;
  readonly locked: number;
}

/** The project without a name in which deleted runs lie until they go for good; see trash.ts. */
export const TRASH_ID = 0 as ProjectRowId;

/** Start of a query for `toRunRow`: `runs r`, `projects p`, `entities e` may be used in what follows. */
export const SELECT_RUN = `SELECT r.*, e.name AS entity, p.name AS project
  FROM runs r JOIN projects p ON p.id = r.project_id JOIN entities e ON e.id = p.entity_id`;

/** The run at a path, or undefined. */
export function findRun(db: ReadableDb, path: RunPath): RunRow | undefined {
  const sql = `${SELECT_RUN} WHERE e.name = ? AND p.name = ? AND r.name = ?`;
  const record = prepared(db, sql).get(path.entity, path.project, path.run);
  return record === undefined ? undefined : toRunRow(record);
}

/** The run at a path. Errors: `run.unknown`. */
export function runAt(db: ReadableDb, path: RunPath): RunRow {
  const run = findRun(db, path);
  if (run === undefined) throw new Problem('run.unknown', { ...path });
  return run;
}

/** As runAt, for a client that sends to the run: `run.deleted` tells it that somebody here wants no more of it. */
export function runOfClient(db: ReadableDb, path: RunPath): RunRow {
  const run = findRun(db, path);
  if (run !== undefined) return run;
  throw new Problem(wasDeleted(db, path) ? 'run.deleted' : 'run.unknown', { ...path });
}

/** The run with a row id, or undefined; also when it is in the trash. */
export function findRunById(db: ReadableDb, id: RunRowId): RunRow | undefined {
  const record = prepared(db, `${SELECT_RUN} WHERE r.id = ? AND r.project_id <> ${TRASH_ID}`).get(id);
  return record === undefined ? undefined : toRunRow(record);
}

/** True when a run was deleted here and none was made at that path since. */
export function wasDeleted(db: ReadableDb, path: RunPath): boolean {
  const sql = `SELECT 1 FROM deleted_runs d JOIN projects p ON p.id = d.project_id JOIN entities e ON e.id = p.entity_id
    WHERE e.name = ? AND p.name = ? AND d.name = ?`;
  return prepared(db, sql).get(path.entity, path.project, path.run) !== undefined;
}

/** Tags in the order they were given. */
export function readTags(db: ReadableDb, id: RunRowId): string[] {
  const rows = prepared(db, 'SELECT tag FROM run_tags WHERE run_id = ? ORDER BY position').all(id);
  return (rows as { tag: string }[]).map((row) => row.tag);
}

/** A record of SELECT_RUN as a RunRow. */
export function toRunRow(raw: unknown): RunRow {
  const record = raw as RunRecord;
  return {
    id: record.id,
    projectId: record.project_id,
    entity: record.entity,
    project: record.project,
    name: record.name,
    displayName: record.display_name,
    state: record.state,
    stateReason: record.state_reason,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    heartbeatAt: record.heartbeat_at,
    isStopRequested: record.stop_requested === 1,
    notes: record.notes,
    username: record.username,
    lastStep: record.last_step,
    runtimeS: record.runtime_s,
    refusedLines: record.refused_lines,
    isLocked: record.locked === 1,
    ...optional('finishedAt', record.finished_at),
    ...optional('exitCode', record.exit_code),
    ...optional('group', record.group_name),
    ...optional('jobType', record.job_type),
    ...optional('host', record.host),
    ...optional('program', record.program),
    ...optional('repo', record.repo),
    ...optional('commit', record.git_commit),
    ...optional('sweep', record.sweep_name),
    ...optional('color', record.color),
  };
}

function optional<K extends keyof RunRow>(key: K, value: NonNullable<RunRow[K]> | null): Partial<RunRow> {
  return value === null ? {} : { [key]: value };
}
