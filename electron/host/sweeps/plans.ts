import { checkConfig, type SweepPlan } from './config/plan.ts';
import type { SweepRow } from './rows.ts';

const known = new Map<string, SweepPlan>();
/** Plans kept per thread; reading one again costs about a millisecond. */
const MAX_KNOWN = 50;

/** A stored sweep's configuration, understood. It was checked before it was stored. */
export function planOf(sweep: Pick<SweepRow, 'config' | 'name'>): SweepPlan {
  const before = known.get(sweep.config);
  if (before !== undefined) return before;
  const { plan } = checkConfig(sweep.config);
  if (plan === undefined) throw new Error(`the stored configuration of sweep ${sweep.name} is not valid`);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(sweep.config, plan);
  return plan;
}
