import type { AppSettings } from '#shared/api';
import type { ReadableDb, WriteContext } from './context.ts';
import { prepared } from './prepared.ts';

/** Settings as a person left them; what was never set is missing. */
export function readSettings(db: ReadableDb): Partial<AppSettings> {
  const rows = prepared(db, 'SELECT key, value_json FROM settings').all() as { key: string; value_json: string }[];
  const stored = new Map(rows.map((row) => [row.key, JSON.parse(row.value_json) as unknown]));
  const isCodeSavingEnabled = stored.get('isCodeSavingEnabled');
  const crashAfterSeconds = stored.get('crashAfterSeconds');
  const trashDays = stored.get('trashDays');
  return {
    ...(typeof trashDays === 'number' ? { trashDays } : {}),
    ...(typeof crashAfterSeconds === 'number' ? { crashAfterSeconds } : {}),
    ...(typeof isCodeSavingEnabled === 'boolean' ? { isCodeSavingEnabled } : {}),
  };
}

/** Replaces all of them; what `settings` leaves out is as if it had never been set. */
export function saveSettings(ctx: WriteContext, settings: AppSettings): void {
  prepared(ctx.db, 'DELETE FROM settings WHERE key IN (?, ?, ?)').run(
    'isCodeSavingEnabled',
    'crashAfterSeconds',
    'trashDays',
  );
  const insert = prepared(ctx.db, 'INSERT INTO settings (key, value_json) VALUES (?, ?)');
  for (const [key, value] of Object.entries(settings)) insert.run(key, JSON.stringify(value));
  ctx.emit({ kind: 'settings' });
}
