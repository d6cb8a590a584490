import {
  ensureProject,
  findProject,
  findProjectById,
  prepared,
  type ProjectRow,
  setProjectDescription,
} from '#host/store';
import { Problem } from '#shared/errors';
import type { ProjectPath, ProjectRowId, UnixMs } from '#shared/units';
import { decodeId, encodeId } from '../ids.ts';
import { entityOf, type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { connectionOf, pageFrom, pageOf, type PageArgs, wireTime } from '../wire.ts';

interface ProjectArgs {
  readonly name?: string | null | undefined;
  readonly entityName?: string | null | undefined;
}

interface UpsertModelInput {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly entityName?: string | null;
  readonly description?: string | null;
}

/** The client's project when it names none. */
const DEFAULT_PROJECT = 'uncategorized';

/** A project path with the client's defaults filled in. */
export function projectPathOf(scope: Scope, args: ProjectArgs): ProjectPath {
  const project = args.name === null || args.name === undefined || args.name === '' ? DEFAULT_PROJECT : args.name;
  return { entity: entityOf(scope, args.entityName), project };
}

export function projectId(project: Pick<ProjectRow, 'id'>): string {
  return encodeId('Project', project.id);
}

const projectAt = (_: unknown, args: ProjectArgs, scope: Scope): ProjectRow | null =>
  findProject(scope.db, projectPathOf(scope, args)) ?? null;

export const projectResolvers: ResolverMap = {
  Query: {
    project: projectAt,
    model: projectAt,
    models: (_: unknown, args: { entityName?: string | null } & PageArgs, scope) => {
      const { offset, limit } = pageOf(args);
      const ids = projectIds(scope, entityOf(scope, args.entityName), offset, limit + 1);
      const rows = ids.slice(0, limit).map((id) => findProjectById(scope.db, id));
      return connectionOf(rows, offset, ids.length > limit);
    },
  },
  Mutation: {
    upsertModel: (_: unknown, args: { input: UpsertModelInput }, scope) => upsertProject(scope, args.input),
  },
  Project: {
    id: projectId,
    internalId: (project: ProjectRow) => String(project.id),
    entityName: (project: ProjectRow) => project.entity,
    entity: (project: ProjectRow) => ({ name: project.entity }),
    user: (_: ProjectRow, __: unknown, scope) => ({ username: scope.request.username }),
    createdAt: (project: ProjectRow) => wireTime(project.createdAt),
    updatedAt: (project: ProjectRow, _: unknown, scope) => wireTime(lastChange(scope, project)),
    access: () => 'PRIVATE',
    isBenchmark: () => false,
    readOnly: () => false,
    // Reports live on other servers only.
    allViews: () => pageFrom([], {}),
  },
};

function upsertProject(scope: Scope, input: UpsertModelInput): Record<string, unknown> {
  const ctx = writeOf(scope);
  const { project, isInserted } =
    input.id === null || input.id === undefined
      ? ensureProject(ctx, projectPathOf(scope, input))
      : { project: projectById(scope, input.id), isInserted: false };
  if (typeof input.name === 'string' && input.name !== project.name) {
    throw new Problem('graphql.unsupported', { what: 'renaming a project' });
  }
  if (typeof input.description === 'string') setProjectDescription(ctx, project, input.description);
  const after = findProjectById(scope.db, project.id);
  return { project: after, model: after, inserted: isInserted };
}

function projectById(scope: Scope, id: string): ProjectRow {
  const parts = decodeId('Project', id);
  const project = parts === undefined ? undefined : findProjectById(scope.db, parts.rowId as ProjectRowId);
  if (project === undefined) {
    throw new Problem('input.invalid', { field: 'id', expected: 'the id of a project', got: id });
  }
  return project;
}

/** Newest first, as a person looks for them. */
function projectIds(scope: Scope, entity: string, offset: number, limit: number): ProjectRowId[] {
  const sql = `SELECT p.id FROM projects p JOIN entities e ON e.id = p.entity_id WHERE e.name = ?
    ORDER BY p.created_at DESC, p.id DESC LIMIT ? OFFSET ?`;
  return (prepared(scope.db, sql).all(entity, limit, offset) as { id: ProjectRowId }[]).map((row) => row.id);
}

function lastChange(scope: Scope, project: ProjectRow): UnixMs {
  const sql = 'SELECT max(updated_at) AS at FROM runs WHERE project_id = ?';
  const { at } = prepared(scope.db, sql).get(project.id) as { at: UnixMs | null };
  return at ?? project.createdAt;
}
