import type { SyncChoice } from '#shared/api';
import type { RunPath } from '#shared/units';
import type { Connection } from '../connection.ts';

/** How far a run is at a remote. Lines below the counts and files by their sums are there. */
export interface Cursor {
  /** What the run is called there; another name for a copy. */
  readonly run: string;
  /** Present once nothing of another origin can have this name there. */
  readonly isBegun?: boolean;
  readonly entity?: string;
  readonly project?: string;
  /** The remote's own id of the run. */
  readonly storageId?: string;
  /** Next line by kind and writer: `history`, `console worker-1`. */
  readonly lines: Readonly<Record<string, number>>;
  /** SHA-256 of what was sent, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly fields?: string;
  readonly summary?: string;
  readonly isClosed?: boolean;
  /** Ids of versions there by row ids here. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly uses: readonly string[];
  /** Sum of name, tags and the like as they stood there after the last whole push. */
  readonly seen?: string;
}

export interface PushOrder {
  readonly dataDir: string;
  readonly connection: Connection;
  /** The remote's limit, see Pace. */
  readonly pace: SharedArrayBuffer;
  readonly entity: string | undefined;
  readonly path: RunPath;
  readonly cursor: Cursor | undefined;
  readonly choice: SyncChoice | undefined;
  /** Nothing is sent before the run is over. */
  readonly isForEnd: boolean;
  readonly firstRetryMs: number;
  /** How long one request is repeated before the push makes room for others. */
  readonly patienceMs: number;
}

export type PushTold =
  /** `mustAnswer`: the thread goes on when the cursor is on the disk. */
  | { readonly kind: 'cursor'; readonly cursor: Cursor; readonly mustAnswer: boolean }
  | { readonly kind: 'progress'; readonly sentBytes: number; readonly totalBytes: number }
  | { readonly kind: 'about'; readonly displayName: string }
  | { readonly kind: 'trouble'; readonly reason: string }
  /** What cannot come along. */
  | { readonly kind: 'note'; readonly note: string }
  /** Answered with a flag for each run: it is to go to the same remote. */
  | { readonly kind: 'whichWanted'; readonly runs: readonly RunPath[] }
  /** Answered with a SweepClaim. */
  | { readonly kind: 'claimSweep'; readonly sweep: string }
  /** Answered when it is on the disk. */
  | { readonly kind: 'sweepMade'; readonly sweep: string; readonly place: SweepPlace }
  /** No more is done about a sweep that was claimed. */
  | { readonly kind: 'releaseSweep' }
  /** The last words of a push, one of them. */
  | PushEnd;

export type PushEnd =
  | { readonly kind: 'done'; readonly isLive: boolean }
  /** The remote does not answer; to be tried again later. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number }
  | { readonly kind: 'conflict'; readonly reason: string; readonly canOverwrite: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

/** What a thread is told: work, or that what it asked for is done. */
export type PushMessage =
  | { readonly kind: 'order'; readonly order: PushOrder }
  | { readonly kind: 'answer'; readonly value: unknown };

/** A sweep as it was left over there. */
export interface SweepPlace {
  readonly name: string;
  readonly state: string;
}

/** What is known of a sweep over there; `wasBegun`: somebody may have made it and not lived to note its name. */
export interface SweepClaim extends Partial<SweepPlace> {
  readonly wasBegun: boolean;
}

export const NEW_CURSOR: Omit<Cursor, 'run'> = { lines: {}, files: {}, artifacts: {}, uses: [] };

/** True for what the thread waits for an answer to. */
export function wantsAnswer(told: PushTold): boolean {
  if (told.kind === 'cursor') return told.mustAnswer;
  return told.kind === 'claimSweep' || told.kind === 'sweepMade' || told.kind === 'whichWanted';
}

/** True for the last word of a push. */
export function isEnd(told: PushTold): told is PushEnd {
  return told.kind === 'done' || told.kind === 'later' || told.kind === 'conflict' || told.kind === 'failed';
}
