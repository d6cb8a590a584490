import type { DamagedSpan } from '../log/framing.ts';
import type { Shift } from './shift.ts';

/** Consecutive lines; `from` counts from 0 within the log. */
export interface LineSpan {
  readonly from: number;
  readonly lines: readonly string[];
  /** The last line may still change: it may come again. */
  readonly isOpen?: boolean;
}

/** Who a log says it is of. What the script left out is absent. */
export interface LogIdentity {
  readonly runId: string;
  readonly entity?: string;
  readonly project?: string;
  readonly startedAtMs: number;
  /** The script asked to go on with a run that its offline client could not see: its counters start at 0. */
  readonly isResumed: boolean;
}

/** What a log says of its run besides documents; the newest record counts. */
export interface LogFields {
  readonly displayName?: string;
  readonly notes?: string;
  readonly group?: string;
  readonly jobType?: string;
  readonly host?: string;
  readonly sweep?: string;
  readonly program?: string;
  readonly repo?: string;
  readonly commit?: string;
  readonly tags: readonly string[];
}

/** The beginning of a log, enough to say what it is and where its lines belong. */
export interface LogHead {
  readonly identity: LogIdentity;
  readonly fields: LogFields;
  /** `_step` and `_timestamp` of the first history line. */
  readonly firstRow?: { readonly step: number; readonly timestamp: number };
  readonly firstEventAt?: number;
  /** First console line, as it would be streamed. */
  readonly firstConsoleLine?: string;
}

export interface LogAlert {
  /** How many alerts with the same words came before in this log. */
  readonly ordinal: number;
  readonly atMs: number;
  readonly title: string;
  readonly text: string;
  readonly severity: string;
  readonly waitMs: number;
}

export interface LogArtifactEntry {
  readonly path: string;
  readonly digest: string;
  readonly ref?: string;
  readonly sizeBytes: number;
  readonly localPath?: string;
  readonly birthArtifactId?: string;
  /** JSON text of an object. */
  readonly extra?: string;
}

export interface LogArtifact {
  readonly typeName: string;
  readonly name: string;
  readonly digest: string;
  readonly description?: string;
  readonly metadata?: string;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly clientId?: string;
  readonly sequenceClientId?: string;
  readonly distributedId?: string;
  readonly ttlS?: number;
  readonly isFinal: boolean;
  readonly isIncremental: boolean;
  readonly isUsedAfterCommit: boolean;
  readonly entries: readonly LogArtifactEntry[];
  /** Large manifests lie in a file of their own. */
  readonly manifestFile?: string;
  /** Of the first record that speaks of it, ms since 1970. */
  readonly atMs: number;
}

/** An artifact that the run read, as its log names it. */
export interface LogUse {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** A file beside the log that belongs to the run, as the log names it when it is ready (or has changed). */
export interface LogFile {
  /** Below `files/`, `/` between segments. */
  readonly name: string;
  readonly policy: 'now' | 'end' | 'live';
}

/** Files that the reader made itself (TensorBoard images), by their name in the run. */
export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A piece of a log, made into what an online client would have sent. */
export interface LogBatch {
  readonly history: LineSpan;
  readonly events: LineSpan;
  readonly console: readonly LineSpan[];
  readonly alerts: readonly LogAlert[];
  readonly artifacts: readonly LogArtifact[];
  readonly uses: readonly LogUse[];
  readonly files: readonly LogFile[];
  readonly made: readonly MadeFile[];
  /** Offset behind the last record that is in this batch or an earlier one. */
  readonly position: number;
  readonly sizeBytes: number;
  /** Set when all that is in the file so far was read. */
  readonly rest?: LogRest;
}

/** Where a log stands when it was read to its present end. */
export interface LogRest {
  readonly fields: LogFields;
  /** Whole documents in extended JSON. */
  readonly config: string;
  readonly summary: string;
  /** JSON text of wandb-metadata.json; undefined when the log has no environment. */
  readonly metadata?: string;
  readonly configYaml: string;
  /** Present when the script ended and told so. */
  readonly exitCode?: number;
  readonly isPreempting: boolean;
  /** Of the newest record that has a time, ms since 1970. */
  readonly lastAtMs: number;
  readonly historyCount: number;
  readonly eventCount: number;
  readonly consoleCount: number;
  readonly recordCount: number;
  readonly isTorn: boolean;
  readonly damage: readonly DamagedSpan[];
  /** Records that could not be understood: kind and how many. */
  readonly notUnderstood: Readonly<Record<string, number>>;
}

/** A log that is open in the reading thread. */
export interface OpenLog {
  head(): LogHead | undefined;
  /** The next piece; `shift` must be the same for all pieces of one log. */
  next(shift: Shift): LogBatch;
  close(): void;
}
