import type { SweepSummary } from '#shared/api';
import type { SweepPlan } from './config/plan.ts';
import { lossOf } from './metric.ts';
import type { KnownTrial } from './trials.ts';

/** The best run so far as the goal reads it; of equal ones the first. Undefined without a metric or a value. */
export function sweepBest(plan: SweepPlan, known: readonly KnownTrial[]): SweepSummary['best'] {
  const { metric } = plan;
  if (metric === undefined) return undefined;
  let best: KnownTrial | undefined;
  for (const one of known) {
    if (one.value === undefined || one.run === undefined) continue;
    if (best?.value === undefined || lossOf(metric, one.value) < lossOf(metric, best.value)) best = one;
  }
  if (best?.run === undefined || best.value === undefined) return undefined;
  return { run: best.run.name, displayName: best.run.displayName, value: best.value };
}
