import { utimes } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, UsageError } from '#sdk/base';
import { type LogAppender, protoTime } from '#sdk/journal';
import { type Delivery } from '#sdk/wire';
import { artifactRecord } from './artifact-files.ts';
import { SavedFiles } from './saved-files.ts';
import { SummaryArrays } from './summary-arrays.ts';
import { MediaFiles, tableArtifactName, type TableVersion } from './media-files.ts';
import { type Command, CONTROL, type FinishResult, type Notice, type RunEnd, type RunStart } from './messages.ts';
import { DEFAULT_PROJECT, type Opening } from './open.ts';
import { Recorder } from './recorder.ts';
import { Surroundings } from './surroundings.ts';

/** Records wait so long in memory, and so many bytes of them: what a killed process can lose. */
const FLUSH_MS = 10;
const FLUSH_BYTES = 256 * 1024;
/** Written records are on the disk itself after so long. */
const SYNC_MS = 1000;
/** How long the end of a run waits for its commit and code to be noted. */
const SETTLE_MS = 1000;
/** Files that are kept as they change are looked at so often. */
const LIVE_MS = 2000;
/** How long `finish` waits for a host that is there, unless it was told. */
const FINISH_MS = 10_000;

/** Takes the commands of one run and keeps its journal. Lives in the recording thread. */
export class Session {
  readonly #log: LogAppender;
  readonly #recorder: Recorder;
  readonly #media: MediaFiles;
  readonly #output: Opening['output'];
  readonly #delivery: Delivery | undefined;
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #clock: Clock;
  readonly #tell: (notice: Notice) => void;
  readonly #startedAt: number;
  readonly #surroundings: Surroundings;
  readonly #saved: SavedFiles;
  readonly #arrays: SummaryArrays;
  /** What is being done with files. */
  #work = Promise.resolve();
  #fields: Record<string, unknown>;
  #takenBytes = 0;
  #stopFlush: (() => void) | undefined;
  #isUnsynced = false;
  #isFailing = false;
  #isOver = false;

  constructor(parts: {
    readonly start: RunStart;
    readonly opening: Opening;
    readonly fields: Record<string, unknown>;
    readonly delivery: Delivery | undefined;
    readonly control: SharedArrayBuffer;
    readonly clock: Clock;
    readonly tell: (notice: Notice) => void;
    readonly isCodeSaved: () => Promise<boolean>;
  }) {
    const { start, opening, clock, isCodeSaved } = parts;
    this.#log = opening.log;
    this.#startedAt = opening.startedAt;
    this.#output = opening.output;
    this.#recorder = new Recorder(opening.log, opening.startedAt);
    this.#media = new MediaFiles(join(dirname(opening.log.path), 'files'), opening.log, this.#recorder);
    this.#fields = parts.fields;
    this.#delivery = parts.delivery;
    this.#control = new Int32Array(parts.control);
    this.#clock = clock;
    this.#tell = parts.tell;
    this.#saved = new SavedFiles(join(dirname(opening.log.path), 'files'));
    this.#arrays = new SummaryArrays(join(dirname(opening.log.path), 'files'));
    clock.every(SYNC_MS, () => void this.#sync());
    clock.every(SYNC_MS, () => this.#touch(start.claim));
    clock.every(LIVE_MS, () => this.#refresh());
    const changeFields = (fields: Readonly<Record<string, unknown>>): void => this.#changeFields(fields);
    const recorder = this.#recorder;
    this.#surroundings = new Surroundings({ start, log: opening.log, recorder, clock, changeFields, isCodeSaved });
    void this.#surroundings.settled.then(() => this.#flushSoon());
  }

  /** `size`: what the sender counts for it, in bytes. */
  take(command: Command, size: number): void {
    if (typeof command === 'string') this.#takeText(command);
    else this.#takeCommand(command);
    this.#takenBytes += size;
    if (this.#log.pendingBytes >= FLUSH_BYTES) this.flush();
    else this.#flushSoon();
  }

  #flushSoon(): void {
    this.#stopFlush ??= this.#clock.after(FLUSH_MS, () => this.flush());
  }

  /** Puts everything into the file and lets it be sent. */
  flush(): void {
    this.#stopFlush?.();
    this.#stopFlush = undefined;
    this.#recorder.endSummary();
    try {
      if (this.#log.pendingBytes > 0) this.#log.write();
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#warn('journal.write', `the journal cannot be written: ${messageOf(error)}`);
      this.#isFailing = true;
      this.#stopFlush = this.#clock.after(SYNC_MS, () => this.flush());
      return;
    }
    this.#isUnsynced = true;
    Atomics.add(this.#control, CONTROL.taken, this.#takenBytes | 0);
    Atomics.notify(this.#control, CONTROL.taken);
    this.#takenBytes = 0;
    this.#delivery?.poke();
  }

  #takeText(text: string): void {
    const parts = text.split('\n');
    if (parts[0] === 'R') {
      this.#media.fill(parts, 4);
      this.#recorder.row(Number(parts[1]), Number(parts[2]), parts, 3);
    } else this.#recorder.key(Number(parts[1]), JSON.parse(parts[2] ?? '[]') as string[]);
  }

  #takeCommand(command: Exclude<Command, string>): void {
    switch (command.kind) {
      case 'config':
        return this.#recorder.config(command.set, command.remove);
      case 'summary':
        return this.#takeSummary(command);
      case 'media':
        return this.#takeMedia(command);
      case 'metric':
        return this.#recorder.define(command.name, command.options);
      case 'output':
        this.#recorder.output(command.stream, command.text, command.at);
        return this.#output(command.text);
      case 'system':
        return this.#recorder.system(command.values, command.at);
      case 'alert':
        return this.#alert(command);
      case 'fields':
        return this.#changeFields(command.fields);
      case 'artifact':
        return this.#inTurn(() => this.#answer(command.id, () => this.#takeArtifact(command)));
      case 'files':
        return this.#inTurn(() => this.#answer(command.id, () => this.#takeFiles(command)));
      case 'flush':
        return void this.#answer(command.id, () => this.#reach(command.until));
      case 'finish':
        return void this.#answer(command.id, () => this.#finish(command, command.waitMs));
      case 'exit':
        return void this.#exit(command);
    }
  }

  #takeSummary({ set, remove, isPinned, arrays }: Extract<Command, { kind: 'summary' }>): void {
    const told = this.#arrays.take(arrays, [...remove, ...set.map(([path]) => path)]);
    this.#recorder.summary([...set, ...told], remove, isPinned);
  }

  #takeMedia(command: Extract<Command, { kind: 'media' }>): void {
    try {
      const table = this.#media.take(command);
      if (table !== undefined) this.#keepTable(table);
    } catch (error) {
      this.#warn('media.write', `${command.key} cannot be kept: ${messageOf(error)}`);
    }
  }

  #keepTable({ key, table, ...ids }: TableVersion): void {
    const { runId } = this.#fields as { runId: string };
    const entries = [{ path: key, media: table }];
    const draft = {
      name: tableArtifactName(runId, key),
      type: 'run_table',
      description: undefined,
      metadata: undefined,
    };
    this.#inTurn(async () => {
      try {
        await this.#takeArtifact({ ...ids, draft: { ...draft, entries }, aliases: [] });
      } catch (error) {
        this.#warn('media.write', `${key} is no artifact: ${messageOf(error)}`);
      }
    });
  }

  /** Work on files goes on beside the rows, in the order in which it was asked for; the end of the run waits for it. */
  #inTurn(work: () => Promise<void>): void {
    this.#work = this.#work.then(work);
  }

  async #takeArtifact(version: Parameters<typeof artifactRecord>[2]): Promise<undefined> {
    const {
      runId,
      entity,
      project = DEFAULT_PROJECT,
    } = this.#fields as { runId: string; entity?: string; project?: string };
    this.#log.add(await artifactRecord(dirname(this.#log.path), { runId, entity, project }, version));
    this.flush();
    return undefined;
  }

  /** Files that are kept as they change. */
  #refresh(): void {
    if (this.#isOver) return;
    const changed = [this.#saved.refresh(), this.#writeArrays('live')].filter((record) => record !== undefined);
    if (changed.length === 0) return;
    for (const record of changed) this.#log.add(record);
    this.flush();
  }

  #writeArrays(policy: 'live' | 'end'): Record<string, unknown> | undefined {
    try {
      return this.#arrays.write(policy);
    } catch (error) {
      this.#warn('summary.write', `arrays of the summary cannot be kept: ${messageOf(error)}`);
      return undefined;
    }
  }

  async #takeFiles({ files, policy }: Extract<Command, { kind: 'files' }>): Promise<undefined> {
    this.#log.add(await this.#saved.take(files, policy));
    this.flush();
    return undefined;
  }

  #alert({ title, text, level, waitMs }: Extract<Command, { kind: 'alert' }>): void {
    this.#log.add({ alert: { title, text, level, waitDurationMs: waitMs } });
  }

  #changeFields(fields: Readonly<Record<string, unknown>>): void {
    this.#fields = { ...this.#fields, ...fields };
    this.#log.add({ run: this.#fields });
  }

  async #reach(until: 'local' | 'host'): Promise<undefined> {
    this.flush();
    if (until === 'local') {
      await this.#sync();
      return undefined;
    }
    if (this.#delivery === undefined) throw new UsageError('flush.offline', 'an offline run is not sent to a host');
    await this.#delivery.reached(this.#log.position);
    if (this.#delivery.phase === 'refused') throw new UsageError('flush.refused', 'the host refuses this run');
    return undefined;
  }

  async #end({ exitCode, endedAt }: RunEnd): Promise<void> {
    await this.#work;
    if (this.#isOver) return;
    this.#isOver = true;
    this.#surroundings.end();
    for (const changed of [this.#saved.end(), this.#writeArrays('end')])
      if (changed !== undefined) this.#log.add(changed);
    const runtime = Math.max(0, Math.floor((endedAt - this.#startedAt) / 1000));
    this.#recorder.summary([[['_wandb', 'runtime'], String(runtime)]], [], false);
    this.#recorder.endSummary();
    this.#log.add({ exit: { ...(exitCode === 0 ? {} : { exitCode }), runtime } });
    this.flush();
  }

  async #finish(ending: RunEnd, waitMs: number | undefined): Promise<FinishResult> {
    await this.#atMost(this.#surroundings.settled, SETTLE_MS);
    await this.#end(ending);
    await this.#sync();
    const delivery = this.#delivery;
    if (delivery !== undefined) {
      const ms = waitMs ?? (delivery.phase === 'absent' ? 0 : FINISH_MS);
      // A short script ends before anybody could say that there is no host.
      await this.#atMost(delivery.reached(this.#log.position, waitMs === undefined), ms);
    }
    const isDelivered = delivery?.phase === 'done';
    const pendingBytes = isDelivered ? 0 : this.#log.position - (delivery?.position ?? 0);
    return { records: this.#log.recordCount, isDelivered, pendingBytes };
  }

  /** The process ends while its own thread waits for the counter. */
  async #exit(ending: RunEnd): Promise<void> {
    await this.#end(ending);
    this.#signal(1);
    if (this.#delivery === undefined || this.#delivery.phase === 'absent') return this.#signal(2);
    await this.#delivery.reached(this.#log.position);
    this.#signal(2);
  }

  #signal(value: number): void {
    Atomics.store(this.#control, CONTROL.exited, value);
    Atomics.notify(this.#control, CONTROL.exited);
  }

  /** Shows other processes that this one still records the run. */
  #touch(claim: string): void {
    const now = this.#clock.now() / 1000;
    if (!this.#isOver) utimes(claim, now, now, () => undefined);
  }

  async #sync(): Promise<void> {
    if (!this.#isUnsynced) return;
    this.#isUnsynced = false;
    try {
      await this.#log.sync();
    } catch (error) {
      this.#warn('journal.sync', `the journal is not safe on the disk: ${messageOf(error)}`);
    }
  }

  async #atMost(promise: Promise<void>, ms: number): Promise<void> {
    if (ms <= 0) return;
    await new Promise<void>((resolve) => {
      const stop = this.#clock.after(ms, resolve);
      const end = (): void => {
        stop();
        resolve();
      };
      promise.then(end, end);
    });
  }

  async #answer(id: number, work: () => Promise<FinishResult | undefined>): Promise<void> {
    try {
      const value = await work();
      this.#tell({ kind: 'answer', id, value });
    } catch (error) {
      this.#tell({ kind: 'answer', id, error: messageOf(error) });
    }
  }

  #warn(code: string, message: string): void {
    this.#tell({ kind: 'warning', code, message });
  }
}

/** What a run record says besides its identity, for records of changes. */
export function fieldsOf(
  runId: string,
  start: { readonly [name: string]: unknown },
  startedAt: number,
): Record<string, unknown> {
  const { entity, project, displayName, notes, group, jobType, tags } = start;
  return { runId, entity, project, displayName, notes, group, jobType, tags, startTime: protoTime(startedAt) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
