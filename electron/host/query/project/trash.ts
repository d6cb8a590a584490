import { readSettings, type ProjectRow, type ReadableDb } from '#host/store';
import { DEFAULT_TRASH_DAYS, type TrashedRun, type TrashList } from '#shared/api';
import { statement } from '../sql.ts';

const SHOWN = 1000;
const DAY_MS = 86_400_000;

const LIST = `SELECT t.run_id AS id, t.name AS run, r.display_name AS displayName, r.state, r.created_at AS createdAt,
    t.deleted_at AS deletedAt, z.file_bytes + z.row_bytes AS sizeBytes
  FROM trashed_runs t JOIN runs r ON r.id = t.run_id JOIN run_sizes z ON z.run_id = t.run_id
  WHERE t.project_id = ? ORDER BY t.deleted_at DESC, t.run_id DESC LIMIT ?`;
const SUM = `SELECT count(*) AS total, coalesce(sum(z.file_bytes + z.row_bytes), 0) AS sizeBytes
  FROM trashed_runs t JOIN run_sizes z ON z.run_id = t.run_id WHERE t.project_id = ?`;

/** The deleted runs of a project that can still be restored. */
export function readTrash(db: ReadableDb, project: ProjectRow): TrashList {
  const days = readSettings(db).trashDays ?? DEFAULT_TRASH_DAYS;
  const rows = statement(db, LIST).all(project.id, SHOWN) as Omit<TrashedRun, 'expiresAt'>[];
  const sum = statement(db, SUM).get(project.id) as { total: number; sizeBytes: number };
  return { ...sum, days, runs: rows.map((row) => ({ ...row, expiresAt: row.deletedAt + days * DAY_MS })) };
}

/** How many deleted runs of a project can be restored. */
export function countTrash(db: ReadableDb, project: ProjectRow): number {
  const sql = 'SELECT count(*) AS count FROM trashed_runs WHERE project_id = ?';
  return (statement(db, sql).get(project.id) as { count: number }).count;
}
