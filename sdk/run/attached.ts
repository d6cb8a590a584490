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
import { Moments } from './moments.ts';
import { OpenRow } from './open-row.ts';
import type { AlertOptions, ConsoleText, LogArtifactOptions, SaveFileOptions, SystemSampleOptions } from './parts.ts';
import { RowWriter } from './row.ts';
import { type Answered, type Asked, errorOf, type Said, type Told } from './said.ts';
import { Summary } from './summary.ts';
import { systemValues } from './system-values.ts';
import { Watches, type WatchOptions, type WatchSource } from './watch.ts';

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
  /** When a run that is carried over began, milliseconds since 1970. */
  readonly startedAt: number | undefined;
}

export interface AttachedLogOptions {
  /** Which step the values belong to; the next one unless given. */
  readonly step?: number;
  /**
   * Writes the row, also where `step` is given: other threads log too, and what is left open takes its place late. False
   * keeps it open in this thread until it logs the rest, names another step, or is taken off the run.
   */
  readonly commit?: boolean;
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
  readonly #open: OpenRow;
  readonly #watches = new Watches((message) => this.#say({ kind: 'warning', code: 'watch.source', message }));
  readonly #moments: Moments;
  #step: number | undefined;
  readonly #answers = new Map<number, { resolve(value: string | undefined): void; reject(error: Error): void }>();
  #nextAsk = 1;
  #isOver = false;

  /** @internal */
  constructor({ runId, channel, dir, config, host, startedAt }: RunHandle) {
    this.id = runId;
    this.dir = dir;
    this.#channel = openChannel<Said | Answered>(channel, (said) => this.#hear(said));
    this.#host = host === undefined ? undefined : new RunHost(() => locateHost(host, process.env));
    this.#rows = new RowWriter(
      (text) => this.#say({ kind: 'key', text }),
      (media) => this.#say({ kind: 'media', media }),
    );
    this.#moments = new Moments(systemClock, startedAt);
    const charts = new Charts((set, remove) => this.#say({ kind: 'config', set, remove }));
    this.#open = new OpenRow(this.#rows, charts, this.#watches);
    this.config = new Config(config, (set, remove) => this.#say({ kind: 'config', set, remove }));
    this.summary = new Summary(new MetricBook(), {}, (set, remove, isPinned, arrays) =>
      this.#say({ kind: 'summary', set, remove, isPinned, arrays }),
    );
  }

  /**
   * Logs one row, or adds to the one that is open in this thread. Errors: UsageError for values that cannot be logged, and
   * once this thread has heard that the run is over.
   */
  log(data: Readonly<Record<string, unknown>>, { step, commit = true }: AttachedLogOptions = {}): void {
    this.#ensureRunning('log');
    if (step !== undefined && step !== this.#step) this.#endRow();
    const row = this.#open.add(data, commit);
    this.#step = step ?? this.#step;
    if (row !== undefined) this.#write(row);
  }

  /** As `Run.watch`; counts the rows of this thread. */
  watch(source: WatchSource, options: WatchOptions = {}): Disposable {
    this.#ensureRunning('watch');
    return this.#watches.add(source, options);
  }

  /** As `Run.writeConsole`. What threads print otherwise reaches the run through the process. */
  writeConsole(text: string, { at, stream = 'stdout' }: ConsoleText = {}): void {
    this.#say({ kind: 'output', stream, text, at: this.#moments.of(at, 'writeConsole') });
  }

  /** As `Run.logSystem`. */
  logSystem(sample: Readonly<Record<string, number>>, { at }: SystemSampleOptions = {}): void {
    this.#say({ kind: 'system', values: systemValues(sample), at: this.#moments.of(at, 'logSystem') });
  }

  /** As `Run.defineMetric`. */
  defineMetric(name: string, options: MetricOptions = {}): void {
    checkMetric(name, options);
    this.#say({ kind: 'metric', name, options });
  }

  /** As `Run.alert`. */
  alert(title: string, text: string, options: AlertOptions = {}): void {
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

  /** Takes this thread off the run, which goes on. A row that is open is written. */
  [Symbol.dispose](): void {
    if (!this.#isOver) this.#endRow();
    this.#channel.close();
    this.#end('this thread was taken off the run');
  }

  #endRow(): void {
    const row = this.#open.end();
    if (row !== undefined) this.#write(row);
  }

  #write(row: Readonly<Record<string, unknown>>): void {
    const text = this.#rows.row(0, this.#moments.ofRow(row), row);
    this.summary.take(row, 0);
    this.#say({ kind: 'row', text, ...(this.#step === undefined ? {} : { step: this.#step }) });
    this.#step = undefined;
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
