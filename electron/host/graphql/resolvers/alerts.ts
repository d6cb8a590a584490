import { emitRun, prepared } from '#host/store';
import { type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { runAtPath } from './run-edits.ts';

interface AlertInput {
  readonly entityName?: string | null;
  readonly projectName: string;
  readonly runName: string;
  readonly title: string;
  readonly text: string;
  readonly severity?: 'INFO' | 'WARN' | 'ERROR' | null;
  readonly waitDuration?: number | null;
}

/** The client's own default gap between two alerts with one title, milliseconds. */
const DEFAULT_WAIT_MS = 60_000;

export const alertResolvers: ResolverMap = {
  Mutation: {
    notifyScriptableRunAlert: (_: unknown, args: { input: AlertInput }, scope) => {
      storeAlert(scope, args.input);
      return { success: true };
    },
  },
};

/** Keeps the alert, unless one with the same title came less than `waitDuration` before. */
function storeAlert(scope: Scope, input: AlertInput): void {
  const ctx = writeOf(scope);
  const run = runAtPath(scope, input);
  const since = ctx.now() - (input.waitDuration ?? DEFAULT_WAIT_MS);
  const recent = prepared(ctx.db, 'SELECT 1 FROM alerts WHERE run_id = ? AND title = ? AND at > ?');
  if (recent.get(run.id, input.title, since) !== undefined) return;
  prepared(ctx.db, 'INSERT INTO alerts (run_id, at, severity, title, text) VALUES (?, ?, ?, ?, ?)').run(
    run.id,
    ctx.now(),
    input.severity ?? 'INFO',
    input.title,
    input.text,
  );
  emitRun(ctx, run, 'meta');
}
