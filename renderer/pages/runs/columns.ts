import {
  columnId,
  columnOfId,
  hasStep,
  isRunField,
  RUN_FIELDS,
  statsOf,
  type CellValue,
  type ColumnId,
  type ColumnRef,
  type MetricStat,
  type ProjectKeys,
  type RunField,
  type RunHead,
  type RunRow,
} from '#shared/api';
import type { MetricGoal } from '#shared/metrics';
import { strings } from './strings.ts';

export { columnId, columnOfId, hasStep, isRunField, RUN_FIELDS, type ColumnId, type MetricStat, type RunField };

/** What a column holds, which decides how cells look and which values a filter offers. */
export type ColumnType = 'text' | 'number' | 'time' | 'duration' | 'state' | 'tags' | 'mixed';

export interface Column {
  readonly id: ColumnId;
  readonly ref: ColumnRef;
  /** The key alone; the group says of what. */
  readonly label: string;
  readonly group: string;
  readonly type: ColumnType;
  /** What better means there, as scripts say it with define_metric. */
  readonly goal?: MetricGoal;
  /** Pixels. */
  readonly defaultWidth: number;
}

/** Fields that most runs leave empty stay out of sight until somebody asks for them. */
export const HIDDEN_FIELDS: ReadonlySet<RunField> = new Set([
  'sweep',
  'group',
  'jobType',
  'host',
  'name',
  'heartbeatAt',
  'lock',
]);

const FIELD_TYPES: Readonly<Record<RunField, ColumnType>> = {
  displayName: 'text',
  name: 'text',
  state: 'state',
  createdAt: 'time',
  heartbeatAt: 'time',
  duration: 'duration',
  group: 'text',
  jobType: 'text',
  tags: 'tags',
  notes: 'text',
  username: 'text',
  host: 'text',
  sweep: 'text',
  lastStep: 'number',
  lock: 'text',
};
const FIELD_WIDTHS: Partial<Record<RunField, number>> = {
  displayName: 260,
  state: 110,
  notes: 160,
  tags: 170,
  createdAt: 120,
  duration: 100,
  lastStep: 90,
  username: 110,
};

/** Room for the step beside a value. */
const STEP_WIDTH = 48;

/** One column as the table shows it; `types` of config and summary keys come from the project's keys. */
export function describe(ref: ColumnRef, type: ColumnType = 'mixed'): Column {
  const id = columnId(ref);
  if (ref.kind === 'run') {
    return {
      id,
      ref,
      label: strings.fields[ref.key],
      group: strings.groups.run,
      type: FIELD_TYPES[ref.key],
      defaultWidth: FIELD_WIDTHS[ref.key] ?? 120,
    };
  }
  if (ref.kind === 'metric') {
    const label = `${strings.stats[ref.stat]} ${ref.key}`;
    const defaultWidth = widthFor(label) + (hasStep(ref) ? STEP_WIDTH : 0);
    return { id, ref, label, group: strings.groups.metric, type: 'number', defaultWidth };
  }
  return { id, ref, label: ref.key, group: strings.groups[ref.kind], type, defaultWidth: widthFor(ref.key) };
}

/** Every column a project can show, in the order in which they stand by themselves. */
export function allColumns(keys: ProjectKeys | undefined): Column[] {
  const fields = RUN_FIELDS.map((key) => describe({ kind: 'run', key }));
  if (keys === undefined) return fields;
  const goals = new Map(keys.metrics.map(({ name, goal }) => [name, goal]));
  const withGoal = (column: Column): Column => {
    const goal = column.ref.kind === 'config' ? undefined : goals.get(column.ref.key);
    return goal === undefined ? column : { ...column, goal };
  };
  const values = (['config', 'summary'] as const).flatMap((kind) =>
    keys[kind].map(({ name, kinds }) => withGoal(describe({ kind, key: name }, typeOf(kinds)))),
  );
  const metrics = keys.metrics
    .filter((metric) => (metric.typeCounts['number'] ?? 0) > 0)
    .flatMap((metric) => statsOf(metric).map((stat) => withGoal(describe({ kind: 'metric', key: metric.name, stat }))));
  return [...fields, ...values, ...metrics];
}

/** A cell's value; run fields come from the head, the rest from the row's values at `index`. */
export function cellOf(row: RunRow, column: Column, index: number): CellValue {
  if (column.ref.kind !== 'run') return row.values[index] ?? {};
  return { value: fieldOf(row.head, column.ref.key) };
}

function fieldOf(head: RunHead, key: RunField): string | number | null {
  switch (key) {
    case 'name':
      return head.path.run;
    case 'duration':
      return head.durationMs;
    case 'tags':
      return head.tags.join(', ');
    case 'lastStep':
      return head.lastStep < 0 ? null : head.lastStep;
    case 'lock':
      return head.isLocked === true ? 'locked' : null;
    default:
      return head[key] ?? null;
  }
}

function typeOf(kinds: readonly string[]): ColumnType {
  const real = kinds.filter((kind) => kind !== 'null');
  if (real.length === 1 && real[0] === 'number') return 'number';
  if (real.length === 1 && real[0] === 'text') return 'text';
  return 'mixed';
}

function widthFor(label: string): number {
  return Math.min(220, Math.max(108, Math.round(label.length * 7.2 + 56)));
}

const knownPlaces = new WeakMap<readonly ColumnRef[], ReadonlyMap<ColumnId, number>>();

/** Places of columns among the values of a row; the same map for the same list, so that rows stay as they are. */
export function placesOf(columns: readonly ColumnRef[]): ReadonlyMap<ColumnId, number> {
  const known = knownPlaces.get(columns);
  if (known !== undefined) return known;
  const places = new Map(columns.map((column, i) => [columnId(column), i]));
  knownPlaces.set(columns, places);
  return places;
}

/** `config:lr` and the like as columns; what is none is left out. */
export function columnsOf(ids: readonly ColumnId[]): ColumnRef[] {
  return ids.flatMap((id) => columnOfId(id) ?? []);
}
