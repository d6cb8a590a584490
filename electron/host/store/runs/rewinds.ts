import type { RunRowId, UnixMs } from '#shared/units';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';

/** One cut of a run's history, after which the run went on from `step`. */
export interface Rewind {
  readonly at: UnixMs;
  readonly step: number;
}

/** Notes that the history of a run was cut after `step`. */
export function recordRewind(ctx: WriteContext, run: RunRowId, step: number): void {
  prepared(ctx.db, 'INSERT INTO run_rewinds (run_id, at, step) VALUES (?, ?, ?)').run(run, ctx.now(), step);
}

/** The cuts of a run's history, oldest first. */
export function readRewinds(db: ReadableDb, run: RunRowId): Rewind[] {
  return prepared(db, 'SELECT at, step FROM run_rewinds WHERE run_id = ? ORDER BY at, id').all(run) as Rewind[];
}
