import type { ProjectPath, RunPath } from '#shared/units';

/** What of a run changed; a reader decides by it what to fetch again. */
export type RunAspect =
  | 'created'
  | 'state'
  | 'meta'
  | 'config'
  | 'summary'
  | 'history'
  | 'system'
  | 'console'
  | 'files'
  /** Lines could not be stored; `refusedLines` says how many of the run so far. */
  | 'refused'
  | 'deleted';

/** One change, pushed after it is durable. `GET /api/events` sends them as server-sent events named `change`. */
export type ChangeEvent =
  | {
      readonly kind: 'run';
      readonly path: RunPath;
      readonly aspects: readonly RunAspect[];
      /** Present with `history`: highest step stored and number of history lines. */
      readonly lastStep?: number;
      /** Present with `console`: number of console lines. */
      readonly lineCount?: number;
      /** Present with `refused`: lines of the run refused so far. */
      readonly refusedLines?: number;
      /** Present with `deleted` when the run is not gone but lies in another project now. */
      readonly movedTo?: RunPath;
    }
  | {
      readonly kind: 'project';
      readonly path: ProjectPath;
      readonly aspects: readonly ('created' | 'meta' | 'views' | 'artifacts' | 'sweeps' | 'trash' | 'deleted')[];
    }
  /** Settings of the host, or presets of charts. */
  | { readonly kind: 'settings' }
  /** The machine was measured; at most ten times a second. */
  | { readonly kind: 'machine' }
  /** A run that is sent to another server moved on, or remotes changed; at most four times a second. */
  | { readonly kind: 'sync' }
  /** A log that is read in moved on, or the list of watched folders changed. */
  | { readonly kind: 'import' };
