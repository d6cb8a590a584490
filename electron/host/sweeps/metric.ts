import { prepared, type ReadableDb } from '#host/store';
import type { RunRowId } from '#shared/units';
import type { SweepMetric } from './config/plan.ts';

/**
 * Keys of a summary under which a metric's value may lie, the best first: the name itself, then what define_metric
 * makes of it (`loss: {"min": …}`).
 */
function summaryKeys(metric: SweepMetric): readonly string[] {
  const { name } = metric;
  const extreme = metric.goal === 'minimize' ? 'min' : 'max';
  return [name, `${name}.best`, `${name}.${extreme}`, `${name}.last`, `${name}.mean`];
}

/** The metric of each run that has one, as its goal reads it, by name of the run. NaN is no value. */
export function metricValues(db: ReadableDb, runs: readonly RunRowId[], metric: SweepMetric): Map<RunRowId, number> {
  const values = new Map<RunRowId, number>();
  const sql = 'SELECT num FROM summary_values WHERE run_id = ? AND key_id = ? AND kind = 2 AND num IS NOT NULL';
  const keys = summaryKeys(metric).flatMap((name) => keyIds(db, name));
  for (const run of runs) {
    for (const key of keys) {
      const row = prepared(db, sql).get(run, key) as { num: number } | undefined;
      if (row === undefined) continue;
      values.set(run, row.num);
      break;
    }
  }
  return values;
}

function keyIds(db: ReadableDb, name: string): readonly number[] {
  return (prepared(db, 'SELECT id FROM keys WHERE name = ?').all(name) as { id: number }[]).map((row) => row.id);
}

/** Smaller is better, whatever the goal. */
export function lossOf(metric: SweepMetric, value: number): number {
  return metric.goal === 'minimize' ? value : -value;
}
