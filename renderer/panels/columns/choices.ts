import { columnId, RUN_FIELDS, statsOf, type ColumnId, type ColumnRef, type ProjectKeys } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import { strings } from './strings.ts';

/** A column that a person can choose. */
export interface ColumnChoice {
  readonly id: ColumnId;
  readonly ref: ColumnRef;
  readonly label: string;
  /** Of what it is a column: config, summary, metric, run. */
  readonly group: string;
  /** Some run has a number there. */
  readonly isNumeric: boolean;
  /** Runs that have a value there; undefined = all. */
  readonly runCount: number | undefined;
}

const NUMERIC_FIELDS: ReadonlySet<string> = new Set(['createdAt', 'heartbeatAt', 'duration', 'lastStep']);

/** A column in words: `lr`, `min loss`, `Runtime`. */
export function columnLabel(ref: ColumnRef): string {
  if (ref.kind === 'run') return strings.fields[ref.key];
  return ref.kind === 'metric' ? `${strings.stats[ref.stat]} ${ref.key}` : ref.key;
}

/** Every column of a project's runs that has single values: config, summary, statistics of metrics, run fields. */
export function columnChoices(keys: ProjectKeys): readonly ColumnChoice[] {
  const values = (['config', 'summary'] as const).flatMap((kind) =>
    keys[kind]
      .filter((key) => !(kind === 'summary' && isInnerKey(key.name) && key.name !== '_step'))
      .map(({ name, kinds, runCount }) => choice({ kind, key: name }, kinds.includes('number'), runCount)),
  );
  const metrics = keys.metrics
    .filter((metric) => (metric.typeCounts['number'] ?? 0) > 0 && !isInnerKey(metric.name))
    .flatMap((metric) =>
      statsOf(metric).map((stat) => choice({ kind: 'metric', key: metric.name, stat }, true, metric.runCount)),
    );
  const fields = RUN_FIELDS.map((key) => choice({ kind: 'run', key }, NUMERIC_FIELDS.has(key), undefined));
  return [...values, ...metrics, ...fields];
}

function choice(ref: ColumnRef, isNumeric: boolean, runCount: number | undefined): ColumnChoice {
  return { id: columnId(ref), ref, label: columnLabel(ref), group: strings.kinds[ref.kind], isNumeric, runCount };
}

/** Choices whose name holds every word of the text; names that begin with it come first. */
export function findChoices(choices: readonly ColumnChoice[], text: string): readonly ColumnChoice[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return choices;
  const found = choices.filter((one) => {
    const name = `${one.label} ${one.group}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
  const begins = (one: ColumnChoice): number => (one.label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return [...found].sort((a, b) => begins(a) - begins(b));
}
