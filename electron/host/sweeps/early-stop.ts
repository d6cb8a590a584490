import { metricsOf, prepared, readRows, type RunRow, type WriteContext } from '#host/store';
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
  for (const trial of listTrials(ctx.db, sweep.id)) {
    const run = runOf(ctx.db, sweep, trial);
    const isRunning = run?.state === 'running' && trial.state === 'taken';
    const best = isRunning || trial.state !== 'prior' ? bandsOf(ctx, trial, run, earlyStop, metric) : [];
    const now = isRunning ? bestLoss(ctx, run, metric) : Infinity;
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
  plan: Hyperband,
  metric: SweepMetric,
): readonly number[] {
  // JSON has no infinity; null stands for a run that had only NaN until there.
  const known = (JSON.parse(trial.bandsJson) as (number | null)[]).map((best) => best ?? Infinity);
  const nextBand = plan.bands[known.length];
  if (run === undefined || nextBand === undefined || countOf(ctx, run, metric) < nextBand) return known;
  const bests = [...known];
  let count = 0;
  let best = Infinity;
  for (const row of readRows(ctx.db, run.id, 'history', { keys: [metric.name] })) {
    const value = row.get(metric.name);
    if (typeof value === 'number' && Number.isFinite(value)) best = Math.min(best, lossOf(metric, value));
    count += 1;
    if (plan.bands[bests.length] === count) bests.push(best);
    if (bests.length === plan.bands.length) break;
    if (count < (plan.bands[known.length] ?? 0)) continue;
  }
  prepared(ctx.db, 'UPDATE sweep_trials SET bands_json = ? WHERE id = ?').run(JSON.stringify(bests), trial.id);
  return bests;
}

function countOf(ctx: WriteContext, run: RunRow, metric: SweepMetric): number {
  const counts = metricsOf(ctx.db, run.id, 'history').find((info) => info.name === metric.name)?.typeCounts ?? {};
  return counts.number ?? 0;
}

function bestLoss(ctx: WriteContext, run: RunRow, metric: SweepMetric): number {
  const info = metricsOf(ctx.db, run.id, 'history').find(({ name }) => name === metric.name);
  const value = metric.goal === 'minimize' ? info?.min : info?.max;
  return value === undefined ? Infinity : lossOf(metric, value);
}
