import type { RunRowId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { MetricInfo } from './types.ts';

interface SeriesRow {
  readonly name: string;
  readonly typeCounts: string;
  readonly numberCount: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly lastStep: number | null;
  readonly isMonotonic: number;
}

/** The keys of a run with what is known of them, sorted by name; those of several writers together. */
export function metricsOf(db: ReadableDb, runId: RunRowId, kind: 'history' | 'events'): MetricInfo[] {
  const rows = prepared(
    db,
    `SELECT k.name, s.type_counts AS typeCounts, s.number_count AS numberCount, s.min, s.max, s.sum, s.first, s.last,
       s.last_step AS lastStep, s.is_monotonic AS isMonotonic
     FROM streams t JOIN series s ON s.stream_id = t.id JOIN keys k ON k.id = s.key_id
     WHERE t.run_id = ? AND t.kind = ? AND s.type_counts <> '{}' ORDER BY k.name, t.id`,
  ).all(runId, kind) as SeriesRow[];
  const infos: MetricInfo[] = [];
  for (const row of rows) {
    const info = toInfo(row);
    const before = infos.at(-1);
    if (before?.name === info.name) infos[infos.length - 1] = join(before, info);
    else infos.push(info);
  }
  return infos;
}

/** What `historyKeys` of the client's API needs. Source: protocol 7.2. */
export interface HistoryKeys {
  /** Highest `_step`, -1 when there is none. */
  readonly lastStep: number;
  readonly keys: Readonly<
    Record<
      string,
      {
        readonly typeCounts: readonly { readonly type: string; readonly count: number }[];
        readonly monotonic: boolean;
        /** The last number; absent when the key has none. */
        readonly previousValue?: number;
      }
    >
  >;
}

export function historyKeys(db: ReadableDb, runId: RunRowId, kind: 'history' | 'events' = 'history'): HistoryKeys {
  const infos = metricsOf(db, runId, kind);
  const steps = infos.find((info) => info.name === '_step');
  const keys = infos.map((info) => [
    info.name,
    {
      typeCounts: Object.entries(info.typeCounts).map(([type, count]) => ({ type, count })),
      monotonic: info.isMonotonic,
      ...(info.last === undefined ? {} : { previousValue: info.last }),
    },
  ]);
  return { lastStep: steps?.max === undefined ? -1 : Math.trunc(steps.max), keys: Object.fromEntries(keys) };
}

function toInfo(row: SeriesRow): MetricInfo {
  return {
    name: row.name,
    typeCounts: JSON.parse(row.typeCounts) as Record<string, number>,
    numberCount: row.numberCount,
    sum: row.sum,
    isMonotonic: row.isMonotonic === 1,
    ...(row.min === null ? {} : { min: row.min }),
    ...(row.max === null ? {} : { max: row.max }),
    ...(row.first === null ? {} : { first: row.first }),
    ...(row.last === null ? {} : { last: row.last }),
    ...(row.lastStep === null ? {} : { lastStep: row.lastStep }),
  };
}

/** Two writers' series of one key: counted together, `last` is that of the higher step. */
function join(a: MetricInfo, b: MetricInfo): MetricInfo {
  const later = (b.lastStep ?? -1) > (a.lastStep ?? -1) || a.last === undefined ? b : a;
  const counts = new Map(Object.entries(a.typeCounts));
  for (const [type, count] of Object.entries(b.typeCounts)) counts.set(type, (counts.get(type) ?? 0) + count);
  const min = lowest(a.min, b.min);
  const max = a.max === undefined ? b.max : b.max === undefined ? a.max : Math.max(a.max, b.max);
  const first = a.first ?? b.first;
  const { last, lastStep } = later;
  return {
    name: a.name,
    typeCounts: Object.fromEntries(counts),
    numberCount: a.numberCount + b.numberCount,
    sum: a.sum + b.sum,
    isMonotonic: a.isMonotonic && b.isMonotonic,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    ...(lastStep === undefined ? {} : { lastStep }),
  };
}

function lowest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
