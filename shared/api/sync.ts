import type { RunPath } from '#shared/units';

/** A server that runs may be sent to; its key never leaves the host. */
export interface SyncRemote {
  readonly id: number;
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Where runs go there; what the key's user has by default when it is left out. */
  readonly entity?: string;
}

/** `POST /api/sync/remotes`: the connection is tried before anything is kept. */
export interface SyncRemoteRequest {
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string;
  readonly entity?: string;
}

/** How a server answered: the user whose key it is. */
export interface SyncTest {
  readonly username: string;
  readonly entity: string;
}

export type SyncItemState = 'waiting' | 'pushing' | 'synced' | 'failed' | 'conflict';

/**
 * What to do with a run that is not over there what was left: a second run beside it under a new id, or this one's
 * name, notes, tags and config over those there (only where `canOverwrite`).
 */
export type SyncChoice = 'copy' | 'overwrite';

/** A run that was asked to be sent to a remote. */
export interface SyncItem {
  readonly id: number;
  readonly remoteId: number;
  readonly path: RunPath;
  readonly displayName: string;
  readonly state: SyncItemState;
  /** Why it failed, waits or is a conflict; empty when there is nothing to say. */
  readonly reason: string;
  /** Of a conflict: only what people may change differs, so that what is here can be written over it. */
  readonly canOverwrite?: boolean;
  /** Of this push; `totalBytes` is an estimate that only grows. */
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** The run's page over there, once it is known. */
  readonly href?: string;
  /** Unix milliseconds of the last push that was whole. */
  readonly syncedAt?: number;
}

/** `GET /api/sync` */
export interface SyncState {
  readonly remotes: readonly SyncRemote[];
  /** The newest first. */
  readonly items: readonly SyncItem[];
  readonly isPaused: boolean;
}
