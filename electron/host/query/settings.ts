import type { ReadableDb } from '#host/store';
import type { AppSettings } from '#shared/api';
import { statement } from './sql.ts';

/** Settings as a person left them; `defaults` fill what was never set. */
export function readSettings(db: ReadableDb, defaults: AppSettings): AppSettings {
  const rows = statement(db, 'SELECT key, value_json FROM settings').all() as { key: string; value_json: string }[];
  const stored = new Map(rows.map((row) => [row.key, JSON.parse(row.value_json) as unknown]));
  const isCodeSavingEnabled = stored.get('isCodeSavingEnabled');
  const crashAfterSeconds = stored.get('crashAfterSeconds');
  return {
    crashAfterSeconds: typeof crashAfterSeconds === 'number' ? crashAfterSeconds : defaults.crashAfterSeconds,
    ...(typeof isCodeSavingEnabled === 'boolean' ? { isCodeSavingEnabled } : {}),
  };
}
