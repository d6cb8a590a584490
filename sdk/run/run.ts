import type { LoggedArtifact } from '#sdk/api';
import type { Artifact } from '#sdk/artifacts';
import { randomId, UsageError, type Wait, within } from '#sdk/base';
import { checkMetric, MetricBook, type MetricOptions } from '#sdk/metrics';
import { sizeOf } from '#sdk/media';
import type { FinishResult, Notice, RecorderLink, Registered } from '#sdk/worker';
import { Charts } from './charts.ts';
import { Config } from './config.ts';
import { type RunEvents, RunEmitter } from './events.ts';
import type { RunHandle } from './attached.ts';
import { Desk } from './desk.ts';
import { Kept } from './kept.ts';
import { OpenRow } from './open-row.ts';
import { tagsOf } from './options.ts';
import { type LoggedMedia, RowWriter } from './row.ts';
import { RowLog } from './row-log.ts';
import type {
  AlertOptions,
  ConsoleText,
  FinishOptions,
  FinishReport,
  LogArtifactOptions,
  LogOptions,
  RunParts,
  SaveFileOptions,
  SystemSampleOptions,
} from './parts.ts';
import type { SummaryChange } from './said.ts';
import { Summary } from './summary.ts';
import { type SystemValues, systemValues } from './system-values.ts';
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
  readonly #writer: RowWriter;
  readonly #rows: RowLog;
  readonly #events: RunEmitter;
  readonly #kept: Kept;
  readonly #watches = new Watches((message) => this.#events.warn({ code: 'watch.source', message }));
  readonly #open: OpenRow;
  #state: 'running' | 'finishing' | 'finished' | 'failed' = 'running';
  #registered: Registered | undefined;
  #name: string | undefined;
  #notes: string | undefined;
  #tags: readonly string[];
  #desk: Desk | undefined;
  #finishing: Promise<FinishReport> | undefined;

  /** @internal */
  constructor(parts: RunParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.dir = parts.dir;
    this.resumed = parts.isResumed;
    this.startingStep = parts.startingStep;
    this.#name = parts.name;
    this.#notes = parts.notes;
    this.#tags = parts.tags;
    this.#link = parts.link;
    this.#events = new RunEmitter(parts);
    this.#kept = new Kept(parts, (code, message) => this.#events.warn({ code, message }));
    this.#writer = new RowWriter(
      (text) => this.#link?.text(text),
      (logged) => this.#sendMedia(logged),
    );
    const charts = new Charts((set, remove) => this.#link?.command({ kind: 'config', set, remove }));
    this.#open = new OpenRow(this.#writer, charts, this.#watches);
    this.config = new Config(parts.config, (set, remove) => {
      this.#ensureRunning('config');
      this.#link?.command({ kind: 'config', set, remove });
    });
    this.summary = new Summary(this.#book, parts.summary, (set, remove, isPinned, arrays) => {
      this.#ensureRunning('summary');
      this.#sendSummary({ set, remove, isPinned, arrays });
    });
    this.#rows = new RowLog(parts, {
      open: this.#open,
      writer: this.#writer,
      summary: this.summary,
      warn: (warning) => this.#events.warn(warning),
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
    return this.#rows.step;
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
   * among the values dates the row, as in Python, and a `_runtime` (seconds since the run began) says how far it was.
   * Errors: UsageError after `finish`, and for values that cannot be logged; nothing is logged then.
   */
  log(data: Readonly<Record<string, unknown>>, options?: LogOptions): boolean {
    if (this.#state !== 'running') this.#ensureRunning('log');
    return this.#rows.log(data, options);
  }

  /** A copy of the values that are gathered for the open row. */
  currentRow(): Readonly<Record<string, unknown>> {
    return this.#open.copy();
  }

  /**
   * Adds to the run's console output what was printed elsewhere: by another program, or at another time. Of a run that is
   * carried over it is all there is. `text` is as it was printed, with line ends, colours and all. Errors: UsageError.
   */
  writeConsole(text: string, { at, stream = 'stdout' }: ConsoleText = {}): void {
    this.#ensureRunning('writeConsole');
    if (stream !== 'stdout' && stream !== 'stderr')
      throw new UsageError('writeConsole.stream', `stream: "${String(stream)}" is neither stdout nor stderr`);
    this.print(stream, text, this.#parts.moments.of(at, 'writeConsole'));
  }

  /**
   * Adds one sample of system metrics that the script has measured itself, or that was measured when a run that is carried
   * over went on: numbers by their names, `cpu` or `gpu.0.temp` as in `system.cpu` and `system.gpu.0.temp`, in the Python
   * client's units where it has such a name. Errors: UsageError for what is no number.
   */
  logSystem(sample: Readonly<Record<string, number>>, { at }: SystemSampleOptions = {}): void {
    this.#ensureRunning('logSystem');
    this.#sendSystem(systemValues(sample), this.#parts.moments.of(at, 'logSystem'));
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
      writer: this.#writer,
      kept: this.#kept,
      row: (parts, step) => this.#rows.take(parts, step),
      media: (media) => this.#sendMedia(media),
      config: (set, remove) => this.#link?.command({ kind: 'config', set, remove }),
      summary: (change) => this.#sendSummary(change),
      metric: (name, options) => this.defineMetric(name, options),
      alert: (title, text, options) => this.alert(title, text, options),
      output: (stream, text, at) => this.print(stream, text, at),
      system: (values, at) => this.#sendSystem(values, at),
      warn: (code, message) => this.#events.warn({ code, message }),
      flush: (until) => this.flush({ until }),
      use: async (name, type) => (await this.useArtifact(name, type === undefined ? {} : { type })).storageId,
    });
    const { dir, place: host } = this.#parts;
    const { startedAt } = this.#parts.moments;
    return { runId: this.id, channel: this.#desk.name, dir, config: this.config.toJSON(), host, startedAt };
  }

  /** A message that the host shows. One title is not told again within `wait` seconds (60 unless given). */
  alert(title: string, text: string, { level = 'INFO', wait = 60 }: AlertOptions = {}): void {
    this.#ensureRunning('alert');
    this.#link?.command({ kind: 'alert', title, text, level, waitMs: wait * 1000 });
  }

  /**
   * Keeps files of the script with the run: all that the path or the pattern means, as copies, so that the originals may
   * change. `now` sends them, `live` again whenever they change, `end` as they are when the run ends. Their names are
   * those below `base`. Resolves to the paths of the copies. Errors: UsageError; those of the file system.
   */
  async saveFile(pathOrGlob: string, options: SaveFileOptions = {}): Promise<string[]> {
    this.#ensureRunning('saveFile');
    return this.#kept.save(pathOrGlob, options);
  }

  /**
   * Logs a version of an artifact. Its files are copied into the run's folder, and it is safe in the journal before the
   * promise goes on; it resolves when the host has it. Nobody needs to wait: the version is delivered in any case.
   * Errors: UsageError for a file that cannot be read, and for a run that does not talk to a host; ConnectionError when
   * the host refuses the version, or the run ends before the host has it (it is delivered later then).
   */
  logArtifact(artifact: Artifact, options: LogArtifactOptions = {}): Promise<LoggedArtifact> {
    this.#ensureRunning('logArtifact');
    return this.#kept.log(artifact, options);
  }

  /**
   * A version of an artifact, `name:alias` of the run's project or `entity/project/name:alias`, with a note that this
   * run reads it. Waits for the host. Errors: NotFoundError; ConnectionError; UsageError when it is of another type.
   */
  async useArtifact(name: string, options: Wait & { readonly type?: string } = {}): Promise<LoggedArtifact> {
    this.#ensureRunning('useArtifact');
    const host = this.#kept.hostFor('useArtifact');
    await this.flush({ ...options, until: 'host' });
    const { entity, project } = this.#registered ?? { entity: this.#parts.entity ?? '', project: this.#parts.project };
    return host.use({ entity, project, name: this.id }, name, options);
  }

  /** Resolves when `log` would return true. */
  async drain(wait: Wait = {}): Promise<void> {
    const link = this.#link;
    if (link === undefined || link.hasRoom) return;
    await within(this.#ask(link, 'local'), wait, this.#parts.clock);
    this.#rows.hasDrained(link);
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
        return this.#events.registered(this.url ?? '');
      case 'synced':
        this.#kept.hear(notice);
        return this.#events.emit('synced', { records: notice.records, pending: notice.pending });
      case 'warning':
        this.#kept.hear(notice);
        return this.#events.warn({ code: notice.code, message: notice.message });
      case 'stop':
        return this.#events.emit('stop', undefined);
      case 'artifact':
        return this.#kept.hear(notice);
      case 'delivered':
        if (this.#state === 'finished' || this.#state === 'failed') void this.#link?.close();
        return;
    }
  }

  /** @internal What was printed; `at`: milliseconds since 1970, now unless given. */
  print(stream: 'stdout' | 'stderr', text: string, at = this.#parts.moments.latest): void {
    this.#parts.moments.take(at);
    this.#link?.command({ kind: 'output', stream, text, at }, text.length);
  }

  /** @internal The process ends without waiting; at most `ms` are spent. */
  exit(exitCode: number, ms: number): void {
    if (this.#state !== 'running') return;
    this.#rows.end();
    this.#state = exitCode === 0 ? 'finished' : 'failed';
    this.#link?.exit({ exitCode, endedAt: this.#parts.moments.latest }, ms);
    this.#parts.onEnd(exitCode);
  }

  /** Lets what other threads have said arrive; from then on they hear that the run is over. */
  async #endDesk(): Promise<void> {
    await this.#desk?.hearAll();
    this.#desk?.end();
  }

  async #finish({ exitCode = Number(process.exitCode ?? 0), wait }: FinishOptions): Promise<FinishReport> {
    await this.#endDesk();
    this.#rows.end();
    this.#state = 'finishing';
    const waitMs = wait === undefined ? undefined : wait * 1000;
    const endedAt = this.#parts.moments.latest;
    let result: FinishResult | undefined;
    try {
      result = await this.#link?.ask((id) => ({ kind: 'finish', id, exitCode, endedAt, waitMs }));
    } finally {
      this.#state = exitCode === 0 ? 'finished' : 'failed';
      this.#parts.onEnd(exitCode);
    }
    if (result?.isDelivered !== true) this.#kept.giveUp();
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

  #sendMedia(logged: LoggedMedia): void {
    const bytes = logged.media.reduce((sum, one) => sum + sizeOf(one), 0);
    this.#link?.command({ kind: 'media', ...logged }, bytes);
  }

  #sendSummary({ set, remove, isPinned, arrays }: SummaryChange): void {
    const bytes = arrays.reduce((sum, { values }) => sum + values.byteLength, 0);
    this.#link?.command({ kind: 'summary', set, remove, isPinned, arrays }, Math.max(bytes, 256));
  }

  #sendSystem(values: SystemValues, at: number): void {
    this.#parts.moments.take(at);
    this.#link?.command({ kind: 'system', values, at });
  }

  async #ask(link: RecorderLink, until: 'local' | 'host'): Promise<void> {
    await link.ask((id) => ({ kind: 'flush', id, until }));
  }

  #ensureRunning(what: string): void {
    if (this.#state !== 'running') throw new UsageError('run.over', `${what}: the run ${this.id} is over`);
  }
}
