import type { MetricGoal, SpreadNumbers } from '#shared/metrics';
import type { ProjectPath, RunPath } from '#shared/units';
import type { RunAlert } from './alerts.ts';

export type RunState =
  | 'running'
  | 'finished'
  | 'failed'
  | 'crashed'
  | 'killed'
  | 'pending'
  | 'preempting'
  | 'preempted';

/** JSON as the API shows it: NaN and the infinities as the strings "NaN", "Infinity", "-Infinity"; integers beyond 2^53 as strings of digits. */
export type ApiValue = string | number | boolean | null | readonly ApiValue[] | { readonly [key: string]: ApiValue };

/** What every list of runs shows. */
export interface RunHead {
  readonly path: RunPath;
  readonly displayName: string;
  readonly state: RunState;
  /** Why the state is what it is: `exit code 1`, `no heartbeat since 14:03`. */
  readonly stateReason: string;
  readonly createdAt: number;
  readonly heartbeatAt: number;
  readonly finishedAt?: number;
  readonly durationMs: number;
  readonly group?: string;
  readonly jobType?: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly username: string;
  readonly host?: string;
  readonly sweep?: string;
  readonly lastStep: number;
  /** Place in the project by order of creation, from 0; it never changes. */
  readonly ordinal: number;
  /** Set by a person; undefined = from the palette by `ordinal`. */
  readonly color?: string;
  readonly refusedLines: number;
  /** A person asked the script to stop and it has not ended yet. */
  readonly isStopRequested?: boolean;
  /** A person locked it: it is neither deleted nor moved, and its files and artifacts stay. It still takes new data. */
  readonly isLocked?: boolean;
}

/**
 * `{kind:'config', key:'model.depth'}`; keys are flattened by dots. As values, `createdAt` and `heartbeatAt` are
 * milliseconds since 1970 (filters also take ISO 8601 texts), `duration` is seconds, and `lock` is `locked` or missing.
 */
export type ColumnRef =
  | {
      readonly kind: 'run';
      readonly key:
        | 'displayName'
        | 'name'
        | 'state'
        | 'createdAt'
        | 'heartbeatAt'
        | 'duration'
        | 'group'
        | 'jobType'
        | 'tags'
        | 'notes'
        | 'username'
        | 'host'
        | 'sweep'
        | 'lastStep'
        | 'lock';
    }
  | {
      readonly kind: 'config' | 'summary';
      readonly key: string;
      /** Other spellings of the key, tried in turn where a run lacks `key` itself. */
      readonly orKeys?: readonly string[];
    }
  /** Over all points of a history key. `best`: the lowest or the highest, by the goal that define_metric sets; none without one. */
  | { readonly kind: 'metric'; readonly key: string; readonly stat: 'last' | 'min' | 'max' | 'mean' | 'best' };

export interface SortKey {
  readonly column: ColumnRef;
  readonly isDescending: boolean;
}

export type FilterValue = string | number | boolean | null;

/** A filter on runs. Missing values match only `!=`, `not in` and `missing`. Regular expressions are RE2. */
export type RunFilter =
  | { readonly op: 'and' | 'or'; readonly items: readonly RunFilter[] }
  | { readonly op: 'not'; readonly item: RunFilter }
  | { readonly op: '=' | '!=' | '<' | '<=' | '>' | '>='; readonly column: ColumnRef; readonly value: FilterValue }
  | { readonly op: 'in' | 'not in'; readonly column: ColumnRef; readonly values: readonly FilterValue[] }
  | { readonly op: 'contains' | 'regex'; readonly column: ColumnRef; readonly value: string }
  | { readonly op: 'exists' | 'missing'; readonly column: ColumnRef };

/** `POST /api/projects/:entity/:project/runs/query` */
export interface RunQuery {
  readonly filter?: RunFilter;
  /** Plain text or RE2 over the display name and id. */
  readonly search?: { readonly text: string; readonly isRegex: boolean };
  readonly sort?: readonly SortKey[];
  /** Values wanted beside the head. */
  readonly columns?: readonly ColumnRef[];
  readonly offset?: number;
  /** 1 to 10,000; 100 when left out. */
  readonly limit?: number;
  /** Short id: answers this run with the one before and the one after it instead of a page; no rows if it does not match. */
  readonly around?: string;
}

/** `POST /api/projects/:entity/:project/runs/groups`: all runs that match, taken together by the values of columns. */
export interface RunGroupQuery {
  /** 1 to 8 columns. */
  readonly by: readonly ColumnRef[];
  readonly filter?: RunFilter;
  readonly search?: { readonly text: string; readonly isRegex: boolean };
  /** Order of the runs within a group; newest first when left out. */
  readonly sort?: readonly SortKey[];
  /** Columns whose numbers are wanted together, at most 500. */
  readonly columns?: readonly ColumnRef[];
}

export interface RunGroupAnswer {
  /** In the order of their first run. */
  readonly groups: readonly RunGroup[];
  readonly total: number;
}

export interface RunGroup {
  /** In the order of `by`; `{}` where the runs have no value. */
  readonly values: readonly CellValue[];
  /** Short ids, in the order of `sort`. */
  readonly runs: readonly string[];
  readonly stateCounts: Readonly<Partial<Record<RunState, number>>>;
  /** In the order of `columns`; null where no run of the group has a finite number. */
  readonly numbers: readonly (GroupNumbers | null)[];
}

/** What the finite numbers of a column say together, over the runs of a group that have one. */
export type GroupNumbers = SpreadNumbers;

export interface RunQueryAnswer {
  readonly total: number;
  readonly rows: readonly RunRow[];
}

export interface RunRow {
  readonly head: RunHead;
  /** In the order of `columns`; undefined (absent in JSON: null with `isMissing`) where the run has no such value. */
  readonly values: readonly CellValue[];
}

/**
 * `POST /api/projects/:entity/:project/runs/columns`: columns of all runs that match, each as one list, for pictures over
 * thousands of runs.
 */
export interface RunColumnsQuery {
  readonly filter?: RunFilter;
  readonly search?: { readonly text: string; readonly isRegex: boolean };
  readonly sort?: readonly SortKey[];
  /** At most 500. */
  readonly columns: readonly ColumnRef[];
  /** 1 to 10,000; 10,000 when left out. */
  readonly limit?: number;
}

export interface RunColumnsAnswer {
  /** Runs that match, of which at most `limit` are answered. */
  readonly total: number;
  /** Lists of one length, in the order of `sort` (newest first when left out). */
  readonly runs: {
    /** Short ids. */
    readonly ids: readonly string[];
    readonly names: readonly string[];
    readonly states: readonly RunState[];
    readonly ordinals: readonly number[];
    /** Set by a person; null = from the palette by the ordinal. */
    readonly colors: readonly (string | null)[];
  };
  /** In the order of `columns` of the query. */
  readonly columns: readonly ColumnValues[];
}

/** One column over runs. */
export interface ColumnValues {
  /** One for each run; null where it has null or no value at all. */
  readonly values: readonly ApiValue[];
  /** Places of the runs that have no value at all, ascending. */
  readonly missing: readonly number[];
}

/** `{}` = the run has no value there, which is not the same as null. */
export type CellValue = {
  readonly value?: ApiValue;
  /** In rows of the run table: the `_step` at which the min, max or best of a metric was first reached. */
  readonly step?: number;
};

/** `GET /api/runs/:entity/:project/:run` */
export interface RunDetail {
  readonly head: RunHead;
  /** Unwrapped from `{"value": …}`, without `_wandb`. */
  readonly config: Readonly<Record<string, ApiValue>>;
  readonly summary: Readonly<Record<string, ApiValue>>;
  /** wandb-metadata.json when it was uploaded, else from `_wandb.e`; `{}` when neither is there. */
  readonly metadata: Readonly<Record<string, ApiValue>>;
  readonly clientVersion?: string;
  readonly pythonVersion?: string;
  readonly program?: string;
  readonly gitRemote?: string;
  readonly gitCommit?: string;
  readonly exitCode?: number;
  readonly historyLineCount: number;
  readonly consoleLineCount: number;
  readonly fileCount: number;
  readonly sizeBytes: number;
  readonly metrics: readonly RunMetric[];
  readonly system: readonly RunMetric[];
  readonly refusals: readonly Refusal[];
  /** What the script wanted a person to see, newest first. */
  readonly alerts: readonly RunAlert[];
  /** The processes that wrote to the run, oldest first; at least one. */
  readonly segments: readonly RunSegment[];
}

/** One key of one run's history or system metrics. */
export interface RunMetric {
  readonly name: string;
  readonly typeCounts: Readonly<Record<string, number>>;
  readonly stepMetric?: string;
  readonly goal?: MetricGoal;
  readonly isHidden: boolean;
}

/**
 * One process that wrote to a run. `start`: the first. `fork`: the first, with the parent's history up to `fromStep`.
 * `resume`: went on after the last step. `rewind`: went on after `fromStep`; what lay behind was cut off.
 * `restart`: began its steps anew under the same id. `join`: wrote at the same time as others (shared mode).
 */
export interface RunSegment {
  readonly kind: 'start' | 'fork' | 'resume' | 'rewind' | 'restart' | 'join';
  /** By the clock of the machine that ran the process, ms. */
  readonly startedAt: number;
  /** Steps of its rows that are there now; left out while there is none. */
  readonly firstStep?: number;
  readonly lastStep?: number;
  readonly host?: string;
  /** Shared mode: what the process calls itself. */
  readonly label?: string;
  /** `fork`: the short id of the parent. */
  readonly fromRun?: string;
  readonly fromStep?: number;
}

/** A line that was not stored, and why. */
export interface Refusal {
  readonly at: number;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
}

/** `PATCH /api/runs/:entity/:project/:run`; what is left out stays. */
export interface RunEdit {
  readonly displayName?: string;
  readonly notes?: string;
  readonly tags?: readonly string[];
  readonly group?: string | null;
  readonly jobType?: string | null;
  readonly color?: string | null;
  readonly isLocked?: boolean;
}

/**
 * `POST /api/projects/:entity/:project/runs/edit`: one change to many runs, all or none of it. Runs that are gone are
 * passed over; answered by BulkAnswer. `POST …/runs/delete` with `{runs}` deletes them.
 */
export interface BulkRunEdit {
  /** Short ids, 1 to 10,000. */
  readonly runs: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly group?: string | null;
  readonly jobType?: string | null;
  readonly color?: string | null;
  readonly isLocked?: boolean;
}

/**
 * `POST /api/projects/:entity/:project/runs/move`: gives runs to another project, all or none of them; answered by
 * RunMoveAnswer. Runs that are gone are passed over.
 */
export interface RunMove {
  /** Short ids, 1 to 10,000. */
  readonly runs: readonly string[];
  /** Made when it is not there yet. */
  readonly to: ProjectPath;
  /** Takes the project that the runs leave away when nothing is in it: undoes a move that made it. */
  readonly dropsEmpty?: boolean;
}

export interface RunMoveAnswer extends BulkAnswer {
  /** The project was made for them. */
  readonly isNewProject: boolean;
}

export interface BulkAnswer {
  /** Runs that were there. */
  readonly count: number;
}
