import type { RunState } from '#shared/api';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { RunRow } from './types.ts';
import { emitRun } from './write.ts';

const ENDED: ReadonlySet<RunState> = new Set(['finished', 'failed', 'crashed', 'killed', 'preempted']);

/** True for the states in which no process is writing any more. */
export function hasEnded(state: RunState): boolean {
  return ENDED.has(state);
}

/**
 * Moves a run to a state with the reason shown beside it. A state of the end sets `finishedAt` and forgets a wish to
 * stop; any other clears `finishedAt` and the exit code. `finishedAt` may be given when the end was earlier than now.
 */
export function setRunState(
  ctx: WriteContext,
  run: RunRow,
  state: RunState,
  reason = '',
  options: { readonly exitCode?: number | undefined; readonly finishedAt?: number } = {},
): void {
  const isEnd = hasEnded(state);
  if (run.state === state && run.stateReason === reason && run.exitCode === options.exitCode) return;
  prepared(
    ctx.db,
    `UPDATE runs SET state = ?, state_reason = ?, exit_code = ?, finished_at = ?, updated_at = ?,
       stop_requested = CASE WHEN ? THEN 0 ELSE stop_requested END
     WHERE id = ?`,
  ).run(
    state,
    reason,
    options.exitCode ?? null,
    isEnd ? (options.finishedAt ?? ctx.now()) : null,
    ctx.now(),
    isEnd ? 1 : 0,
    run.id,
  );
  emitRun(ctx, run, 'state');
}

/**
 * How a run ended by its exit code; 255 after somebody asked it to stop here is `killed`.
 * The same end told twice (a last post sent again) gives the same answer.
 */
export function endOf(run: RunRow, exitCode: number): { readonly state: RunState; readonly reason: string } {
  if (exitCode === 0) return { state: 'finished', reason: '' };
  if (exitCode === 255 && (run.isStopRequested || run.state === 'killed'))
    return { state: 'killed', reason: 'stopped from here' };
  if (run.state === 'preempting' || run.state === 'preempted')
    return { state: 'preempted', reason: `preempted, exit code ${exitCode}` };
  return { state: 'failed', reason: `exit code ${exitCode}` };
}

/** Asks the script to stop: its client is told with the next post. Returns false when the run has already ended. */
export function requestStop(ctx: WriteContext, run: RunRow): boolean {
  if (hasEnded(run.state)) return false;
  if (run.isStopRequested) return true;
  prepared(ctx.db, 'UPDATE runs SET stop_requested = 1, updated_at = ? WHERE id = ?').run(ctx.now(), run.id);
  emitRun(ctx, run, 'state');
  return true;
}
