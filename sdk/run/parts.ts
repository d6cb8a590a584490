import type { RunHost } from '#sdk/api';
import type { Clock, HostPlace, Wait } from '#sdk/base';
import type { RecorderLink } from '#sdk/worker';
import type { Moments } from './moments.ts';

export interface LogOptions {
  /** Which step the values belong to: a whole number, not lower than the current one. */
  readonly step?: number;
  /** Writes the row; false keeps it open for more. True unless `step` is given. */
  readonly commit?: boolean;
}

export interface ConsoleText {
  /** When it was printed; now unless given. */
  readonly at?: Date;
  /** `stdout` unless given. */
  readonly stream?: 'stdout' | 'stderr';
}

export interface SystemSampleOptions {
  /** When it was measured; now unless given. */
  readonly at?: Date;
}

export interface AlertOptions {
  /** `INFO` unless given. */
  readonly level?: 'INFO' | 'WARN' | 'ERROR';
  /** Seconds in which the title is not told again, 60 unless given. */
  readonly wait?: number;
}

export interface FinishReport {
  /** Records in the journal. */
  readonly records: number;
  readonly delivered: 'host' | 'journal';
  /** Bytes of the journal that the host does not have yet. */
  readonly pending: number;
  readonly url: string | undefined;
  readonly dir: string;
}

export interface FinishOptions extends Wait {
  /** Other than 0 makes the run `failed`. */
  readonly exitCode?: number;
  /** Seconds to wait for the host: 10 where one is there, 0 where none is, unless given. */
  readonly wait?: number;
}

export interface LogArtifactOptions {
  /** Names for this version beside `latest`. */
  readonly aliases?: readonly string[];
  /** Gives up waiting; the version is delivered all the same. */
  readonly signal?: AbortSignal;
}

export interface SaveFileOptions {
  /** Folder that the files' names are taken from. */
  readonly base?: string;
  /** `now` sends them, `live` again whenever they change, `end` as they are when the run ends. */
  readonly policy?: 'now' | 'live' | 'end';
}

/** @internal What a run is made of. */
export interface RunParts {
  readonly id: string;
  readonly entity: string | undefined;
  readonly project: string;
  readonly name: string | undefined;
  readonly notes: string | undefined;
  readonly tags: readonly string[];
  readonly dir: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly isResumed: boolean;
  readonly startingStep: number;
  readonly outOfOrderStep: 'drop' | 'current' | 'throw';
  /** Does not print where the run is. */
  readonly isSilent: boolean;
  readonly clock: Clock;
  readonly moments: Moments;
  /** None for a run that records nothing. */
  readonly link: RecorderLink | undefined;
  /** None for a run that does not talk to one. */
  readonly host: RunHost | undefined;
  /** What was told of where that one is. */
  readonly place: Partial<HostPlace> | undefined;
  /** Called once, when the run is over. */
  readonly onEnd: (exitCode: number) => void;
}
