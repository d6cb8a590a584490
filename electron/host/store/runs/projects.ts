import { Problem } from '#shared/errors';
import type { ProjectPath, ProjectRowId, UnixMs } from '#shared/units';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { ProjectRow } from './types.ts';

interface ProjectRecord {
  readonly id: ProjectRowId;
  readonly entity: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: UnixMs;
}

const SELECT = `SELECT p.id, e.name AS entity, p.name, p.description, p.created_at
  FROM projects p JOIN entities e ON e.id = p.entity_id`;

/** The project at a path, or undefined when no run has made it yet. */
export function findProject(db: ReadableDb, path: ProjectPath): ProjectRow | undefined {
  const record = prepared(db, `${SELECT} WHERE e.name = ? AND p.name = ?`).get(path.entity, path.project);
  return record === undefined ? undefined : toRow(record as ProjectRecord);
}

/** The project at a path. Errors: `project.unknown`. */
export function projectAt(db: ReadableDb, path: ProjectPath): ProjectRow {
  const project = findProject(db, path);
  if (project === undefined) throw new Problem('project.unknown', { entity: path.entity, project: path.project });
  return project;
}

/** The project with a row id, or undefined. */
export function findProjectById(db: ReadableDb, id: ProjectRowId): ProjectRow | undefined {
  const record = prepared(db, `${SELECT} WHERE p.id = ?`).get(id);
  return record === undefined ? undefined : toRow(record as ProjectRecord);
}

/** The project at a path, made (with its entity) when it is missing; `isInserted` says which. */
export function ensureProject(
  ctx: WriteContext,
  path: ProjectPath,
): { readonly project: ProjectRow; readonly isInserted: boolean } {
  const found = findProject(ctx.db, path);
  if (found !== undefined) return { project: found, isInserted: false };
  const now = ctx.now();
  prepared(ctx.db, 'INSERT INTO entities (name, created_at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING').run(
    path.entity,
    now,
  );
  const entity = prepared(ctx.db, 'SELECT id FROM entities WHERE name = ?').get(path.entity) as { id: number };
  const made = prepared(ctx.db, 'INSERT INTO projects (entity_id, name, created_at) VALUES (?, ?, ?)').run(
    entity.id,
    path.project,
    now,
  );
  ctx.emit({ kind: 'project', path: { entity: path.entity, project: path.project }, aspects: ['created'] });
  const id = Number(made.lastInsertRowid) as ProjectRowId;
  const project = { id, entity: path.entity, name: path.project, description: '', createdAt: now };
  return { project, isInserted: true };
}

/** Changes a project's description. */
export function setProjectDescription(ctx: WriteContext, project: ProjectRow, description: string): void {
  prepared(ctx.db, 'UPDATE projects SET description = ? WHERE id = ?').run(description, project.id);
  ctx.emit({ kind: 'project', path: { entity: project.entity, project: project.name }, aspects: ['meta'] });
}

function toRow(record: ProjectRecord): ProjectRow {
  const { created_at: createdAt, ...rest } = record;
  return { ...rest, createdAt };
}
