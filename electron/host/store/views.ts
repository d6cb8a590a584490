import type { SavedView } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectRowId } from '#shared/units';
import type { ReadableDb, WriteContext } from './context.ts';
import { prepared } from './prepared.ts';
import type { ProjectRow } from './runs/index.ts';

interface ViewRecord {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly body_json: string;
  readonly updated_at: number;
}

/** A project's saved views, sorted by scope, then name, then id. */
export function readViews(db: ReadableDb, projectId: ProjectRowId): SavedView[] {
  const sql = `SELECT id, scope, name, body_json, updated_at FROM views WHERE project_id = ? ORDER BY scope, name, id`;
  return (prepared(db, sql).all(projectId) as ViewRecord[]).map((view) => ({
    id: view.id,
    scope: view.scope,
    name: view.name,
    body: JSON.parse(view.body_json) as unknown,
    updatedAt: view.updated_at,
  }));
}

/** Makes a view of a project or changes the one with this id. Errors: `view.unknown` when another project has the id. */
export function saveView(ctx: WriteContext, project: ProjectRow, view: Omit<SavedView, 'updatedAt'>): SavedView {
  const owner = prepared(ctx.db, 'SELECT project_id FROM views WHERE id = ?').pluck().get(view.id);
  if (owner !== undefined && owner !== project.id) throw new Problem('view.unknown', { view: view.id });
  prepared(
    ctx.db,
    `INSERT INTO views (id, project_id, scope, name, body_json, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, name = excluded.name, body_json = excluded.body_json,
       updated_at = excluded.updated_at`,
  ).run(view.id, project.id, view.scope, view.name, JSON.stringify(view.body ?? null), ctx.now());
  emitViews(ctx, project);
  return { ...view, updatedAt: ctx.now() };
}

/** Errors: `view.unknown`. */
export function deleteView(ctx: WriteContext, project: ProjectRow, id: string): void {
  const gone = prepared(ctx.db, 'DELETE FROM views WHERE id = ? AND project_id = ?').run(id, project.id);
  if (gone.changes === 0) throw new Problem('view.unknown', { view: id });
  emitViews(ctx, project);
}

function emitViews(ctx: WriteContext, project: ProjectRow): void {
  ctx.emit({ kind: 'project', path: { entity: project.entity, project: project.name }, aspects: ['views'] });
}
