import type { BroadcastChannel } from 'node:worker_threads';
import { randomId, SdkError, systemClock, type Wait, within } from '#sdk/base';
import { checkMetric, MetricBook, type MetricOptions } from '#sdk/metrics';
import type { Item } from '#sdk/worker';
import { openChannel } from './channel.ts';
import { Config } from './config.ts';
import { type LoggedMedia, RowWriter } from './row.ts';
import { Summary } from './summary.ts';

/** A run that can be posted to another thread of the process; `attach` takes it there. */
export interface RunHandle {
  readonly runId: string;
  /** Name of the channel that the run's own thread listens to. */
  readonly channel: string;
  /** As it was when the handle was made. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** @internal What an attached thread says to the run's own; `from` names the thread. */
export type Said = { readonly from: string } & (
  | { readonly kind: 'key' | 'row'; readonly text: string; readonly step?: number }
  | { readonly kind: 'media'; readonly media: LoggedMedia }
  | { readonly kind: 'config'; readonly set: readonly Item[]; readonly remove: readonly (readonly string[])[] }
  | {
      readonly kind: 'summary';
      readonly set: readonly Item[];
      readonly remove: readonly (readonly string[])[];
      readonly isPinned: boolean;
    }
  | { readonly kind: 'metric'; readonly name: string; readonly options: MetricOptions }
  | {
      readonly kind: 'alert';
      readonly title: string;
      readonly text: string;
      readonly options: { readonly level?: 'INFO' | 'WARN' | 'ERROR'; readonly wait?: number };
    }
  | { readonly kind: 'flush'; readonly ask: number; readonly until: 'local' | 'host' }
);

/** @internal The answer to a `flush`. */
export interface Answered {
  readonly to: string;
  readonly ask: number;
  readonly error?: string;
}

/**
 * A run that another thread of the process records. Its rows take their place among the others' as they arrive; what it
 * knows of config and summary is what this thread has written.
 */
export class AttachedRun implements Disposable {
  readonly id: string;
  readonly config: Config;
  readonly summary: Summary;
  readonly #channel: BroadcastChannel;
  readonly #name = randomId(8);
  readonly #rows: RowWriter;
  readonly #answers = new Map<number, { resolve(): void; reject(error: Error): void }>();
  #nextAsk = 1;

  /** @internal */
  constructor({ runId, channel, config }: RunHandle) {
    this.id = runId;
    this.#channel = openChannel<Said | Answered>(channel, (said) => this.#hear(said));
    this.#rows = new RowWriter(
      (text) => this.#say({ kind: 'key', text }),
      (media) => this.#say({ kind: 'media', media }),
    );
    this.config = new Config(config, (set, remove) => this.#say({ kind: 'config', set, remove }));
    this.summary = new Summary(new MetricBook(), {}, (set, remove, isPinned) =>
      this.#say({ kind: 'summary', set, remove, isPinned }),
    );
  }

  /**
   * Logs one row: the next one, or that of a step as with `Run.log`. Errors: UsageError for values that cannot be logged.
   */
  log(data: Readonly<Record<string, unknown>>, options: { readonly step?: number } = {}): void {
    const text = this.#rows.row(0, systemClock.now(), data);
    this.summary.take(data, 0);
    this.#say({ kind: 'row', text, ...(options.step === undefined ? {} : { step: options.step }) });
  }

  /** As `Run.defineMetric`. */
  defineMetric(name: string, options: MetricOptions = {}): void {
    checkMetric(name, options);
    this.#say({ kind: 'metric', name, options });
  }

  /** As `Run.alert`. */
  alert(
    title: string,
    text: string,
    options: { readonly level?: 'INFO' | 'WARN' | 'ERROR'; readonly wait?: number } = {},
  ): void {
    this.#say({ kind: 'alert', title, text, options });
  }

  /** Resolves when everything that this thread has logged is safe on the disk, or stored by the host. As `Run.flush`. */
  async flush(options: Wait & { readonly until?: 'local' | 'host' } = {}): Promise<void> {
    const ask = this.#nextAsk++;
    const answered = new Promise<void>((resolve, reject) => this.#answers.set(ask, { resolve, reject }));
    this.#channel.ref();
    try {
      this.#say({ kind: 'flush', ask, until: options.until ?? 'local' });
      await within(answered, options, systemClock);
    } finally {
      this.#answers.delete(ask);
      if (this.#answers.size === 0) this.#channel.unref();
    }
  }

  /** Takes this thread off the run, which goes on. */
  [Symbol.dispose](): void {
    this.#channel.close();
  }

  #say(said: DistributiveOmit<Said, 'from'>): void {
    this.#channel.postMessage({ ...said, from: this.#name });
  }

  #hear(heard: Said | Answered): void {
    if (!('to' in heard) || heard.to !== this.#name) return;
    const answer = this.#answers.get(heard.ask);
    if (heard.error === undefined) answer?.resolve();
    else answer?.reject(new SdkError('recorder', heard.error));
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Makes a run of another thread's handle; what it logs is recorded by that thread's run, as long as that goes on. */
export function attach(handle: RunHandle): AttachedRun {
  return new AttachedRun(handle);
}
