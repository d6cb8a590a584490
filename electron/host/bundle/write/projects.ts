import { findProject, prepared, type ReadableDb, readViews } from '#host/store';
import type { ProjectPath } from '#shared/units';
import type { BundledChart, BundledProject } from '../format/schema.ts';

/** What is kept of whole projects beside their runs. */
export function projectsOf(db: ReadableDb, paths: readonly ProjectPath[]): BundledProject[] {
  return paths.flatMap(({ entity, project }) => {
    const found = findProject(db, { entity, project });
    if (found === undefined) return [];
    const views = readViews(db, found.id).map(({ id, scope, name, body }) => ({ id, scope, name, body }));
    return [{ entity, project, description: found.description, views }];
  });
}

/** The chart presets of some entities: runs name them by entity and name. */
export function chartsOf(db: ReadableDb, entities: readonly string[]): BundledChart[] {
  const sql = `SELECT entity, name, display_name AS displayName, type, access, spec_json AS spec FROM custom_charts
    WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY entity, name`;
  return prepared(db, sql).all(JSON.stringify(entities)) as BundledChart[];
}
