import type { GpuUse } from '#shared/api';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { decodeHour, HOUR_MS, TICK_MS, type SampleColumns } from './columns.ts';

/** Up to this span single samples are given where they are still there; beyond it averages everywhere. */
const SAMPLES_UP_TO_MS = 2 * HOUR_MS + 60_000;

/** Kept points [Unix seconds, value] by key, in order of time. Times in Unix milliseconds, both ends included. */
export function readMachinePoints(
  db: ReadableDb,
  keys: readonly string[],
  fromMs: number,
  toMs: number,
): Map<string, [x: number, y: number][]> {
  const points = new Map<string, [number, number][]>(keys.map((key) => [key, []]));
  const add = (key: string, at: number, value: number | null | undefined): void => {
    if (at >= fromMs && at <= toMs && typeof value === 'number') points.get(key)?.push([at / 1000, value]);
  };
  const hours = prepared(
    db,
    `SELECT h.hour, h.points FROM machine_keys k JOIN machine_hours h ON h.key_id = k.id
     WHERE k.name = ? AND h.hour BETWEEN ? AND ? ORDER BY h.hour`,
  );
  for (const key of points.keys()) {
    const rows = hours.all(key, Math.floor(fromMs / HOUR_MS), Math.floor(toMs / HOUR_MS)) as {
      hour: number;
      points: Uint8Array;
    }[];
    for (const row of rows) {
      const { ticks, values } = decodeHour(row.points);
      ticks.forEach((tick, i) => add(key, row.hour * HOUR_MS + tick * TICK_MS, values[i]));
    }
  }
  const isFine = toMs - fromMs <= SAMPLES_UP_TO_MS;
  // An interval is named by its middle; its samples may reach half of the longest one (10 min) to either side.
  const recent = prepared(
    db,
    'SELECT at, means_json, samples_json FROM machine_recent WHERE at BETWEEN ? AND ? ORDER BY at',
  );
  for (const row of recent.iterate(fromMs - 300_000, toMs + 300_000) as Iterable<RecentRow>) {
    if (!isFine) {
      const means = JSON.parse(row.means_json) as Record<string, number>;
      for (const key of points.keys()) add(key, row.at, means[key]);
      continue;
    }
    const samples = JSON.parse(row.samples_json) as SampleColumns;
    for (const key of points.keys()) samples.at.forEach((at, i) => add(key, at, samples.values[key]?.[i]));
  }
  return points;
}

interface RecentRow {
  readonly at: number;
  readonly means_json: string;
  readonly samples_json: string;
}

/** Keys that have points in a time, sorted. */
export function readMachineKeys(db: ReadableDb, fromMs: number, toMs: number): string[] {
  const rows = prepared(
    db,
    `SELECT k.name FROM machine_keys k WHERE EXISTS
       (SELECT 1 FROM machine_hours h WHERE h.key_id = k.id AND h.hour BETWEEN ? AND ?)
     UNION SELECT DISTINCT j.key FROM machine_recent r, json_each(r.means_json) j WHERE r.at BETWEEN ? AND ?
     ORDER BY 1`,
  ).all(Math.floor(fromMs / HOUR_MS), Math.floor(toMs / HOUR_MS), fromMs, toMs) as { name: string }[];
  return rows.map((row) => row.name);
}

/** Processes that were on a GPU in a time, the longest first. */
export function readGpuUses(db: ReadableDb, fromMs: number, toMs: number): GpuUse[] {
  const rows = prepared(
    db,
    `SELECT gpu, pid, name, first_at, last_at, most_memory FROM machine_gpu_uses
     WHERE last_at >= ? AND first_at <= ? ORDER BY last_at - first_at DESC, id LIMIT 200`,
  ).all(fromMs, toMs) as {
    gpu: string;
    pid: number;
    name: string;
    first_at: number;
    last_at: number;
    most_memory: number | null;
  }[];
  return rows.map(({ gpu, pid, name, first_at: firstAt, last_at: lastAt, most_memory: memory }) => ({
    gpu,
    pid,
    name,
    firstAt,
    lastAt,
    ...(memory === null ? {} : { mostMemoryBytes: memory }),
  }));
}
