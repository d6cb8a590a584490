import type { MetricKey } from './projects.ts';
import type { ColumnRef } from './runs.ts';

/** Text id of a column, stable in views and addresses: `run:state`, `config:model.depth`, `min:loss`. */
export type ColumnId = string;

export type RunField = Extract<ColumnRef, { kind: 'run' }>['key'];
export type MetricStat = Extract<ColumnRef, { kind: 'metric' }>['stat'];

/** Every field of a run itself, in the order in which people look for them. */
export const RUN_FIELDS: readonly RunField[] = [
  'displayName',
  'state',
  'notes',
  'username',
  'tags',
  'createdAt',
  'duration',
  'lastStep',
  'sweep',
  'group',
  'jobType',
  'lock',
  'host',
  'name',
  'heartbeatAt',
];
/** What can be said of all points of a metric. */
export const METRIC_STATS: readonly MetricStat[] = ['last', 'min', 'max', 'mean', 'best'];

/** True for a value that one point has, so that there is a step at which it was reached. */
export function hasStep(ref: ColumnRef): ref is Extract<ColumnRef, { kind: 'metric' }> {
  return ref.kind === 'metric' && (ref.stat === 'min' || ref.stat === 'max' || ref.stat === 'best');
}

/** The statistics that a key has: which value is the best is known only where it has a goal. */
export function statsOf(metric: Pick<MetricKey, 'goal'>): readonly MetricStat[] {
  return metric.goal === undefined ? METRIC_STATS.filter((stat) => stat !== 'best') : METRIC_STATS;
}

export function columnId(ref: ColumnRef): ColumnId {
  return ref.kind === 'metric' ? `${ref.stat}:${ref.key}` : `${ref.kind}:${ref.key}`;
}

/** Reads what columnId wrote; undefined for what is not a column. */
export function columnOfId(id: ColumnId): ColumnRef | undefined {
  const cut = id.indexOf(':');
  const kind = id.slice(0, cut);
  const key = id.slice(cut + 1);
  if (cut < 0 || key === '') return undefined;
  if (kind === 'run') return isRunField(key) ? { kind, key } : undefined;
  if (kind === 'config' || kind === 'summary') return { kind, key };
  const stat = METRIC_STATS.find((one) => one === kind);
  return stat === undefined ? undefined : { kind: 'metric', key, stat };
}

export function isRunField(key: string): key is RunField {
  return (RUN_FIELDS as readonly string[]).includes(key);
}
