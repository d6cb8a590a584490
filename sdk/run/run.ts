import { join } from 'node:path';
import type { LoggedArtifact, RunHost } from '#sdk/api';
import { type Artifact, type Draft, draftOf } from '#sdk/artifacts';
import { randomId, UsageError, type Wait, within } from '#sdk/base';
import { checkMetric, MetricBook, type MetricOptions } from '#sdk/metrics';
import { sizeOf } from '#sdk/media';
import type { FinishResult, Notice, RecorderLink, Registered } from '#sdk/worker';
import { Charts } from './charts.ts';
import { Config } from './config.ts';
import { type RunEvents, RunEmitter } from './events.ts';
import type { RunHandle } from './attached.ts';
import { Desk, type DeskRun } from './desk.ts';
import { filesToSave, type FoundFile } from './glob.ts';
import { stayInterruptible } from './exit.ts';
import { tagsOf } from './options.ts';
import { type LoggedMedia, mergeRow, RowWriter, snapshot } from './row.ts';
import type {
  FinishOptions,
  FinishReport,
  LogArtifactOptions,
  LogOptions,
  RunParts,
  SaveFileOptions,
} from './parts.ts';
import type { Asked, FilePolicy, Told } from './said.ts';
import { Summary } from './summary.ts';
import { Versions } from './versions.ts';
import { Watches, type WatchOptions, type WatchSource } from './watch.ts';

/** One run that is being recorded. Nothing of it waits but what returns a promise. */
export class Run implements AsyncDisposable {
  readonly id: string;
  /** Folder of the run on this machine. */
  readonly dir: string;
  /** True when an earlier run with this id is gone on with. */
  readonly resumed: boolean;
  readonly startingStep: number;
  readonly config: Config;
  readonly summary: Summary;
  readonly #parts: RunParts;
  readonly #link: RecorderLink | undefined;
  readonly #book = new MetricBook();
  readonly #rows: RowWriter;
  readonly #events: RunEmitter;
  readonly #versions: Versions;
  readonly #watches = new Watches((message) => this.#events.warn({ code: 'watch.source', message }));
  #step: number;
  #open: Record<string, unknown> | undefined;
  #state: 'running' | 'finishing' | 'finished' | 'failed' = 'running';
  #registered: Registered | undefined;
  #name: string | undefined;
  #notes: string | undefined;
  #tags: readonly string[];
  readonly #charts = new Charts((set, remove) => this.#link?.command({ kind: 'config', set, remove }));
  #hasRoom = true;
  #desk: Desk | undefined;
  #finishing: Promise<FinishReport> | undefined;

  /** @internal */
  constructor(parts: RunParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.dir = parts.dir;
    this.resumed = parts.isResumed;
    this.startingStep = parts.startingStep;
    this.#step = parts.startingStep;
    this.#name = parts.name;
    this.#notes = parts.notes;
    this.#tags = parts.tags;
    this.#link = parts.link;
    this.#events = new RunEmitter();
    this.#versions = new Versions(parts.clock, (code, message) => this.#events.warn({ code, message }));
    this.#rows = new RowWriter(
      (text) => this.#link?.text(text),
      (logged) => this.#sendMedia(logged),
    );
    this.config = new Config(parts.config, (set, remove) => {
      this.#ensureRunning('config');
      this.#link?.command({ kind: 'config', set, remove });
    });
    this.summary = new Summary(this.#book, parts.summary, (set, remove, isPinned, arrays) => {
      this.#ensureRunning('summary');
      this.#sendSummary({ set, remove, isPinned, arrays });
    });
  }

  /** `entity/project/id`; without the entity until a host has told it. */
  get path(): string {
    const entity = this.#registered?.entity ?? this.#parts.entity;
    const project = this.#registered?.project ?? this.#parts.project;
    return [...(entity === undefined ? [] : [entity]), project, this.id].join('/');
  }

  /** Address of the run's page; undefined until a host has the run. */
  get url(): string | undefined {
    const run = this.#registered;
    if (run === undefined) return undefined;
    return `${run.baseUrl}/${[run.entity, run.project].map(encodeURIComponent).join('/')}/runs/${encodeURIComponent(this.id)}`;
  }

  /** Step of the next row. */
  get step(): number {
    return this.#step;
  }

  get state(): 'running' | 'finishing' | 'finished' | 'failed' {
    return this.#state;
  }

  /** Name for people; the id until there is one. */
  get name(): string {
    return this.#name ?? this.#registered?.displayName ?? this.id;
  }

  set name(displayName: string) {
    this.#name = displayName;
    this.#link?.command({ kind: 'fields', fields: { displayName } });
  }

  get notes(): string {
    return this.#notes ?? '';
  }

  set notes(notes: string) {
    this.#notes = notes;
    this.#link?.command({ kind: 'fields', fields: { notes } });
  }

  get tags(): readonly string[] {
    return this.#tags;
  }

  set tags(tags: readonly string[]) {
    this.#tags = tagsOf(tags);
    this.#link?.command({ kind: 'fields', fields: { tags: this.#tags } });
  }

  /**
   * Logs one row, or adds to the open one. Returns false when more is logged than the disk takes: to wait for `drain`
   * is polite then, never needed. A step that is over is dropped with a warning, and a `_timestamp` (seconds since 1970)
   * among the values dates the row, as in Python.
   * Errors: UsageError after `finish`, and for values that cannot be logged; nothing is logged then.
   */
  log(data: Readonly<Record<string, unknown>>, options?: LogOptions): boolean {
    if (this.#state !== 'running') this.#ensureRunning('log');
    if (typeof data !== 'object' || data === null) throw new UsageError('log.data', 'log takes an object');
    let commit = true;
    if (options !== undefined) {
      if (options.step !== undefined && !this.#goTo(options.step)) return this.#hasRoom;
      commit = options.commit ?? options.step === undefined;
    }
    const values = this.#charts.without(data);
    if (!commit || this.#open !== undefined) {
      // Written in any case, so that a value that cannot be logged is refused before it is kept.
      this.#rows.check(values);
      this.#open ??= {};
      mergeRow(this.#open, snapshot(values) as Record<string, unknown>);
      return commit ? this.#commit(this.#open) : this.#hasRoom;
    }
    return this.#commit(values);
  }

  /** A copy of the values that are gathered for the open row. */
  currentRow(): Readonly<Record<string, unknown>> {
    return snapshot(this.#open ?? {}) as Record<string, unknown>;
  }

  /** Says what a metric, or all that fit a pattern with `*` at its end, mean. Errors: UsageError. */
  defineMetric(name: string, options: MetricOptions = {}): void {
    this.#ensureRunning('defineMetric');
    checkMetric(name, options);
    this.#book.define(name, options);
    this.#link?.command({ kind: 'metric', name, options });
  }

  /**
   * Adds histograms of named arrays to every n-th row, as `wandb.watch(model)` does; disposing of the answer ends it. A
   * source that throws is left alone from then on, with a warning. Errors: UsageError.
   */
  watch(source: WatchSource, options: WatchOptions = {}): Disposable {
    this.#ensureRunning('watch');
    return this.#watches.add(source, options);
  }

  /**
   * Something that can be posted to another thread of this process, where `attach` makes a run of it. The rows of all
   * threads take their places in the order in which they arrive here; `summary` here does not show what others log.
   */
  handle(): RunHandle {
    this.#ensureRunning('handle');
    this.#desk ??= new Desk(`taffrail ${this.id} ${randomId(8)}`, {
      rows: this.#rows,
      row: (parts, step) => this.#takeRow(parts, step),
      media: (media) => this.#sendMedia(media),
      take: (said) => this.#takeSaid(said),
      answer: (asked) => this.#answer(asked),
    });
    const { dir, place: host } = this.#parts;
    return { runId: this.id, channel: this.#desk.name, dir, config: this.config.toJSON(), host };
  }

  /** A message that the host shows. One title is not told again within `wait` seconds (60 unless given). */
  alert(
    title: string,
    text: string,
    options: { readonly level?: 'INFO' | 'WARN' | 'ERROR'; readonly wait?: number } = {},
  ): void {
    this.#ensureRunning('alert');
    const { level = 'INFO', wait = 60 } = options;
    this.#link?.command({ kind: 'alert', title, text, level, waitMs: wait * 1000 });
  }

  /**
   * Keeps files of the script with the run: all that the path or the pattern means, as copies, so that the originals may
   * change. `now` sends them, `live` again whenever they change, `end` as they are when the run ends. Their names are
   * those below `base`. Resolves to the paths of the copies. Errors: UsageError; those of the file system.
   */
  async saveFile(pathOrGlob: string, options: SaveFileOptions = {}): Promise<string[]> {
    this.#ensureRunning('saveFile');
    const { files, policy } = filesToSave(pathOrGlob, options);
    await this.#keepFiles(files, policy);
    return files.map(({ name }) => join(this.dir, 'files', ...name.split('/')));
  }

  /**
   * Logs a version of an artifact. Its files are copied into the run's folder, and it is safe in the journal before the
   * promise goes on; it resolves when the host has it. Nobody needs to wait: the version is delivered in any case.
   * Errors: UsageError for a file that cannot be read, and for a run that does not talk to a host; ConnectionError when
   * the host refuses the version, or the run ends before the host has it (it is delivered later then).
   */
  logArtifact(artifact: Artifact, options: LogArtifactOptions = {}): Promise<LoggedArtifact> {
    this.#ensureRunning('logArtifact');
    const logged = this.#logVersion(draftOf(artifact), options);
    // A script that does not wait for the host is not ended by a host that is not there.
    logged.catch(() => undefined);
    return logged;
  }

  /**
   * A version of an artifact, `name:alias` of the run's project or `entity/project/name:alias`, with a note that this
   * run reads it. Waits for the host. Errors: NotFoundError; ConnectionError; UsageError when it is of another type.
   */
  async useArtifact(name: string, options: Wait & { readonly type?: string } = {}): Promise<LoggedArtifact> {
    this.#ensureRunning('useArtifact');
    const host = this.#hostFor('useArtifact');
    await this.flush({ ...options, until: 'host' });
    const { entity, project } = this.#registered ?? { entity: this.#parts.entity ?? '', project: this.#parts.project };
    return host.use({ entity, project, name: this.id }, name, options);
  }

  /** Resolves when `log` would return true. */
  async drain(wait: Wait = {}): Promise<void> {
    const link = this.#link;
    if (link === undefined || link.hasRoom) return;
    await within(this.#ask(link, 'local'), wait, this.#parts.clock);
    this.#hasRoom = link.hasRoom;
  }

  /**
   * Resolves when everything logged so far is safe on the disk (`local`), or stored by the host.
   * Errors: the wait's; SdkError when the host refuses the run, or the run is offline.
   */
  async flush(options: Wait & { readonly until?: 'local' | 'host' } = {}): Promise<void> {
    if (this.#link === undefined) return;
    await within(this.#ask(this.#link, options.until ?? 'local'), options, this.#parts.clock);
  }

  /**
   * Writes the open row and the summary and ends the run. What the host does not have by then is delivered later.
   * Called again, it gives the first call's report. Errors: the wait's; the run ends all the same.
   */
  async finish(options: FinishOptions = {}): Promise<FinishReport> {
    this.#finishing ??= this.#finish(options);
    return within(this.#finishing, options, this.#parts.clock);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.finish();
  }

  on<K extends keyof RunEvents>(event: K, listener: (value: RunEvents[K]) => void): this {
    this.#events.on(event, listener);
    return this;
  }

  off<K extends keyof RunEvents>(event: K, listener: (value: RunEvents[K]) => void): this {
    this.#events.off(event, listener);
    return this;
  }

  /** @internal The recording thread told something. */
  hear(notice: Exclude<Notice, { readonly kind: 'ready' | 'failed' | 'answer' }>): void {
    switch (notice.kind) {
      case 'registered':
        this.#registered = notice.run;
        return this.#events.emit('registered', { url: this.url ?? '' });
      case 'synced':
        this.#versions.hostIsBack();
        return this.#events.emit('synced', { records: notice.records, pending: notice.pending });
      case 'warning':
        if (notice.code === 'host.absent') this.#versions.hostIsAway();
        return this.#events.warn({ code: notice.code, message: notice.message });
      case 'stop':
        return this.#events.emit('stop', undefined);
      case 'artifact':
        return this.#versions.hear(notice);
      case 'delivered':
        if (this.#state === 'finished' || this.#state === 'failed') void this.#link?.close();
        return;
    }
  }

  /** @internal What the process printed. */
  print(stream: 'stdout' | 'stderr', text: string): void {
    this.#link?.command({ kind: 'output', stream, text, at: this.#parts.clock.now() }, text.length);
  }

  /** @internal The process ends without waiting; at most `ms` are spent. */
  exit(exitCode: number, ms: number): void {
    if (this.#state !== 'running') return;
    this.#endRow();
    this.#state = exitCode === 0 ? 'finished' : 'failed';
    this.#link?.exit(exitCode, ms);
    this.#parts.onEnd(exitCode);
  }

  /** Lets what other threads have said arrive; from then on they hear that the run is over. */
  async #endDesk(): Promise<void> {
    if (this.#desk === undefined) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#desk.end();
  }

  async #finish({ exitCode = Number(process.exitCode ?? 0), wait }: FinishOptions): Promise<FinishReport> {
    await this.#endDesk();
    this.#endRow();
    this.#state = 'finishing';
    const waitMs = wait === undefined ? undefined : wait * 1000;
    let result: FinishResult | undefined;
    try {
      result = await this.#link?.ask((id) => ({ kind: 'finish', id, exitCode, waitMs }));
    } finally {
      this.#state = exitCode === 0 ? 'finished' : 'failed';
      this.#parts.onEnd(exitCode);
    }
    if (result?.isDelivered !== true) this.#versions.giveUp();
    // What is not delivered goes on in the background while the process lives.
    if (result?.isDelivered !== false) await this.#link?.close();
    return {
      records: result?.records ?? 0,
      delivered: result?.isDelivered === true ? 'host' : 'journal',
      pending: result?.pendingBytes ?? 0,
      url: this.url,
      dir: this.dir,
    };
  }

  async #logVersion(draft: Draft, { aliases, signal }: LogArtifactOptions): Promise<LoggedArtifact> {
    const artifactId = await this.#logDraft(draft, aliases, signal);
    return this.#hostFor('logArtifact').artifact(artifactId, { signal });
  }

  /** The host's id of the version. */
  async #logDraft(draft: Draft, aliases: readonly string[] = [], signal?: AbortSignal): Promise<string> {
    const clientId = randomId(128);
    const told = this.#versions.expect(clientId);
    await this.#link?.ask((id) => ({ kind: 'artifact', id, clientId, draft, aliases }));
    this.#hostFor('logArtifact');
    return this.#versions.wait(told, () => this.#link?.hold(), signal);
  }

  async #keepFiles(files: readonly FoundFile[], policy: FilePolicy): Promise<void> {
    if (files.length > 0) await this.#link?.ask((id) => ({ kind: 'files', id, files, policy }));
  }

  /** What an attached thread waits for. */
  async #answer(asked: Asked): Promise<string | undefined> {
    switch (asked.kind) {
      case 'flush':
        await this.flush({ until: asked.until });
        return undefined;
      case 'files':
        await this.#keepFiles(asked.files, asked.policy);
        return undefined;
      case 'artifact':
        return this.#logDraft(asked.draft, asked.aliases);
      case 'use':
        return (await this.useArtifact(asked.name, asked.type === undefined ? {} : { type: asked.type })).storageId;
    }
  }

  #hostFor(what: string): RunHost {
    const { host } = this.#parts;
    if (host === undefined)
      throw new UsageError(`${what}.offline`, `${what}: this run does not talk to a host; what it logs is kept`);
    return host;
  }

  #sendMedia(logged: LoggedMedia): void {
    const bytes = logged.media.reduce((sum, one) => sum + sizeOf(one), 0);
    this.#link?.command({ kind: 'media', ...logged }, bytes);
  }

  #sendSummary({ set, remove, isPinned, arrays }: Omit<Extract<Told, { kind: 'summary' }>, 'kind'>): void {
    const bytes = arrays.reduce((sum, { values }) => sum + values.byteLength, 0);
    this.#link?.command({ kind: 'summary', set, remove, isPinned, arrays }, Math.max(bytes, 256));
  }

  /** A row of another thread, at its step or as the next one. */
  #takeRow([mark = '', , ...rest]: readonly string[], step: number | undefined): void {
    if (this.#state !== 'running') return;
    try {
      this.#endRow();
      if (step !== undefined && !this.#goTo(step)) return;
    } catch (error) {
      return this.#events.warn({ code: 'log.step', message: error instanceof Error ? error.message : String(error) });
    }
    this.#link?.text([mark, String(this.#step), ...rest].join('\n'));
    this.#step += 1;
  }

  #takeSaid(said: Parameters<DeskRun['take']>[0]): void {
    if (this.#state !== 'running') return;
    switch (said.kind) {
      case 'config':
        return void this.#link?.command({ kind: 'config', set: said.set, remove: said.remove });
      case 'summary':
        return this.#sendSummary(said);
      case 'metric':
        return this.defineMetric(said.name, said.options);
      case 'alert':
        return this.alert(said.title, said.text, said.options);
    }
  }

  #endRow(): void {
    if (this.#open !== undefined) this.#commit(this.#open);
  }

  #commit(logged: Readonly<Record<string, unknown>>): boolean {
    const watched = this.#watches.due();
    const row = watched === undefined ? logged : { ...logged, ...watched };
    const text = this.#rows.row(this.#step, this.#parts.clock.now(), row);
    this.summary.take(row, this.#step);
    this.#open = undefined;
    this.#step += 1;
    stayInterruptible();
    if (this.#link !== undefined) this.#hasRoom = this.#link.text(text);
    return this.#hasRoom;
  }

  /** Makes `step` the current one; false when it is over and its values are dropped. */
  #goTo(step: number): boolean {
    if (!Number.isSafeInteger(step) || step < 0) throw new UsageError('log.step', `${step} is no step`);
    if (step === this.#step) return true;
    if (step > this.#step) {
      this.#endRow();
      this.#step = step;
      return true;
    }
    const message = `step ${step} is over (the current one is ${this.#step})`;
    const policy = this.#parts.outOfOrderStep;
    if (policy === 'throw') throw new UsageError('log.step', message);
    const isKept = policy === 'current';
    this.#events.warn({
      code: 'log.step',
      message: `${message}: its values ${isKept ? 'join the current one' : 'are dropped'}`,
      step,
    });
    return isKept;
  }

  async #ask(link: RecorderLink, until: 'local' | 'host'): Promise<void> {
    await link.ask((id) => ({ kind: 'flush', id, until }));
  }

  #ensureRunning(what: string): void {
    if (this.#state !== 'running') throw new UsageError('run.over', `${what}: the run ${this.id} is over`);
  }
}
