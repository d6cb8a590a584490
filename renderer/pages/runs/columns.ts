import type { CellValue, ColumnRef, ProjectKeys, RunHead, RunRow } from '#shared/api';
import { strings } from './strings.ts';

/** Text id of a column, stable in views and addresses: `run:state`, `config:model.depth`, `min:loss`. */
export type ColumnId = string;

export type RunField = Extract<ColumnRef, { kind: 'run' }>['key'];
export type MetricStat = Extract<ColumnRef, { kind: 'metric' }>['stat'];

/** What a column holds, which decides how cells look and which values a filter offers. */
export type ColumnType = 'text' | 'number' | 'time' | 'duration' | 'state' | 'tags' | 'mixed';

export interface Column {
  readonly id: ColumnId;
  readonly ref: ColumnRef;
  /** The key alone; the group says of what. */
  readonly label: string;
  readonly group: string;
  readonly type: ColumnType;
  /** Pixels. */
  readonly defaultWidth: number;
}

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
  'host',
  'name',
  'heartbeatAt',
];
/** Fields that most runs leave empty stay out of sight until somebody asks for them. */
export const HIDDEN_FIELDS: ReadonlySet<RunField> = new Set([
  'sweep',
  'group',
  'jobType',
  'host',
  'name',
  'heartbeatAt',
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
const STATS: readonly MetricStat[] = ['last', 'min', 'max', 'mean'];

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
  const stat = STATS.find((one) => one === kind);
  return stat === undefined ? undefined : { kind: 'metric', key, stat };
}

export function isRunField(key: string): key is RunField {
  return (RUN_FIELDS as readonly string[]).includes(key);
}

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
    return { id, ref, label, group: strings.groups.metric, type: 'number', defaultWidth: widthFor(label) };
  }
  return { id, ref, label: ref.key, group: strings.groups[ref.kind], type, defaultWidth: widthFor(ref.key) };
}

/** Every column a project can show, in the order in which they stand by themselves. */
export function allColumns(keys: ProjectKeys | undefined): Column[] {
  const fields = RUN_FIELDS.map((key) => describe({ kind: 'run', key }));
  if (keys === undefined) return fields;
  const values = (['config', 'summary'] as const).flatMap((kind) =>
    keys[kind].map(({ name, kinds }) => describe({ kind, key: name }, typeOf(kinds))),
  );
  const metrics = keys.metrics
    .filter((metric) => (metric.typeCounts['number'] ?? 0) > 0)
    .flatMap(({ name }) => STATS.map((stat) => describe({ kind: 'metric', key: name, stat })));
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
