import type { RunState } from '#shared/api';
import type { ProjectRowId, RunPath, RunRowId, UnixMs } from '#shared/units';

/** One project as stored. */
export interface ProjectRow {
  readonly id: ProjectRowId;
  readonly entity: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: UnixMs;
}

/** One run as stored, without its config and summary documents and its tags (see readConfig, readSummary, readTags). */
export interface RunRow {
  readonly id: RunRowId;
  readonly projectId: ProjectRowId;
  readonly entity: string;
  readonly project: string;
  /** The short id chosen by the client. */
  readonly name: string;
  readonly displayName: string;
  readonly state: RunState;
  readonly stateReason: string;
  readonly createdAt: UnixMs;
  readonly updatedAt: UnixMs;
  readonly heartbeatAt: UnixMs;
  readonly finishedAt?: UnixMs;
  readonly exitCode?: number;
  /** Somebody asked the script to stop and it has not ended since. */
  readonly isStopRequested: boolean;
  readonly group?: string;
  readonly jobType?: string;
  readonly notes: string;
  readonly username: string;
  readonly host?: string;
  readonly program?: string;
  readonly repo?: string;
  readonly commit?: string;
  readonly sweep?: string;
  /** -1 until the first history line. */
  readonly lastStep: number;
  /** Largest `_runtime` seen, seconds. */
  readonly runtimeS: number;
  readonly refusedLines: number;
  readonly color?: string;
  /** It is neither deleted nor moved, and what it logged stays; see lock.ts. */
  readonly isLocked: boolean;
}

/** What a client may say of a run. Left out = unchanged; `null` = cleared (only where it is allowed). */
export interface RunFields {
  readonly displayName?: string;
  readonly notes?: string;
  readonly group?: string | null;
  readonly jobType?: string | null;
  readonly host?: string;
  readonly program?: string;
  readonly repo?: string;
  readonly commit?: string;
  readonly sweep?: string | null;
  readonly color?: string | null;
}

/** One UpsertBucket of a client that logs (addressed by name), see upsertRun. */
export interface UpsertRunInput {
  readonly path: RunPath;
  readonly username: string;
  readonly fields?: RunFields;
  /** `[]` clears, left out = unchanged. */
  readonly tags?: readonly string[];
  /** Whole config document in extended JSON. */
  readonly config?: string;
  /** Whole summary document in extended JSON. */
  readonly summary?: string;
  /** Left out: a new run starts `running`, an old one turns back to `running`. */
  readonly state?: RunState;
  /** Shared mode: the writer's id. Its documents are merged key by key instead of replacing. */
  readonly writer?: string;
}

/** Where a run lies in URLs and events. */
export function pathOf(run: Pick<RunRow, 'entity' | 'project' | 'name'>): RunPath {
  return { entity: run.entity, project: run.project, run: run.name };
}
