import { LoggedValues, VALUE_KIND, type ReadableDb } from '#host/store';
import type { RunRowId } from '#shared/units';
import { keyIds } from '../columns.ts';
import { statement } from '../sql.ts';

/** Values of a key that are no plain numbers, by step. */
export type ValuesByStep = Pick<LoggedValues, 'steps' | 'textAt'>;

/**
 * What a run has logged under a key. A value that a script put into the summary alone, as `wandb.watch(log_graph=True)`
 * does with the graph of the model, counts as logged at the run's last step.
 */
export function readLogged(db: ReadableDb, run: RunRowId, key: string): ValuesByStep {
  const logged = new LoggedValues(db, run, key);
  return logged.steps.length > 0 ? logged : (summaryValue(db, run, key) ?? logged);
}

function summaryValue(db: ReadableDb, run: RunRowId, key: string): ValuesByStep | undefined {
  const [id] = keyIds(db, { key });
  if (id === undefined) return undefined;
  const sql = `SELECT v.text, r.last_step AS step FROM summary_values v JOIN runs r ON r.id = v.run_id
    WHERE v.run_id = ? AND v.key_id = ? AND v.kind = ?`;
  const found = statement(db, sql).get(run, id, VALUE_KIND.json) as { text: string; step: number } | undefined;
  if (found === undefined || !found.text.includes('"_type"')) return undefined;
  return { steps: Float64Array.of(Math.max(0, found.step)), textAt: () => found.text };
}
