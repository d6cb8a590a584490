import type { SyncChoice } from '#shared/api';
import type { RunPath } from '#shared/units';

/** How far a run is at a remote. Lines behind the counts and files by their sums are there. */
export interface Cursor {
  /** What the run is called there; another name for a copy. */
  readonly run: string;
  /** Present once nothing of another origin can have this name there. */
  readonly isBegun?: boolean;
  readonly entity?: string;
  readonly project?: string;
  /** The remote's own id of the run. */
  readonly storageId?: string;
  readonly history: number;
  readonly events: number;
  readonly console: number;
  /** SHA-256 of what was sent, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly fields?: string;
  readonly summary?: string;
  readonly isClosed?: boolean;
  /** Ids of versions there by row ids here. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly uses: readonly string[];
  /** Name, tags and the like as they stood there after the last whole push. */
  readonly seen?: string;
}

export interface PushOrder {
  readonly dataDir: string;
  readonly baseUrl: string;
  readonly key: string;
  readonly entity: string | undefined;
  readonly path: RunPath;
  readonly cursor: Cursor | undefined;
  readonly choice: SyncChoice | undefined;
  readonly firstRetryMs: number;
}

export type PushTold =
  /** `mustAnswer`: the thread goes on when the cursor is on the disk. */
  | { readonly kind: 'cursor'; readonly cursor: Cursor; readonly sentBytes: number; readonly mustAnswer: boolean }
  | { readonly kind: 'total'; readonly totalBytes: number; readonly displayName: string }
  | { readonly kind: 'trouble'; readonly reason: string }
  | { readonly kind: 'done'; readonly isLive: boolean }
  | { readonly kind: 'conflict'; readonly reason: string; readonly canOverwrite: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

export const NEW_CURSOR: Omit<Cursor, 'run'> = {
  history: 0,
  events: 0,
  console: 0,
  files: {},
  artifacts: {},
  uses: [],
};
