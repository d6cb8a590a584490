import type { ReadableDb, WriteContext } from './context.ts';
import { prepared } from './prepared.ts';
import { emitRun } from './runs/index.ts';
import type { RunRow } from './runs/index.ts';

/** The name under which the settings keep it; not one that a person sets. */
const KEY = 'alertsSeen';

/** The id of the newest alert that somebody has seen; 0 before the first. */
export function readAlertsSeen(db: ReadableDb): number {
  const row = prepared(db, 'SELECT value_json AS value FROM settings WHERE key = ?').get(KEY);
  return row === undefined ? 0 : Number((row as { value: string }).value);
}

/** Marks all alerts up to an id as seen; never takes that back. */
export function markAlertsSeen(ctx: WriteContext, upTo: number): void {
  if (upTo <= readAlertsSeen(ctx.db)) return;
  prepared(
    ctx.db,
    'INSERT INTO settings (key, value_json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json',
  ).run(KEY, String(upTo));
  ctx.emit({ kind: 'settings' });
}

/** Dates alerts that were heard of after the end of their run to that end: clients tell no time of an alert. */
export function endAlerts(ctx: WriteContext, run: RunRow, finishedAt: number): void {
  const change = prepared(ctx.db, 'UPDATE alerts SET at = ? WHERE run_id = ? AND at > ?');
  const { changes } = change.run(finishedAt, run.id, finishedAt);
  if (changes > 0) emitRun(ctx, run, 'meta');
}
