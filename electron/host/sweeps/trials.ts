import { findRun, hasEnded, type ReadableDb, type RunRow } from '#host/store';
import { parseExtended } from '#shared/wire';
import type { SweepPlan } from './config/plan.ts';
import type { ConfigValue } from './config/value.ts';
import { lossOf, metricValues } from './metric.ts';
import { listTrials, type SweepRow, type TrialRow } from './rows.ts';
import type { Trial } from './search/bayes.ts';
import { conformed, valueIn } from './search/space.ts';

export interface KnownTrial {
  readonly trial: TrialRow;
  /** Missing when the run was deleted. */
  readonly run?: RunRow;
  /** The metric as its goal reads it. */
  readonly value?: number;
}

/** The trials of a sweep with their runs and what those have reached. */
export function knownTrials(db: ReadableDb, sweep: SweepRow, plan: SweepPlan): KnownTrial[] {
  const found = listTrials(db, sweep.id).map((trial) => ({ trial, run: runOf(db, sweep, trial) }));
  const { metric } = plan;
  const ids = found.flatMap(({ run }) => run?.id ?? []);
  const values = metric === undefined ? undefined : metricValues(db, ids, metric);
  return found.map(({ trial, run }) => {
    const value = run === undefined ? undefined : values?.get(run.id);
    return { trial, ...(run === undefined ? {} : { run }), ...(value === undefined ? {} : { value }) };
  });
}

export function runOf(db: ReadableDb, sweep: SweepRow, trial: TrialRow): RunRow | undefined {
  return findRun(db, { entity: sweep.entity, project: sweep.project, run: trial.runName });
}

/** What the search learns from: every trial's parameters and loss. A running one counts by what it expects of it. */
export function observations(db: ReadableDb, sweep: SweepRow, plan: SweepPlan): Trial[] {
  return knownTrials(db, sweep, plan).map(({ trial, run, value }) => {
    const isOpen = run !== undefined && !hasEnded(run.state) && trial.state !== 'over';
    const isUsable = value !== undefined && Number.isFinite(value) && !isOpen && plan.metric !== undefined;
    return {
      values: valuesOf(plan, trial),
      isOpen,
      ...(isUsable && plan.metric !== undefined ? { loss: lossOf(plan.metric, value) } : {}),
    };
  });
}

/** The parameters a trial was given, in the order of the space. */
export function valuesOf(plan: SweepPlan, trial: TrialRow): (ConfigValue | undefined)[] {
  const args = parseExtended(trial.argsJson) as unknown as ConfigValue;
  return plan.space.map(({ path: [first = '', ...rest], domain }) =>
    conformed(domain, valueIn(args, [first, 'value', ...rest])),
  );
}
