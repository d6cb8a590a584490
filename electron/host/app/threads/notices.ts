import type { ChangeEvent } from '#shared/api';
import type { ProblemData } from '#shared/errors';

/** What a thread tells the main thread without being asked. */
export type ThreadNotice =
  /** Its database is open; it serves calls from now on. */
  | { readonly kind: 'ready' }
  /** It cannot begin, and why. */
  | { readonly kind: 'failed'; readonly problem: ProblemData }
  /** Changes that are durable now; sent before the answer of the call that made them. */
  | { readonly kind: 'events'; readonly events: readonly ChangeEvent[] };

/** What a thread is told when it is started. */
export interface ThreadData {
  readonly dataDir: string;
}
