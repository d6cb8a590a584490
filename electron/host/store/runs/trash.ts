import { Problem } from '#shared/errors';
import type { ProjectRowId, RunRowId, UnixMs } from '#shared/units';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { forgetDocuments } from './documents.ts';
import { TRASH_ID } from './find.ts';
import { refuseLocked } from './lock.ts';
import { changeProject } from './move.ts';
import { findProjectById } from './projects.ts';
import { hasEnded, setRunState } from './state.ts';
import { pathOf, type ProjectRow, type RunRow } from './types.ts';
import { emitRun } from './write.ts';

/** A run that is in the trash: its number, and where it was. */
export interface TrashedRow {
  readonly id: RunRowId;
  readonly projectId: ProjectRowId;
  readonly name: string;
}

const FIND = 'SELECT run_id AS id, project_id AS projectId, name FROM trashed_runs';

/**
 * Puts a run into the trash of its project: it is nowhere else from now on, and a client that still sends to it is
 * told that it was deleted. Nothing of it is lost before it goes for good. Errors: `run.locked`.
 */
export function trashRun(ctx: WriteContext, run: RunRow): void {
  refuseLocked([run]);
  // In the trash nothing runs: what asks whether anything does need not know of it.
  if (!hasEnded(run.state)) setRunState(ctx, run, 'killed', 'deleted while it ran');
  markDeleted(ctx, run.projectId, run.name);
  changeProject(ctx, run, TRASH_ID);
  prepared(ctx.db, 'UPDATE runs SET name = ? WHERE id = ?').run(String(run.id), run.id);
  prepared(ctx.db, 'INSERT INTO trashed_runs (run_id, project_id, name, deleted_at) VALUES (?, ?, ?, ?)').run(
    run.id,
    run.projectId,
    run.name,
    ctx.now(),
  );
  // As for a run that is gone: its log can be read in anew, and is aligned with its rows when it is back.
  prepared(ctx.db, 'UPDATE imports SET run_id = NULL WHERE run_id = ?').run(run.id);
  forgetDocuments(ctx, run.id);
  emitRun(ctx, run, 'deleted');
  emitTrash(ctx, run.projectId);
}

/** Remembers that a run was deleted here, so that its client is told so and does not make it anew. */
function markDeleted(ctx: WriteContext, project: ProjectRowId, name: string): void {
  prepared(
    ctx.db,
    `INSERT INTO deleted_runs (project_id, name, deleted_at) VALUES (?, ?, ?)
     ON CONFLICT (project_id, name) DO UPDATE SET deleted_at = excluded.deleted_at`,
  ).run(project, name, ctx.now());
}

/** Runs in the trash of a project, by number; all of them where none are named, the newest first. */
export function trashedRuns(ctx: WriteContext, project: ProjectRow, ids?: readonly number[]): TrashedRow[] {
  const only = ids === undefined ? '' : 'AND run_id IN (SELECT value FROM json_each(?))';
  const sql = `${FIND} WHERE project_id = ? ${only} ORDER BY deleted_at DESC, run_id DESC`;
  return prepared(ctx.db, sql).all(project.id, ...(ids === undefined ? [] : [JSON.stringify(ids)])) as TrashedRow[];
}

/** Runs of all projects that have been in the trash since before a time, the oldest first. */
export function trashedBefore(ctx: WriteContext, before: UnixMs, limit: number): TrashedRow[] {
  return prepared(ctx.db, `${FIND} WHERE deleted_at < ? ORDER BY deleted_at, run_id LIMIT ?`).all(
    before,
    limit,
  ) as TrashedRow[];
}

/** Puts a run back where it was. Errors: `run.taken` when there is one with its id by now. */
export function restoreRun(ctx: WriteContext, { id, projectId, name }: TrashedRow): void {
  const project = findProjectById(ctx.db, projectId);
  if (project === undefined) throw new Error(`the project ${projectId} of a run in the trash is gone`);
  const taken = prepared(ctx.db, 'SELECT 1 FROM runs WHERE project_id = ? AND name = ?').get(projectId, name);
  if (taken !== undefined) throw new Problem('run.taken', { project: project.name, run: name });
  changeProject(ctx, { id, projectId: TRASH_ID }, projectId);
  prepared(ctx.db, 'UPDATE runs SET name = ? WHERE id = ?').run(name, id);
  prepared(ctx.db, 'DELETE FROM trashed_runs WHERE run_id = ?').run(id);
  prepared(ctx.db, 'DELETE FROM deleted_runs WHERE project_id = ? AND name = ?').run(projectId, name);
  const path = pathOf({ entity: project.entity, project: project.name, name });
  ctx.emit({ kind: 'run', path, aspects: ['created', 'state', 'meta', 'config', 'history', 'files'] });
  emitTrash(ctx, projectId);
}

/**
 * Lets runs of the trash go for good. Returns the bytes that this frees: their points and console, and those of their
 * files that nothing else holds. The bytes on the disk are given back by the files room a little later.
 */
export function purgeRuns(ctx: WriteContext, rows: readonly TrashedRow[]): number {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const { freed } = prepared(
    ctx.db,
    `WITH gone (id) AS (SELECT value FROM json_each(@ids)), held (blob_id) AS (
       SELECT DISTINCT blob_id FROM run_files WHERE run_id IN (SELECT id FROM gone) AND blob_id IS NOT NULL)
     SELECT coalesce((SELECT sum(row_bytes) FROM run_sizes WHERE run_id IN (SELECT id FROM gone)), 0)
       + coalesce((SELECT sum(b.size_bytes) FROM held JOIN blobs b ON b.id = held.blob_id
         WHERE NOT EXISTS (SELECT 1 FROM run_files h WHERE h.blob_id = b.id AND h.run_id NOT IN (SELECT id FROM gone))
           AND NOT EXISTS (SELECT 1 FROM artifact_files h WHERE h.blob_id = b.id)
           AND NOT EXISTS (SELECT 1 FROM artifact_uploads h WHERE h.blob_id = b.id)
           AND NOT EXISTS (SELECT 1 FROM artifact_manifests h WHERE h.blob_id = b.id)), 0) AS freed`,
  ).get({ ids }) as { freed: number };
  for (const { id } of rows) {
    prepared(ctx.db, 'DELETE FROM runs WHERE id = ?').run(id);
    forgetDocuments(ctx, id);
  }
  for (const project of new Set(rows.map(({ projectId }) => projectId))) emitTrash(ctx, project);
  return freed;
}

function emitTrash(ctx: WriteContext, id: ProjectRowId): void {
  const project = findProjectById(ctx.db, id);
  if (project === undefined) return;
  ctx.emit({ kind: 'project', path: { entity: project.entity, project: project.name }, aspects: ['trash'] });
}
