import { join } from 'node:path';
import type { BroadcastChannel } from 'node:worker_threads';
import { type LoggedArtifact, RunHost } from '#sdk/api';
import { type Artifact, draftOf } from '#sdk/artifacts';
import { type HostPlace, locateHost, randomId, systemClock, UsageError, type Wait, within } from '#sdk/base';
import { checkMetric, MetricBook, type MetricOptions } from '#sdk/metrics';
import { openChannel } from './channel.ts';
import { Charts } from './charts.ts';
import { Config } from './config.ts';
import { filesToSave } from './glob.ts';
import type { LogArtifactOptions, SaveFileOptions } from './parts.ts';
import { RowWriter } from './row.ts';
import { type Answered, type Asked, errorOf, type Said, type Told } from './said.ts';
import { Summary } from './summary.ts';

/** A run that can be posted to another thread of the process; `attach` takes it there. */
export interface RunHandle {
  readonly runId: string;
  /** Name of the channel that the run's own thread listens to. */
  readonly channel: string;
  /** Folder of the run on this machine. */
  readonly dir: string;
  /** As it was when the handle was made. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What the run was told of its host; none for a run that does not talk to one. */
  readonly host: Partial<HostPlace> | undefined;
}

/**
 * A run that another thread of the process records. Its rows take their place among the others' as they arrive; what it
 * knows of config and summary is what this thread has written.
 */
export class AttachedRun implements Disposable {
  readonly id: string;
  /** Folder of the run on this machine. */
  readonly dir: string;
  readonly config: Config;
  readonly summary: Summary;
  readonly #channel: BroadcastChannel;
  readonly #host: RunHost | undefined;
  readonly #name = randomId(8);
  readonly #rows: RowWriter;
  readonly #charts: Charts;
  readonly #answers = new Map<number, { resolve(value: string | undefined): void; reject(error: Error): void }>();
  #nextAsk = 1;
  #isOver = false;

  /** @internal */
  constructor({ runId, channel, dir, config, host }: RunHandle) {
    this.id = runId;
    this.dir = dir;
    this.#channel = openChannel<Said | Answered>(channel, (said) => this.#hear(said));
    this.#host = host === undefined ? undefined : new RunHost(() => locateHost(host, process.env));
    this.#rows = new RowWriter(
      (text) => this.#say({ kind: 'key', text }),
      (media) => this.#say({ kind: 'media', media }),
    );
    this.#charts = new Charts((set, remove) => this.#say({ kind: 'config', set, remove }));
    this.config = new Config(config, (set, remove) => this.#say({ kind: 'config', set, remove }));
    this.summary = new Summary(new MetricBook(), {}, (set, remove, isPinned, arrays) =>
      this.#say({ kind: 'summary', set, remove, isPinned, arrays }),
    );
  }

  /**
   * Logs one row: the next one, or that of a step as with `Run.log`. Errors: UsageError for values that cannot be logged,
   * and once this thread has heard that the run is over.
   */
  log(data: Readonly<Record<string, unknown>>, options: { readonly step?: number } = {}): void {
    this.#ensureRunning('log');
    const values = this.#charts.without(data);
    const text = this.#rows.row(0, systemClock.now(), values);
    this.summary.take(values, 0);
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

  /** As `Run.saveFile`; paths are those of this thread. */
  async saveFile(pathOrGlob: string, options: SaveFileOptions = {}): Promise<string[]> {
    const { files, policy } = filesToSave(pathOrGlob, options);
    if (files.length > 0) await this.#ask({ kind: 'files', files, policy });
    return files.map(({ name }) => join(this.dir, 'files', ...name.split('/')));
  }

  /** As `Run.logArtifact`. */
  logArtifact(artifact: Artifact, options: LogArtifactOptions = {}): Promise<LoggedArtifact> {
    const { aliases = [], signal } = options;
    const logged = this.#version('logArtifact', { kind: 'artifact', draft: draftOf(artifact), aliases }, { signal });
    // A thread that does not wait for the host is not ended by a host that is not there.
    logged.catch(() => undefined);
    return logged;
  }

  /** As `Run.useArtifact`. */
  useArtifact(name: string, options: Wait & { readonly type?: string } = {}): Promise<LoggedArtifact> {
    return this.#version('useArtifact', { kind: 'use', name, type: options.type }, options);
  }

  /** Resolves when everything that this thread has logged is safe on the disk, or stored by the host. As `Run.flush`. */
  async flush(options: Wait & { readonly until?: 'local' | 'host' } = {}): Promise<void> {
    await this.#ask({ kind: 'flush', until: options.until ?? 'local' }, options);
  }

  /** Takes this thread off the run, which goes on. */
  [Symbol.dispose](): void {
    this.#channel.close();
    this.#end('this thread was taken off the run');
  }

  /** A version that the run's own thread has found or logged, by the host's id. */
  async #version(what: string, asked: Asked, wait: Wait): Promise<LoggedArtifact> {
    const id = await this.#ask(asked, wait);
    if (this.#host === undefined || id === undefined)
      throw new UsageError(`${what}.offline`, `${what}: this run does not talk to a host; what it logs is kept`);
    return this.#host.artifact(id, wait);
  }

  /** The answer of the run's own thread; this thread stays alive until then. */
  async #ask(what: Asked, wait: Wait = {}): Promise<string | undefined> {
    this.#ensureRunning(what.kind);
    const ask = this.#nextAsk++;
    const answered = new Promise<string | undefined>((resolve, reject) => this.#answers.set(ask, { resolve, reject }));
    this.#channel.ref();
    try {
      this.#say({ kind: 'ask', ask, what });
      return await within(answered, wait, systemClock);
    } finally {
      this.#answers.delete(ask);
      if (this.#answers.size === 0) this.#channel.unref();
    }
  }

  #say(said: Told | Omit<Extract<Said, { readonly kind: 'ask' }>, 'from'>): void {
    this.#channel.postMessage({ ...said, from: this.#name });
  }

  #hear(heard: Said | Answered): void {
    if (!('to' in heard) || heard.to !== this.#name) return;
    if ('isOver' in heard) return this.#end(`the run ${this.id} is over`);
    const answer = this.#answers.get(heard.ask);
    if (heard.error === undefined) answer?.resolve(heard.value);
    else answer?.reject(errorOf(heard.error));
  }

  #end(reason: string): void {
    this.#isOver = true;
    for (const { reject } of this.#answers.values()) reject(new UsageError('run.over', reason));
  }

  #ensureRunning(what: string): void {
    if (this.#isOver) throw new UsageError('run.over', `${what}: the run ${this.id} is over`);
  }
}

/** Makes a run of another thread's handle; what it logs is recorded by that thread's run, as long as that goes on. */
export function attach(handle: RunHandle): AttachedRun {
  return new AttachedRun(handle);
}
