import { findProject, findRun, type ReadableDb, type RunRow } from '#host/store';
import { Problem } from '#shared/errors';
import type { ProjectPath, ProjectRowId, RunPath } from '#shared/units';

export interface ProjectRef {
  readonly id: ProjectRowId;
  readonly path: ProjectPath;
}

/** Errors: `project.unknown`. */
export function projectAt(db: ReadableDb, path: ProjectPath): ProjectRef {
  const row = findProject(db, path);
  if (row === undefined) throw new Problem('project.unknown', { entity: path.entity, project: path.project });
  return { id: row.id, path: { entity: row.entity, project: row.name } };
}

/** Errors: `run.unknown`. */
export function runAt(db: ReadableDb, path: RunPath): RunRow {
  const row = findRun(db, path);
  if (row === undefined) throw new Problem('run.unknown', { ...path });
  return row;
}
