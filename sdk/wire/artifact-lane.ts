import { type Clock, ConnectionError } from '#sdk/base';
import type { LogArtifact } from '#sdk/journal';
import { isPassing, retryMs } from './link.ts';

interface Waiting {
  readonly artifact: LogArtifact;
  /** Where in the journal a later delivery has to begin, to find the version again. */
  readonly from: number;
}

/** What becomes of a version: its id at the host, or why it cannot be there. */
export type ArtifactOutcome = { readonly id: string } | { readonly error: ConnectionError };

export interface LaneOptions {
  readonly clock: Clock;
  /** Gives up: what waits stays in the journal. */
  readonly signal: AbortSignal;
  /** Resolves to the host's id of the version. */
  send(artifact: LogArtifact): Promise<string>;
  /** A version is dealt with. */
  onOutcome(artifact: LogArtifact, outcome: ArtifactOutcome): void;
  /** Nobody answers; it is tried again. */
  onTrouble(error: ConnectionError): void;
}

/**
 * Sends the versions of a run one after the other, in the order in which they were logged, beside its rows: large files
 * hold up nothing else. Goes on for as long as nobody answers.
 */
export class ArtifactLane {
  readonly #options: LaneOptions;
  readonly #waiting: Waiting[] = [];
  #work: Promise<void> | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Where in the journal the first version lies that is not dealt with; undefined when all are. */
  get pendingFrom(): number | undefined {
    return this.#waiting[0]?.from;
  }

  /** Takes a version that lies behind `from` in the journal. */
  add(artifact: LogArtifact, from: number): void {
    this.#waiting.push({ artifact, from });
    this.#work ??= this.#run().finally(() => (this.#work = undefined));
  }

  /** Resolves when all versions are dealt with, or the work was given up. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    const { signal, onOutcome, onTrouble } = this.#options;
    let failures = 0;
    for (let next = this.#waiting[0]; next !== undefined && !signal.aborted; next = this.#waiting[0]) {
      const { artifact } = next;
      try {
        const id = await this.#options.send(artifact);
        this.#waiting.shift();
        onOutcome(artifact, { id });
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        const fault = faultOf(error);
        if (isPassing(fault)) {
          onTrouble(fault);
          await this.#pause(retryMs(failures++));
          continue;
        }
        this.#waiting.shift();
        onOutcome(artifact, { error: fault });
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    const { clock, signal } = this.#options;
    // Whoever hears of the trouble may have given up at that; a signal tells of that only once.
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        stop();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const stop = clock.after(ms, end);
      signal.addEventListener('abort', end);
    });
  }
}

/** A file that cannot be read on this machine cannot be at the host either. */
function faultOf(error: unknown): ConnectionError {
  if (error instanceof ConnectionError) return error;
  return new ConnectionError('host.refused', error instanceof Error ? error.message : String(error));
}
