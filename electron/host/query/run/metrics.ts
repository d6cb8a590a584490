import type { ReadableDb } from '#host/store';
import type { RunMetric } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { definitionsOfRun } from '../definitions.ts';
import { statement } from '../sql.ts';

// The axes that every line has, and the client's own mark: neither is a metric of the user.
const OWN_KEYS: ReadonlySet<string> = new Set(['_step', '_runtime', '_timestamp', '_wandb']);

/** False for keys that the client adds to each line by itself. */
export function isMetricKey(name: string): boolean {
  return !OWN_KEYS.has(name) && !name.startsWith('_wandb.');
}

const SERIES = `SELECT k.name, t.kind, s.type_counts
  FROM streams t JOIN series s ON s.stream_id = t.id JOIN keys k ON k.id = s.key_id
  WHERE t.run_id = ? AND t.kind IN ('history', 'events')`;

/** Keys of a run's history and system metrics, each list sorted by name; counts are summed over its writers. */
export function readRunMetrics(
  db: ReadableDb,
  run: RunRowId,
): { readonly metrics: readonly RunMetric[]; readonly system: readonly RunMetric[] } {
  const counts = {
    history: new Map<string, Record<string, number>>(),
    events: new Map<string, Record<string, number>>(),
  };
  const rows = statement(db, SERIES).all(run) as { name: string; kind: 'history' | 'events'; type_counts: string }[];
  for (const row of rows) {
    if (!isMetricKey(row.name)) continue;
    const types = JSON.parse(row.type_counts) as Record<string, number>;
    const known = counts[row.kind].get(row.name) ?? {};
    for (const [type, count] of Object.entries(types)) known[type] = (known[type] ?? 0) + count;
    if (Object.keys(known).length > 0) counts[row.kind].set(row.name, known);
  }
  const definitionOf = definitionsOfRun(db, run);
  const listed = (map: ReadonlyMap<string, Record<string, number>>): RunMetric[] =>
    [...map].sort(byName).map(([name, typeCounts]) => ({ name, typeCounts, ...definitionOf(name) }));
  return { metrics: listed(counts.history), system: listed(counts.events) };
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
