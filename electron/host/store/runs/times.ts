import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { clientPart } from './documents.ts';
import { findRunById } from './find.ts';
import type { RunRow } from './types.ts';
import { finalRuntime, startsOf } from './wandb-part.ts';

/** A last post that comes so long after the script's own end was not sent by the script that ended, but from what it kept. */
const LATE_MS = 60_000;

/**
 * When the script of a run that tells its end now ended by its own account; undefined where that is now. Asked before
 * the state is set. A run of several processes may have rested between them: where it cannot be told, it ended now.
 */
export function lateEnd(ctx: WriteContext, { id }: RunRow): number | undefined {
  const run = findRunById(ctx.db, id);
  const runtimeMs = finalRuntime(clientPart(ctx, 'summary', id)) * 1000;
  if (run === undefined || runtimeMs <= 0) return undefined;
  const starts = startsOf(clientPart(ctx, 'config', id));
  const lastRow = lastRowAt(ctx, run);
  const latest = Math.max(run.createdAt, ...starts) + runtimeMs;
  if (Math.max(latest, lastRow) > ctx.now() - LATE_MS) return undefined;
  // Rows and counts have fractions, times of a run have none.
  return Math.round(Math.max(run.createdAt + runtimeMs, lastRow));
}

/** Time of the last row of history or system metrics; 0 where none has one. */
function lastRowAt(ctx: WriteContext, run: RunRow): number {
  const sql = `SELECT max(s.max) FROM streams t JOIN series s ON s.stream_id = t.id
    WHERE t.run_id = ? AND t.kind IN ('history', 'events') AND s.key_id = (SELECT id FROM keys WHERE name = '_timestamp')`;
  return ((prepared(ctx.db, sql).pluck().get(run.id) as number | null) ?? 0) * 1000;
}
