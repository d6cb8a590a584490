import type { ProjectPath, RunPath } from '#shared/units';
import type { RunFilter } from './runs.ts';

/** A server that runs may be sent to; its key never leaves the host. */
export interface SyncRemote {
  readonly id: number;
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Where runs go there; what the key's user has by default when it is left out. */
  readonly entity?: string;
  /**
   * Where its key is: in a file that only the user may read, sealed by the system's safe storage, or sealed by it and
   * out of reach, because no window of Taffrail has been opened since the host began.
   */
  readonly keyPlace: 'file' | 'system' | 'locked';
  readonly isPaused: boolean;
  /** Bytes of content a second, all pushes to this remote together; no limit when it is left out. */
  readonly maxBytesPerSecond?: number;
  /**
   * Only while this machine is on this network: a subnet that an address of its own lies in (`10.2.0.0/16`), or the name
   * of an interface that has an address. Anywhere when it is left out.
   */
  readonly network?: string;
  /** It is limited to a network that this machine is not on: nothing is sent, and nobody is asked. */
  readonly isAway?: true;
  /** Every request goes through this proxy: `http://proxy.lab.example:3128`. */
  readonly proxyUrl?: string;
  /** The proxy is shown this user, with a password that never leaves the host. */
  readonly proxyUser?: string;
  /** Certificates that are trusted beside those that the system knows. */
  readonly trusted?: readonly SyncCertificate[];
}

/** What a certificate says of itself. */
export interface SyncCertificate {
  readonly subject: string;
  /** Unix milliseconds. */
  readonly validTo: number;
}

/** `POST /api/sync/remotes`: the connection is tried before anything is kept, unless it is limited to another network. */
export interface SyncRemoteRequest {
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string;
  readonly entity?: string;
  readonly maxBytesPerSecond?: number;
  readonly network?: string;
  readonly proxyUrl?: string;
  readonly proxyUser?: string;
  readonly proxyPassword?: string;
  /** PEM text of one or more certificates. */
  readonly ca?: string;
}

/**
 * `PUT /api/sync/remotes/:id`: all of it anew, but what is secret stays when it is left out: `key`, `proxyPassword`
 * (while a user is named) and `ca` ('' = none any more).
 */
export type SyncRemoteChange = Omit<SyncRemoteRequest, 'key'> & { readonly key?: string };

/** How a server answered: the user whose key it is. */
export interface SyncTest {
  readonly username: string;
  readonly entity: string;
}

/** Which runs go to a remote by themselves. */
export interface SyncRuleRequest {
  readonly remoteId: number;
  readonly isOn: boolean;
  /** Runs of this project only; every project when it is left out. */
  readonly project?: ProjectPath;
  /** Runs with this tag only. */
  readonly tag?: string;
  /** Runs that match, of those of `project`; only with one. */
  readonly filter?: RunFilter;
  /** `live`: from their first line on; `finished`: when they are over, whatever their end. */
  readonly when: 'live' | 'finished';
  /** False: only runs that are registered after the rule was made. */
  readonly isForAll: boolean;
}

export interface SyncRule extends SyncRuleRequest {
  readonly id: number;
  /** Unix milliseconds. */
  readonly madeAt: number;
}

/** `POST /api/sync/rules/count`: how many runs that are here now a rule would send. */
export interface SyncRuleCount {
  readonly runs: number;
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
  readonly isPaused: boolean;
  /** The rule that put it here; left out when a person did. */
  readonly ruleId?: number;
  /** Why it failed, waits or is a conflict; empty when there is nothing to say. */
  readonly reason: string;
  /** What could not come along, although the rest is there. */
  readonly note?: string;
  /** Of a conflict: only what people may change differs, so that what is here can be written over it. */
  readonly canOverwrite?: boolean;
  /** Bytes of content of this push that are over there. */
  readonly sentBytes: number;
  /** What this push comes to: what was sent, the files that are left, and rows that are left by the length of others. */
  readonly totalBytes: number;
  /** The run's page over there, once it is known. */
  readonly href?: string;
  /** Unix milliseconds of the last push that was whole. */
  readonly syncedAt?: number;
}

/** `GET /api/sync/run?entity=…&project=…&run=…`: where one run went, or is to go. */
export interface RunSync {
  readonly items: readonly SyncItem[];
  /** All remotes, also those that it does not go to. */
  readonly remotes: readonly SyncRemote[];
}

/** `GET /api/sync` */
export interface SyncState {
  readonly remotes: readonly SyncRemote[];
  readonly rules: readonly SyncRule[];
  /** At most 200: what is sent now, then what needs a person, what waits, and the newest of those that are there. */
  readonly items: readonly SyncItem[];
  /** Of all, also those that are not among `items`. */
  readonly counts: Readonly<Record<SyncItemState, number>>;
  readonly isPaused: boolean;
  /** Where the keys of remotes are put now, see SyncRemote.keyPlace. */
  readonly keyStore: 'file' | 'system';
}
