import { Problem } from '#shared/errors';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { ProjectRow, RunRow } from './types.ts';
import { emitRun } from './write.ts';

/** How many locked runs an error names; the others are counted. */
const NAMED = 3;

/** What an error needs to know of a run. */
type Lockable = Pick<RunRow, 'name' | 'displayName' | 'isLocked'>;

/** Locks or unlocks a run. A locked one still takes new data and edits; it is neither deleted nor moved. */
export function lockRun(ctx: WriteContext, run: RunRow, isLocked: boolean): void {
  if (run.isLocked === isLocked) return;
  prepared(ctx.db, 'UPDATE runs SET locked = ?, updated_at = ? WHERE id = ?').run(isLocked ? 1 : 0, ctx.now(), run.id);
  emitRun(ctx, run, 'meta');
}

/** Errors: `run.locked`, with the names of those that are. */
export function refuseLocked(runs: readonly Lockable[]): void {
  const locked = runs.filter((run) => run.isLocked);
  if (locked.length === 0) return;
  const names = locked.slice(0, NAMED).map(({ name, displayName }) => `${displayName} (${name})`);
  const more = locked.length - names.length;
  throw new Problem('run.locked', { runs: `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}` });
}

/** As refuseLocked, for runs of a project by their short ids; ids that are gone are passed over. */
export function refuseLockedAmong(ctx: WriteContext, project: ProjectRow, names: readonly string[]): void {
  const sql = `SELECT name, display_name AS displayName FROM runs WHERE project_id = ? AND locked = 1
    AND name IN (SELECT value FROM json_each(?)) ORDER BY ordinal`;
  const found = prepared(ctx.db, sql).all(project.id, JSON.stringify(names)) as Omit<Lockable, 'isLocked'>[];
  refuseLocked(found.map((run) => ({ ...run, isLocked: true })));
}
