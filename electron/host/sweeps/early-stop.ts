import { prepared, readRows, type RunRow, type WriteContext } from '#host/store';
import type { RunRowId } from '#shared/units';
import type { SweepMetric, SweepPlan } from './config/plan.ts';
import { writeStop } from './edit.ts';
import { lossOf } from './metric.ts';
import { listTrials, type SweepRow, type TrialRow } from './rows.ts';
import { fallsBehind, type Hyperband, type Progress } from './search/hyperband.ts';
import { runOf } from './trials.ts';

/** Marks the running trials that fall behind; each is told to stop by its agent's next heartbeats. */
export function markStops(ctx: WriteContext, sweep: SweepRow, plan: SweepPlan): void {
  const { earlyStop, metric } = plan;
  if (earlyStop === undefined || metric === undefined) return;
  const found: { readonly trial: TrialRow; readonly isRunning: boolean; readonly progress: Progress }[] = [];
  const logged = loggedOf(ctx, sweep, metric);
  for (const trial of listTrials(ctx.db, sweep.id)) {
    const run = runOf(ctx.db, sweep, trial);
    const own = run === undefined ? undefined : logged.get(run.id);
    const isRunning = run?.state === 'running' && trial.state === 'taken';
    const best = bandsOf(ctx, trial, run, own?.count ?? 0, earlyStop, metric);
    const now = bestLoss(own, metric);
    found.push({ trial, isRunning, progress: { best, now } });
  }
  const all = found.map(({ progress }) => progress);
  for (const { trial, isRunning, progress } of found) {
    if (!isRunning || trial.stopReason !== null || !fallsBehind(earlyStop, progress, all)) continue;
    writeStop(ctx, trial, `stopped early by the sweep after ${earlyStop.bands[progress.best.length - 1] ?? 0} values`);
  }
}

/** Smallest loss at each band the run has passed, kept with the trial so that rows are read once per band. */
function bandsOf(
  ctx: WriteContext,
  trial: TrialRow,
  run: RunRow | undefined,
  logged: number,
  plan: Hyperband,
  metric: SweepMetric,
): readonly number[] {
  const known = JSON.parse(trial.bandsJson) as number[];
  const nextBand = plan.bands[known.length];
  if (run === undefined || nextBand === undefined || logged < nextBand) return known;
  const bests = [...known];
  let count = 0;
  let best = Infinity;
  for (const row of readRows(ctx.db, run.id, 'history', { keys: [metric.name] })) {
    const value = row.get(metric.name);
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    best = Math.min(best, lossOf(metric, value));
    count += 1;
    // The bands known already are passed again on the way to the next ones.
    if (plan.bands[bests.length] === count) bests.push(best);
    if (bests.length === plan.bands.length) break;
  }
  prepared(ctx.db, 'UPDATE sweep_trials SET bands_json = ? WHERE id = ?').run(JSON.stringify(bests), trial.id);
  return bests;
}

/** What a run has logged of the metric: how many finite numbers, and the extremes. */
interface Logged {
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** One look for all runs of the project: a heartbeat must stay cheap when a sweep has thousands. */
function loggedOf(ctx: WriteContext, sweep: SweepRow, metric: SweepMetric): ReadonlyMap<RunRowId, Logged> {
  const sql = `SELECT s.run_id AS run, sum(s.number_count) AS count, min(s.min) AS min, max(s.max) AS max
    FROM keys k JOIN series s ON s.key_id = k.id AND s.project_id = ?
    JOIN streams t ON t.id = s.stream_id AND t.kind = 'history' WHERE k.name = ? GROUP BY s.run_id`;
  const rows = prepared(ctx.db, sql).all(sweep.projectId, metric.name) as (Logged & { readonly run: RunRowId })[];
  return new Map(rows.map(({ run, ...logged }) => [run, logged]));
}

function bestLoss(logged: Logged | undefined, metric: SweepMetric): number {
  if (logged === undefined || logged.count === 0) return Infinity;
  return lossOf(metric, metric.goal === 'minimize' ? logged.min : logged.max);
}
