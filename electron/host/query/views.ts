import type { ReadableDb } from '#host/store';
import type { SavedView } from '#shared/api';
import type { ProjectRowId } from '#shared/units';
import { statement } from './sql.ts';

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
  return (statement(db, sql).all(projectId) as ViewRecord[]).map((view) => ({
    id: view.id,
    scope: view.scope,
    name: view.name,
    body: JSON.parse(view.body_json) as unknown,
    updatedAt: view.updated_at,
  }));
}
