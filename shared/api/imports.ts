import type { RunPath } from '#shared/units';
import type { RunState } from './runs.ts';

/** What a log file on this machine is; `bundle`: it came in a bundle, its path begins with the bundle's name. */
export type LogKind = 'wandb' | 'tensorboard' | 'bundle';

/** `POST /api/imports/scan` with `{path}`: what is at a path of the machine that Taffrail runs on. Nothing is stored. */
export interface ImportScan {
  readonly path: string;
  readonly isFolder: boolean;
  /** Oldest first. */
  readonly found: readonly FoundLog[];
  /** Set when the folder holds more logs than are listed. */
  readonly isCut: boolean;
}

/** One log that a scan found. */
export interface FoundLog {
  /** Of the log itself; two logs may belong to one run (a resumed one). */
  readonly path: string;
  readonly kind: LogKind;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  /** Undefined when it cannot be read, or holds nothing yet. */
  readonly run?: RunPath;
  readonly displayName?: string;
  readonly startedAt?: number;
  /** Is the run here already, and how does it stand? */
  readonly here: 'no' | 'imported' | 'run' | 'deleted';
  readonly runState?: RunState;
  /** Why it cannot be read. */
  readonly fault?: string;
}

export type ImportState = 'queued' | 'reading' | 'following' | 'done' | 'failed' | 'cancelled';

/** One log that is or was read in. `GET /api/imports` lists them, the newest first. */
export interface ImportItem {
  readonly id: number;
  readonly path: string;
  readonly kind: LogKind;
  readonly state: ImportState;
  /** Why it failed. */
  readonly reason: string;
  readonly run?: RunPath;
  readonly displayName?: string;
  readonly runState?: RunState;
  readonly positionBytes: number;
  readonly sizeBytes: number;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly counts: ImportCounts;
  readonly report: ImportReport;
}

export interface ImportCounts {
  readonly historyLines: number;
  readonly eventLines: number;
  readonly consoleLines: number;
  readonly files: number;
  readonly artifacts: number;
}

/** What of a log did not come in, and why. All empty: everything did. */
export interface ImportReport {
  /** Spans of the file that could not be read, in bytes. */
  readonly damage: readonly { readonly from: number; readonly to: number; readonly reason: string }[];
  /** The log ends in the middle of a record; it is read on when the rest comes. */
  readonly isTorn: boolean;
  /** Records that could not be understood, by reason. */
  readonly notUnderstood: Readonly<Record<string, number>>;
  /** Files and artifacts that are not where the log says, each with its reason. */
  readonly missing: readonly string[];
}

/** `GET /api/imports` */
export interface ImportList {
  readonly items: readonly ImportItem[];
  /** Folders that are looked through for new logs for as long as Taffrail runs. */
  readonly watched: readonly WatchedFolder[];
}

export interface WatchedFolder {
  readonly path: string;
  readonly since: number;
  /** Set while the folder cannot be read. */
  readonly fault?: string;
}
