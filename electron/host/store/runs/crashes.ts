import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { SELECT_RUN, toRunRow } from './find.ts';
import { endOf, setRunState } from './state.ts';
import type { RunRow } from './types.ts';
import { jointExitCode, readWriters } from './writers.ts';

/**
 * Ends the runs whose last sign of life is older than `silentMs`: `crashed`, or `preempted` when the client had
 * announced that. A shared run of which a writer has completed ends as that writer did. Returns how many.
 * The caller judges only over time in which it could have heard the runs.
 */
export function endSilentRuns(ctx: WriteContext, silentMs: number): number {
  // A clock that was set back leaves heartbeats in the future; without this such a run would be alive for ever.
  prepared(
    ctx.db,
    "UPDATE runs SET heartbeat_at = ? WHERE state IN ('running', 'preempting') AND heartbeat_at > ?",
  ).run(ctx.now(), ctx.now());
  const rows = prepared(
    ctx.db,
    `${SELECT_RUN} WHERE r.state IN ('running', 'preempting') AND r.heartbeat_at < ? ORDER BY r.id`,
  ).all(ctx.now() - silentMs);
  for (const row of rows) endSilent(ctx, toRunRow(row));
  return rows.length;
}

function endSilent(ctx: WriteContext, run: RunRow): void {
  const finishedAt = run.heartbeatAt;
  const exitCode = jointExitCode(readWriters(ctx.db, run.id));
  if (exitCode !== undefined) {
    const { state, reason } = endOf(run, exitCode);
    return setRunState(ctx, run, state, reason, { exitCode, finishedAt });
  }
  const reason = `no heartbeat since ${new Date(finishedAt).toISOString()}`;
  setRunState(ctx, run, run.state === 'preempting' ? 'preempted' : 'crashed', reason, { finishedAt });
}
