import type { ReadableDb } from '#host/store';
import type { ProjectRowId, RunRowId } from '#shared/units';
import { statement } from '../sql.ts';

/** Runs of a project by their short ids, in the order asked for; those that are gone are left out. */
export function findRuns(
  db: ReadableDb,
  project: ProjectRowId,
  names: readonly string[],
): { readonly name: string; readonly id: RunRowId }[] {
  const sql = `SELECT r.name, r.id FROM json_each(?) wanted
    JOIN runs r ON r.project_id = ? AND r.name = wanted.value ORDER BY wanted.key`;
  return statement(db, sql).all(JSON.stringify(names), project) as { name: string; id: RunRowId }[];
}
