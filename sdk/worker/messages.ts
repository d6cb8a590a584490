import type { Draft } from '#sdk/artifacts';
import type { MediaData, SummaryArray } from '#sdk/media';
import type { MetricOptions } from '#sdk/metrics';
import type { ResumePoint } from '#sdk/wire';

/** A value with its place: the parts of its key, and extended JSON. */
export type Item = readonly [path: readonly string[], text: string];

/** Everything a recorder needs to begin. */
export interface RunStart {
  readonly runId: string;
  readonly entity?: string | undefined;
  readonly project?: string | undefined;
  readonly displayName?: string | undefined;
  readonly notes?: string | undefined;
  readonly group?: string | undefined;
  readonly jobType?: string | undefined;
  readonly tags: readonly string[];
  readonly config: readonly Item[];
  readonly resume?: 'allow' | 'must' | 'never' | undefined;
  readonly mode: 'online' | 'offline';
  /** File that says that the run is being recorded; touched while it is. */
  readonly claim: string;
  /** Folder of the run; it exists. */
  readonly dir: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What was around it, as `wandb-metadata.json` says it; undefined for what is around this process. */
  readonly environment?: Readonly<Record<string, unknown>> | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly ignoreGlobs: readonly string[];
  /** Milliseconds that `init` waits for a host that has to answer. */
  readonly answerMs: number;
  readonly program?: string | undefined;
  readonly args: readonly string[];
  /** Names the process among all that write to the run. */
  readonly writerId: string;
  /** How often the machine is measured, and how often the means are written; undefined for never. Milliseconds. */
  readonly systemMetrics?: { readonly sampleMs: number; readonly averageMs: number } | undefined;
  /** Whether commit and remote are noted. */
  readonly isGitRead: boolean;
  /** Whether script and patch are kept; undefined where the host's setting decides. */
  readonly isCodeSaved?: boolean | undefined;
  readonly control: SharedArrayBuffer;
}

/**
 * What the thread of the script sends to the recorder. Rows are by far the most and go as text, one part a line, which
 * crosses threads in a quarter of a microsecond: `R`, step, milliseconds since 1970, then id and value by turns; `K`, id
 * and the key's path as JSON, before the first row that has the id.
 */
export type Command =
  | string
  | { readonly kind: 'config'; readonly set: readonly Item[]; readonly remove: readonly (readonly string[])[] }
  | {
      readonly kind: 'summary';
      readonly set: readonly Item[];
      readonly remove: readonly (readonly string[])[];
      readonly isPinned: boolean;
      readonly arrays: readonly SummaryArray[];
    }
  | {
      /** Media of a row that follows; its value there is `@` and the id. */
      readonly kind: 'media';
      readonly id: number;
      readonly key: string;
      readonly step: number;
      readonly media: readonly MediaData[];
      readonly isList: boolean;
    }
  | { readonly kind: 'metric'; readonly name: string; readonly options: MetricOptions }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly at: number }
  /** A sample of system metrics: extended JSON by names without `system.`; `at`: milliseconds since 1970. */
  | { readonly kind: 'system'; readonly values: readonly (readonly [string, string])[]; readonly at: number }
  | {
      readonly kind: 'alert';
      readonly title: string;
      readonly text: string;
      readonly level: string;
      readonly waitMs: number;
    }
  | {
      readonly kind: 'fields';
      readonly fields: { readonly displayName?: string; readonly notes?: string; readonly tags?: readonly string[] };
    }
  | {
      /** Answered once the version is in the journal with copies of its files. */
      readonly kind: 'artifact';
      readonly id: number;
      readonly clientId: string;
      readonly draft: Draft;
      readonly aliases: readonly string[];
    }
  /** Files that `files` of the run's folder is to get; answered with their names there. */
  | {
      readonly kind: 'files';
      readonly id: number;
      readonly files: readonly { readonly name: string; readonly from: string }[];
      readonly policy: 'now' | 'live' | 'end';
    }
  | { readonly kind: 'flush'; readonly id: number; readonly until: 'local' | 'host' }
  | ({ readonly kind: 'finish'; readonly id: number; readonly waitMs: number | undefined } & RunEnd)
  | ({ readonly kind: 'exit' } & RunEnd);

/** How and when a run ended; milliseconds since 1970. */
export interface RunEnd {
  readonly exitCode: number;
  readonly endedAt: number;
}

export interface Registered {
  readonly entity: string;
  readonly project: string;
  readonly displayName: string;
  readonly baseUrl: string;
}

export interface FinishResult {
  readonly records: number;
  readonly isDelivered: boolean;
  /** Bytes of the journal that the host does not have. */
  readonly pendingBytes: number;
}

/** What the recorder tells the thread of the script. */
export type Notice =
  | { readonly kind: 'ready'; readonly resumed: ResumePoint | undefined }
  | { readonly kind: 'failed'; readonly name: string; readonly code: string; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: FinishResult | undefined; readonly error?: string }
  | { readonly kind: 'registered'; readonly run: Registered }
  | { readonly kind: 'synced'; readonly records: number; readonly pending: number }
  | { readonly kind: 'warning'; readonly code: string; readonly message: string }
  | { readonly kind: 'stop' }
  /** A version is at the host under `artifactId`, or will not be. */
  | { readonly kind: 'artifact'; readonly clientId: string; readonly artifactId?: string; readonly error?: string }
  | { readonly kind: 'delivered' };

/** Places in the shared counters. */
export const CONTROL = {
  /** Bytes of commands that were taken, modulo 2^32. */
  taken: 0,
  /** 0 until the end of the process is in the journal, 1 then, 2 once the host has it all. */
  exited: 1,
  count: 2,
} as const;
