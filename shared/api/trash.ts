import type { RunState } from './runs.ts';

/** A deleted run, until it goes for good. */
export interface TrashedRun {
  /** Its number, by which it is restored; its short id may be another run's by now. */
  readonly id: number;
  /** Its short id. */
  readonly run: string;
  readonly displayName: string;
  readonly state: RunState;
  readonly createdAt: number;
  readonly deletedAt: number;
  /** When it goes for good. */
  readonly expiresAt: number;
  /** Points, console and files as stored; files that others hold too are in it. */
  readonly sizeBytes: number;
}

/** `GET /api/projects/:entity/:project/trash`: the newest first, at most 1,000. */
export interface TrashList {
  readonly runs: readonly TrashedRun[];
  readonly total: number;
  readonly sizeBytes: number;
  /** Days that a run stays. */
  readonly days: number;
}

/** Body of `POST …/trash/restore` and `…/trash/purge`: these runs, or all of the project's. */
export interface TrashChoice {
  readonly ids?: readonly number[];
}

/** Answer of `POST …/runs/delete`: by `ids` they can be restored. */
export interface TrashAnswer {
  readonly count: number;
  readonly ids: readonly number[];
}

/** Answer of `POST …/trash/purge`. */
export interface PurgeAnswer {
  readonly count: number;
  readonly freedBytes: number;
}
