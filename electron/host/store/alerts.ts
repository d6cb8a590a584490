import type { ReadableDb, WriteContext } from './context.ts';
import { prepared } from './prepared.ts';

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
