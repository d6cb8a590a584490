import { DEFAULT_MACHINE_SETTINGS, type GpuProcess, type MachinePoint, type MachineSettings } from '#shared/api';
import type { ReadableDb, WriteContext } from '../context.ts';
import { encodeNumbers } from '../points/codec.ts';
import { prepared } from '../prepared.ts';
import { decodeHour, HOUR_MS, joinColumns, splitSamples, TICK_MS, type MachineColumns } from './columns.ts';

/** One interval as the sampler hands it out. */
export interface MachineInterval {
  readonly at: number;
  readonly means: Readonly<Record<string, number>>;
  readonly samples: readonly MachinePoint[];
  readonly processes: readonly GpuProcess[];
  readonly keepDays: number;
}

/** A process that was not seen for so long and comes again is another use of the card. */
const SAME_USE_MS = 150_000;
/** A clock that was set far ahead for a moment must not take all of the past with it. */
const MOST_HOURS_DELETED = 48;

/** Writes of the machine's measurements on the writer thread. */
export const machineWrites = {
  'machine.record': (ctx: WriteContext, interval: MachineInterval): void => {
    insertRecent(ctx, interval);
    for (const process of interval.processes) noteUse(ctx, process, interval.at);
    packHours(ctx, interval.at, interval.keepDays);
  },

  'machine.saveSettings': (ctx: WriteContext, settings: MachineSettings): void => {
    prepared(ctx.db, 'INSERT OR REPLACE INTO settings (key, value_json) VALUES (?, ?)').run(
      'machine',
      JSON.stringify(settings),
    );
  },
} as const;

/** What a person set; what is missing or makes no sense is as if it had not been set. */
export function readMachineSettings(db: ReadableDb): MachineSettings {
  const row = prepared(db, 'SELECT value_json FROM settings WHERE key = ?').get('machine') as
    | { value_json: string }
    | undefined;
  const stored = (row === undefined ? {} : JSON.parse(row.value_json)) as Partial<MachineSettings>;
  const good = Object.entries(stored).filter(([, value]) => typeof value === 'number' && value > 0);
  return { ...DEFAULT_MACHINE_SETTINGS, ...(Object.fromEntries(good) as Partial<MachineSettings>) };
}

function insertRecent(ctx: WriteContext, { at, means, samples }: MachineInterval): void {
  prepared(ctx.db, 'INSERT OR REPLACE INTO machine_recent (at, means_json, samples_json) VALUES (?, ?, ?)').run(
    Math.round(at),
    JSON.stringify(means),
    JSON.stringify(splitSamples(samples)),
  );
}

function noteUse(ctx: WriteContext, { gpu, pid, name, memoryBytes }: GpuProcess, at: number): void {
  const known = prepared(
    ctx.db,
    'SELECT id FROM machine_gpu_uses WHERE gpu = ? AND pid = ? AND name = ? AND last_at BETWEEN ? AND ?',
  ).get(gpu, pid, name, at - SAME_USE_MS, at + SAME_USE_MS) as { id: number } | undefined;
  if (known === undefined) {
    const sql =
      'INSERT INTO machine_gpu_uses (gpu, pid, name, first_at, last_at, most_memory) VALUES (?, ?, ?, ?, ?, ?)';
    prepared(ctx.db, sql).run(gpu, pid, name, at, at, memoryBytes ?? null);
    return;
  }
  const sql = `UPDATE machine_gpu_uses SET last_at = max(last_at, ?),
    most_memory = nullif(max(coalesce(most_memory, -1), coalesce(?, -1)), -1) WHERE id = ?`;
  prepared(ctx.db, sql).run(at, memoryBytes ?? null, known.id);
}

/** Hours that are over for an hour keep their averages only, packed by key; those beyond `keepDays` go. */
function packHours(ctx: WriteContext, now: number, keepDays: number): void {
  const before = (Math.floor(now / HOUR_MS) - 1) * HOUR_MS;
  const rows = prepared(ctx.db, 'SELECT at, means_json FROM machine_recent WHERE at < ? ORDER BY at').all(before) as {
    at: number;
    means_json: string;
  }[];
  if (rows.length === 0) return;
  const hours = Map.groupBy(rows, (row) => Math.floor(row.at / HOUR_MS));
  for (const [hour, some] of hours) packHour(ctx, hour, some);
  prepared(ctx.db, 'DELETE FROM machine_recent WHERE at < ?').run(before);
  deleteOld(ctx, now - keepDays * 24 * HOUR_MS);
}

function packHour(ctx: WriteContext, hour: number, rows: readonly { at: number; means_json: string }[]): void {
  const columns = new Map<string, MachineColumns>();
  for (const { at, means_json: text } of rows) {
    const tick = Math.floor((at - hour * HOUR_MS) / TICK_MS);
    for (const [key, value] of Object.entries(JSON.parse(text) as Record<string, number>)) {
      const column = columns.get(key) ?? { ticks: [], values: [] };
      columns.set(key, column);
      column.ticks.push(tick);
      column.values.push(value);
    }
  }
  const find = prepared(ctx.db, 'SELECT points FROM machine_hours WHERE key_id = ? AND hour = ?');
  const put = prepared(ctx.db, 'INSERT OR REPLACE INTO machine_hours (key_id, hour, points) VALUES (?, ?, ?)');
  for (const [key, column] of columns) {
    const id = keyId(ctx, key);
    // A clock that went back, or a second start within the hour.
    const before = find.get(id, hour) as { points: Uint8Array } | undefined;
    const { ticks, values } = joinColumns(before === undefined ? undefined : decodeHour(before.points), column);
    put.run(
      id,
      hour,
      encodeNumbers(Uint16Array.from(ticks), Float64Array.from(values), { isMonotonic: false, isSmall: true }),
    );
  }
}

function keyId(ctx: WriteContext, name: string): number {
  prepared(ctx.db, 'INSERT OR IGNORE INTO machine_keys (name) VALUES (?)').run(name);
  return (prepared(ctx.db, 'SELECT id FROM machine_keys WHERE name = ?').get(name) as { id: number }).id;
}

function deleteOld(ctx: WriteContext, beforeMs: number): void {
  const hours = prepared(ctx.db, 'SELECT DISTINCT hour FROM machine_hours WHERE hour < ? ORDER BY hour LIMIT ?').all(
    Math.floor(beforeMs / HOUR_MS),
    MOST_HOURS_DELETED,
  ) as { hour: number }[];
  const last = hours.at(-1);
  if (last === undefined) return;
  prepared(ctx.db, 'DELETE FROM machine_hours WHERE hour <= ?').run(last.hour);
  prepared(ctx.db, 'DELETE FROM machine_gpu_uses WHERE last_at < ?').run((last.hour + 1) * HOUR_MS);
}
