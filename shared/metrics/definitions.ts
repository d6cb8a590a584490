const SUMMARY_OPS = { 1: 'min', 2: 'max', 3: 'mean', 4: 'best', 5: 'last', 6: 'none', 7: 'copy', 8: 'first' } as const;
export type SummaryOp = (typeof SUMMARY_OPS)[keyof typeof SUMMARY_OPS];

export type MetricGoal = 'minimize' | 'maximize';

/** One `define_metric` of a run. */
export interface MetricDefinition {
  /** The key as it stands in history, flattened (`a.b`, escapes undone); or, with `isGlob`, a pattern ending in `*`. */
  readonly name: string;
  readonly isGlob: boolean;
  /** The key that is this metric's x axis. */
  readonly stepMetric?: string;
  readonly isHidden: boolean;
  /** False for a step metric that was only implied. */
  readonly isExplicit: boolean;
  /** Empty = the last value. */
  readonly summary: readonly SummaryOp[];
  readonly goal?: MetricGoal;
}

/**
 * Reads `_wandb.m` of a config. What has neither a name nor a pattern is left out; a step metric is looked up by its
 * index in the same document, because the order changes between updates. Anything else than a list gives none.
 * Source: protocol 8.4 (wandb 0.31.0, telemetry protobuf field numbers as keys).
 */
export function decodeDefinitions(list: unknown): MetricDefinition[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const fields = asFields(item);
    const name = fields['1'] ?? fields['2'];
    if (typeof name !== 'string' || name === '') return [];
    const options = numbersOf(fields['6']);
    const stepMetric = stepMetricOf(list, fields['5']);
    const goal = fields['8'] === 1 ? 'minimize' : fields['8'] === 2 ? 'maximize' : undefined;
    return [
      {
        name: unescapeName(name),
        isGlob: typeof fields['1'] !== 'string',
        isHidden: options.includes(2),
        isExplicit: options.includes(3) || typeof fields['1'] !== 'string',
        summary: numbersOf(fields['7']).flatMap((op) => SUMMARY_OPS[op as keyof typeof SUMMARY_OPS] ?? []),
        ...(stepMetric === undefined ? {} : { stepMetric }),
        ...(goal === undefined ? {} : { goal }),
      },
    ];
  });
}

/**
 * The definition that holds for a key: the one of its name, else the longest pattern that fits. Keys that begin with
 * `_` fit no pattern, and a step metric does not fit the pattern it steps.
 * Source: wandb core, runmetric (0.31.0).
 */
export function definitionFor(definitions: readonly MetricDefinition[], key: string): MetricDefinition | undefined {
  let best: MetricDefinition | undefined;
  for (const definition of definitions) {
    if (!definition.isGlob) {
      if (definition.name === key) return definition;
      continue;
    }
    if (!fitsGlob(definition.name, key) || definition.stepMetric === key) continue;
    if (best === undefined || definition.name.length > best.name.length) best = definition;
  }
  return best;
}

/**
 * Which of a metric's values is its best: by its goal, else by what its summary keeps (`best` alone is the lowest, as
 * the client takes it); undefined when the definition says nothing of it.
 */
export function goalOf({ goal, summary }: Pick<MetricDefinition, 'goal' | 'summary'>): MetricGoal | undefined {
  if (goal !== undefined) return goal;
  if (summary.includes('best')) return 'minimize';
  const keepsMin = summary.includes('min');
  if (keepsMin === summary.includes('max')) return undefined;
  return keepsMin ? 'minimize' : 'maximize';
}

function fitsGlob(pattern: string, key: string): boolean {
  if (key.startsWith('_')) return false;
  return pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : pattern === key;
}

function stepMetricOf(list: readonly unknown[], index: unknown): string | undefined {
  if (typeof index !== 'number') return undefined;
  const name = asFields(list[index - 1])['1'];
  return typeof name === 'string' ? unescapeName(name) : undefined;
}

function unescapeName(name: string): string {
  return name.replaceAll('\\.', '.');
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
