import type { ProjectPath } from '#shared/units';
import type { ApiValue, RunState } from './runs.ts';

/** PENDING: no agent came yet. FINISHED: searched to its end or stopped. CANCELED: its runs were stopped too. */
export type SweepState = 'PENDING' | 'RUNNING' | 'PAUSED' | 'FINISHED' | 'CANCELED';

/** One row of `GET /api/projects/:entity/:project/sweeps`, newest first. */
export interface SweepSummary {
  readonly project: ProjectPath;
  /** The short id, as in addresses and in `wandb agent`. */
  readonly name: string;
  readonly displayName: string;
  readonly description?: string;
  readonly method: string;
  readonly state: SweepState;
  readonly createdAt: number;
  /** Last sign of an agent; createdAt before the first. */
  readonly heartbeatAt: number;
  readonly runCount: number;
  /** Runs that have ended, in whatever way. */
  readonly endedCount: number;
  /** Left out when the search has no end of its own. */
  readonly expectedCount?: number;
  readonly stateCounts: Readonly<Partial<Record<RunState, number>>>;
  readonly metric?: { readonly name: string; readonly goal: 'minimize' | 'maximize'; readonly target?: number };
  readonly best?: { readonly run: string; readonly displayName: string; readonly value: number };
  /** Time that all its runs took together, seconds. */
  readonly computeS: number;
  /** Agents heard from lately. */
  readonly agentCount: number;
}

/** `GET /api/projects/:entity/:project/sweeps/:sweep`. */
export interface SweepDetail {
  readonly summary: SweepSummary;
  /** YAML as it came. */
  readonly config: string;
  readonly program?: string;
  readonly parameters: readonly SweepParameter[];
  /** Hyperband looks at runs after so many logged values; the first few. */
  readonly earlyStop?: { readonly bands: readonly number[]; readonly eta: number; readonly isStrict: boolean };
  readonly agents: readonly SweepAgentInfo[];
  /** In the order in which they were handed out. */
  readonly trials: readonly SweepTrialInfo[];
}

export interface SweepParameter {
  /** Nested names joined by dots: also the key of the runs' config. */
  readonly key: string;
  readonly distribution: string;
  /** In words: `0.001 to 0.1`, `adam, sgd`. */
  readonly text: string;
}

export interface SweepAgentInfo {
  readonly name: string;
  readonly host: string;
  readonly state: 'running' | 'idle' | 'ended' | 'lost';
  readonly createdAt: number;
  readonly heartbeatAt: number;
  readonly runCount: number;
  /** Run it works on, as it said last. */
  readonly run?: string;
}

export interface SweepTrialInfo {
  readonly number: number;
  readonly run: string;
  readonly displayName: string;
  /** Missing when the run was deleted. */
  readonly state?: RunState;
  readonly stateReason: string;
  readonly createdAt: number;
  readonly durationS: number;
  /** Metric of the sweep as its goal reads it; missing when there is none. */
  readonly value?: number;
  /** Values in the order of `parameters`; undefined for a run that was added with other parameters. */
  readonly values: readonly (ApiValue | undefined)[];
  readonly agent?: string;
  readonly stopReason?: string;
  /** It ran before the sweep and was added to it. */
  readonly isPrior: boolean;
}

/** `POST …/sweeps/check` with `{config}`; never stores anything. */
export interface SweepCheck {
  readonly errors: readonly SweepFault[];
  readonly warnings: readonly SweepFault[];
  readonly method?: string;
  readonly expectedCount?: number;
  readonly parameters: readonly SweepParameter[];
}

/** `field` is where: `parameters.lr.min`; '' = the text as a whole. */
export interface SweepFault {
  readonly field: string;
  readonly message: string;
}

/** Answer of `POST …/sweeps` with `{config, displayName?}`. Errors: `sweep.invalid` with all faults. */
export interface SweepCreated {
  readonly summary: SweepSummary;
  readonly warnings: readonly SweepFault[];
}
