import { UsageError } from '#sdk/base';

export type Aggregation = 'min' | 'max' | 'mean' | 'best' | 'last' | 'first' | 'none';

/** Numbers of the aggregations in the client's records. Source: protocol 8.4. */
export const AGGREGATIONS: Readonly<Record<Aggregation, number>> = {
  min: 1,
  max: 2,
  mean: 3,
  best: 4,
  last: 5,
  none: 6,
  first: 8,
};

export interface MetricOptions {
  /** The metric that is the x axis of this one. */
  readonly stepMetric?: string;
  /** The last value of the step metric joins rows that lack it; true unless said otherwise. */
  readonly stepSync?: boolean;
  /** Not in automatic charts. */
  readonly hidden?: boolean;
  /** What of it the summary keeps; calls add up. */
  readonly summary?: Aggregation | readonly Aggregation[];
  /** Which value is `best`. */
  readonly objective?: 'minimize' | 'maximize';
  /** Forgets what earlier calls said of this name. */
  readonly overwrite?: boolean;
}

/** What holds for one metric or pattern. */
export interface Definition {
  readonly name: string;
  stepMetric: string | undefined;
  isStepSynced: boolean;
  readonly summary: Set<Aggregation>;
  objective: 'minimize' | 'maximize' | undefined;
}

/** Errors: UsageError `metric.name`, `metric.summary`, `metric.objective`. */
export function checkMetric(name: string, options: MetricOptions): readonly Aggregation[] {
  const glob = name.indexOf('*');
  if (name === '' || (glob >= 0 && glob !== name.length - 1)) {
    throw new UsageError('metric.name', `"${name}" is no metric name: a * may only stand at its end`);
  }
  const { summary = [] } = options;
  const wanted: readonly Aggregation[] = typeof summary === 'string' ? [summary] : summary;
  for (const one of wanted) {
    if (!Object.hasOwn(AGGREGATIONS, one)) {
      throw new UsageError('metric.summary', `"${one}" is none of ${Object.keys(AGGREGATIONS).join(', ')}`);
    }
  }
  if (wanted.includes('best') && options.objective === undefined) {
    throw new UsageError('metric.objective', `${name}: "best" needs an objective, "minimize" or "maximize"`);
  }
  return wanted;
}

/** The definitions of a run, as they add up. */
export class MetricBook {
  readonly #definitions = new Map<string, Definition>();
  /** Counts the calls: who remembers what holds for a key looks again when it changed. */
  version = 0;

  define(name: string, options: MetricOptions): void {
    const wanted = checkMetric(name, options);
    const known = options.overwrite === true ? undefined : this.#definitions.get(name);
    const definition = known ?? {
      name,
      stepMetric: undefined,
      isStepSynced: false,
      summary: new Set(),
      objective: undefined,
    };
    definition.stepMetric = options.stepMetric ?? definition.stepMetric;
    definition.isStepSynced = options.stepSync ?? (definition.isStepSynced || options.stepMetric !== undefined);
    definition.objective = options.objective ?? definition.objective;
    // `none` follows the newest call, the others add up. Source: wandb core, internal/runmetric.
    if (wanted.length > 0) definition.summary.delete('none');
    for (const one of wanted) definition.summary.add(one);
    this.#definitions.set(name, definition);
    this.version += 1;
  }

  /** What holds for a key: its own definition, else that of the longest pattern that fits. */
  find(key: string): Definition | undefined {
    const own = this.#definitions.get(key);
    if (own !== undefined || key.startsWith('_')) return own;
    let best: Definition | undefined;
    for (const definition of this.#definitions.values()) {
      const { name } = definition;
      if (!name.endsWith('*') || !key.startsWith(name.slice(0, -1)) || definition.stepMetric === key) continue;
      if (best === undefined || name.length > best.name.length) best = definition;
    }
    return best;
  }
}
