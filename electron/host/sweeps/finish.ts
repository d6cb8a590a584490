import { findRun, prepared, type ReadableDb, requestStop, type WriteContext } from '#host/store';
import type { SweepState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { SweepPlan } from './config/plan.ts';
import { emitSweep, endRun, writeState, writeTrialState } from './edit.ts';
import { lossOf } from './metric.ts';
import { nextTrial } from './next.ts';
import { planOf } from './plans.ts';
import { countTrials, findAgent, findSweepById, openTrials, type SweepRow, type TrialRow } from './rows.ts';
import { knownTrials, runOf } from './trials.ts';

/**
 * An agent says something every 5 s; while it ends a run it may take a minute. Silent for longer, it is gone, and a
 * run it never began goes to another.
 */
export const AGENT_SILENT_MS = 120_000;

/** From which states a sweep may be set to one. A cancelled sweep stays so: its runs were stopped half way. */
const FROM: Readonly<Record<SweepState, readonly SweepState[]>> = {
  PENDING: [],
  RUNNING: ['PENDING', 'PAUSED', 'FINISHED', 'RUNNING'],
  PAUSED: ['PENDING', 'RUNNING', 'PAUSED'],
  FINISHED: ['PENDING', 'RUNNING', 'PAUSED', 'FINISHED'],
  CANCELED: ['PENDING', 'RUNNING', 'PAUSED', 'FINISHED', 'CANCELED'],
};

export function isSweepState(text: string): text is SweepState {
  return Object.hasOwn(FROM, text);
}

/**
 * Sets a sweep's state by hand. FINISHED lets running runs end, CANCELED stops them too. Errors: `sweep.state`.
 */
export function setSweepState(ctx: WriteContext, sweep: SweepRow, wanted: SweepState): SweepRow {
  if (!FROM[wanted].includes(sweep.state)) {
    throw new Problem('sweep.state', { state: sweep.state.toLowerCase(), wanted: wanted.toLowerCase() });
  }
  const changed = writeState(ctx, sweep, wanted);
  if (wanted === 'CANCELED') stopRuns(ctx, changed);
  settleSweep(ctx, changed);
  return findSweepById(ctx.db, sweep.id) ?? changed;
}

/** True once a run is as good as the metric's target asks. */
export function isReached(db: ReadableDb, sweep: SweepRow, plan: SweepPlan): boolean {
  const { metric } = plan;
  if (sweep.state !== 'RUNNING' || metric?.target === undefined) return false;
  const wanted = lossOf(metric, metric.target);
  return knownTrials(db, sweep, plan).some(({ value }) => value !== undefined && lossOf(metric, value) <= wanted);
}

/** Ends a sweep whose search is over and of which no run is left, and the runs that will not begin any more. */
export function settleSweep(ctx: WriteContext, sweep: SweepRow): void {
  const open = openTrials(ctx.db, sweep.id);
  if (sweep.state === 'FINISHED' || sweep.state === 'CANCELED') return dropWaiting(ctx, sweep, open);
  if (sweep.state !== 'RUNNING') return;
  const plan = planOf(sweep);
  const isOver = isReached(ctx.db, sweep, plan) || (isExhausted(ctx.db, sweep, plan) && !open.some(isAwaited));
  if (isOver) dropWaiting(ctx, writeState(ctx, sweep, 'FINISHED'), open);

  function isAwaited(trial: TrialRow): boolean {
    const run = runOf(ctx.db, sweep, trial);
    if (run?.state === 'pending') return true;
    return run?.state === 'running' && isHeld(ctx, trial);
  }
}

/** True while the agent that has the trial is alive; silence counts only while this process could hear it. */
export function isHeld(ctx: WriteContext, trial: TrialRow): boolean {
  const agent = trial.agentId === null ? undefined : findAgent(ctx.db, trial.agentId);
  if (agent === undefined || agent.exitedAt !== null) return false;
  const listeningSince = ctx.cached('sweeps.listening-since', () => ctx.now());
  return ctx.now() - Math.max(agent.heartbeatAt, listeningSince) < AGENT_SILENT_MS;
}

function isExhausted(db: ReadableDb, sweep: SweepRow, plan: SweepPlan): boolean {
  if (plan.runCap !== undefined && countTrials(db, sweep.id) >= plan.runCap) return true;
  return plan.method === 'grid' && nextTrial(db, sweep, plan) === undefined;
}

/** Ends runs that were handed out and not begun, unless an agent may still be starting them. */
function dropWaiting(ctx: WriteContext, sweep: SweepRow, open: readonly TrialRow[]): void {
  for (const trial of open) {
    const run = runOf(ctx.db, sweep, trial);
    if (run?.state !== 'pending' || isHeld(ctx, trial)) continue;
    endRun(ctx, run, 'killed', 'its sweep ended before it began');
    writeTrialState(ctx, trial, 'over');
    emitSweep(ctx, sweep);
  }
}

/** Agents stop their runs themselves; scripts without a live agent are told with their next post. */
function stopRuns(ctx: WriteContext, sweep: SweepRow): void {
  const sql = `SELECT r.name FROM runs r JOIN sweep_trials t ON t.sweep_id = ? AND t.run_name = r.name AND t.state <> 'prior'
    WHERE r.project_id = ? AND r.state IN ('running', 'preempting')`;
  for (const { name } of prepared(ctx.db, sql).all(sweep.id, sweep.projectId) as { name: string }[]) {
    const run = findRun(ctx.db, { entity: sweep.entity, project: sweep.project, run: name });
    if (run !== undefined) requestStop(ctx, run);
  }
}
