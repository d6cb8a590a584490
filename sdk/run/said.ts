import type { Draft } from '#sdk/artifacts';
import { ConnectionError, NotFoundError, ResumeError, SdkError, UsageError } from '#sdk/base';
import type { SummaryArray } from '#sdk/media';
import type { MetricOptions } from '#sdk/metrics';
import type { Item } from '#sdk/worker';
import type { FoundFile } from './glob.ts';
import type { AlertOptions } from './parts.ts';
import type { LoggedMedia } from './row.ts';
import type { SystemValues } from './system-values.ts';

/** What an attached thread asks of the run's own, and is answered. */
export type Asked =
  | { readonly kind: 'flush'; readonly until: 'local' | 'host' }
  /** Answered with the names of the copies. */
  | { readonly kind: 'files'; readonly files: readonly FoundFile[]; readonly policy: FilePolicy }
  /** Answered with the host's id of the version. */
  | { readonly kind: 'artifact'; readonly draft: Draft; readonly aliases: readonly string[] }
  /** Answered likewise, once the use is noted. */
  | { readonly kind: 'use'; readonly name: string; readonly type: string | undefined };

export type FilePolicy = 'now' | 'live' | 'end';

/** What an attached thread tells the run's own. */
export type Told =
  | { readonly kind: 'key' | 'row'; readonly text: string; readonly step?: number }
  | { readonly kind: 'media'; readonly media: LoggedMedia }
  | { readonly kind: 'config'; readonly set: readonly Item[]; readonly remove: readonly (readonly string[])[] }
  | ({ readonly kind: 'summary' } & SummaryChange)
  | { readonly kind: 'metric'; readonly name: string; readonly options: MetricOptions }
  | { readonly kind: 'alert'; readonly title: string; readonly text: string; readonly options: AlertOptions }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly at: number }
  | { readonly kind: 'system'; readonly values: SystemValues; readonly at: number }
  | { readonly kind: 'warning'; readonly code: string; readonly message: string };

/** A change of the summary, as `Summary` sends it. */
export interface SummaryChange {
  readonly set: readonly Item[];
  readonly remove: readonly (readonly string[])[];
  readonly isPinned: boolean;
  readonly arrays: readonly SummaryArray[];
}

/** One message of an attached thread; `from` names the thread. */
export type Said = { readonly from: string } & (
  | Told
  | { readonly kind: 'ask'; readonly ask: number; readonly what: Asked }
);

/** What the run's own thread says to one that is attached: an answer, or that the run is over. */
export type Answered = { readonly to: string } & (
  | { readonly ask: number; readonly value?: string | undefined; readonly error?: PlainError }
  | { readonly isOver: true }
);

/** An error as it crosses threads. */
export interface PlainError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

export function plainError(error: unknown): PlainError {
  if (error instanceof SdkError) return { name: error.name, code: error.code, message: error.message };
  return { name: '', code: 'recorder', message: error instanceof Error ? error.message : String(error) };
}

/** The same error again, of its kind. */
export function errorOf({ name, code, message }: PlainError): Error {
  const Kind = [UsageError, ConnectionError, NotFoundError, ResumeError].find((kind) => kind.name === name);
  return Kind === undefined ? new SdkError(code, message) : new Kind(code, message);
}
