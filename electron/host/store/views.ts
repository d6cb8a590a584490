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
  const prefix = storedId(projectId, '');
  return (prepared(db, sql).all(projectId) as ViewRecord[]).map((view) => ({
    id: view.id.startsWith(prefix) ? view.id.slice(prefix.length) : view.id,
    scope: view.scope,
    name: view.name,
    body: JSON.parse(view.body_json) as unknown,
    updatedAt: view.updated_at,
  }));
}

/** Makes a view of a project or changes the one with this id. Projects may have views with the same id. */
export function saveView(ctx: WriteContext, project: ProjectRow, view: Omit<SavedView, 'updatedAt'>): SavedView {
  prepared(
    ctx.db,
    `INSERT INTO views (id, project_id, scope, name, body_json, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, name = excluded.name, body_json = excluded.body_json,
       updated_at = excluded.updated_at`,
  ).run(
    knownId(ctx, project, view.id) ?? storedId(project.id, view.id),
    project.id,
    view.scope,
    view.name,
    JSON.stringify(view.body ?? null),
    ctx.now(),
  );
  emitViews(ctx, project);
  return { ...view, updatedAt: ctx.now() };
}

/** Errors: `view.unknown`. */
export function deleteView(ctx: WriteContext, project: ProjectRow, id: string): void {
  const known = knownId(ctx, project, id);
  if (known === undefined) throw new Problem('view.unknown', { view: id });
  prepared(ctx.db, 'DELETE FROM views WHERE id = ?').run(known);
  emitViews(ctx, project);
}

/** Gives what a person has set on the pages of one run (scope `run:…`) to another project. */
export function moveRunViews(ctx: WriteContext, run: string, from: ProjectRowId, to: ProjectRowId): void {
  const scopes = JSON.stringify([`run:${run}`, `run:${run}-default`]);
  const of = 'project_id = ? AND scope IN (SELECT value FROM json_each(?))';
  const found = prepared(ctx.db, `SELECT id FROM views WHERE ${of}`).all(from, scopes) as { id: string }[];
  // Left over there by a run that had this id and is gone.
  prepared(ctx.db, `DELETE FROM views WHERE ${of}`).run(to, scopes);
  const prefix = storedId(from, '');
  for (const { id } of found) {
    const own = id.startsWith(prefix) ? id.slice(prefix.length) : id;
    prepared(ctx.db, 'UPDATE views SET id = ?, project_id = ? WHERE id = ?').run(storedId(to, own), to, id);
  }
}

/** The table has one id for all projects; a page gives its view the same id in each. */
function storedId(projectId: ProjectRowId, id: string): string {
  return `${projectId}:${id}`;
}

/** How a view of this project is stored; earlier ones stand under their own id. */
function knownId(ctx: WriteContext, project: ProjectRow, id: string): string | undefined {
  const find = prepared(ctx.db, 'SELECT 1 FROM views WHERE id = ? AND project_id = ?');
  return [storedId(project.id, id), id].find((one) => find.get(one, project.id) !== undefined);
}

function emitViews(ctx: WriteContext, project: ProjectRow): void {
  ctx.emit({ kind: 'project', path: { entity: project.entity, project: project.name }, aspects: ['views'] });
}
