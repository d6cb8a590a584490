import type { MetricGoal } from '#shared/metrics';
import type { ProjectPath } from '#shared/units';
import type { RunState } from './runs.ts';

/** One row of `GET /api/projects`, newest activity first. */
export interface ProjectSummary {
  readonly path: ProjectPath;
  readonly description: string;
  readonly createdAt: number;
  readonly lastActivityAt: number;
  readonly runCount: number;
  readonly stateCounts: Readonly<Partial<Record<RunState, number>>>;
  readonly sizeBytes: number;
}

/** How a key may be used: `GET /api/projects/:entity/:project/keys`. Sorted by name. */
export interface ProjectKeys {
  readonly metrics: readonly MetricKey[];
  readonly system: readonly MetricKey[];
  readonly config: readonly ValueKey[];
  readonly summary: readonly ValueKey[];
}

export interface MetricKey {
  readonly name: string;
  /** Runs that have logged the key. */
  readonly runCount: number;
  /** Runs by type of value: `number`, `string`, `bool`, `null`, `list`, or a media `_type`; a run may have several. */
  readonly typeCounts: Readonly<Record<string, number>>;
  /** Default x axis from `define_metric`; undefined = `_step`. */
  readonly stepMetric?: string;
  /** What better means, from `define_metric(goal=…)` or its summary; undefined = nobody has said it. */
  readonly goal?: MetricGoal;
  /** `define_metric(hidden=True)`: not charted by itself. */
  readonly isHidden: boolean;
}

export interface ValueKey {
  readonly name: string;
  readonly runCount: number;
  /** Kinds seen: number, text, bool, null, json. */
  readonly kinds: readonly ('number' | 'text' | 'bool' | 'null' | 'json')[];
}

/**
 * `GET /api/projects/:entity/:project/values?kind=config|summary|run&key=…&text=…`: values that runs have there, the most
 * frequent first, at most 50; `text` narrows them to those that contain it. For `run` the keys are those of ColumnRef.
 */
export interface ValueSuggestion {
  readonly value: string | number | boolean;
  readonly runCount: number;
}
