import { type Clock, ConnectionError } from '#sdk/base';
import {
  type LogArtifact,
  type LogBatch,
  type LogHead,
  type LogRest,
  NO_SHIFT,
  openWandbLog,
  type OpenLog,
  type Shift,
} from '#sdk/journal';
import { isJsonObject, type JsonObject, parseExtended } from '#shared/wire';
import { ArtifactLane, type ArtifactOutcome } from './artifact-lane.ts';
import { ArtifactSender } from './artifact-sender.ts';
import { configWith, type EarlierPart, summaryWith } from './earlier.ts';
import { type HostLink, isPassing, retryMs } from './link.ts';
import { type RegisteredRun, type RunFields, sendAlert, upsertRun } from './operations.ts';
import { findResumePoint } from './resume.ts';
import { RunFileSender } from './run-files.ts';
import { deliveredUpTo, type DeliveryState, readDeliveryState, writeDeliveryState } from './state.ts';
import { partsOf, streamBody, type StreamParts } from './stream-body.ts';

/** What is said when a log names no project. Source: the Python client. */
const DEFAULT_PROJECT = 'uncategorized';
/** A post without data tells the host that the run lives. Source: protocol 4.2. */
const HEARTBEAT_MS = 30_000;
/** Config and names are collected for so long before they are sent again. */
const FIELDS_MS = 1000;

/** Told about a delivery while it goes on. */
export interface DeliveryEvents {
  onRegistered?(run: RegisteredRun): void;
  /** `position`: offset in the journal behind what the host has. */
  onSynced?(position: number): void;
  /** Somebody pressed Stop. */
  onStop?(): void;
  onTrouble?(error: ConnectionError): void;
  /** A version of an artifact is there, or cannot be. */
  onArtifact?(artifact: LogArtifact, outcome: ArtifactOutcome): void;
}

/** How far a delivery is. */
export type DeliveryPhase = 'waiting' | 'sending' | 'absent' | 'refused' | 'done';

export interface DeliveryOptions {
  readonly journal: string;
  readonly link: HostLink;
  readonly clock: Clock;
  readonly events?: DeliveryEvents;
  /** Least time between two posts of a run that goes on, milliseconds. */
  readonly intervalMs?: number;
  readonly isIgnored?: (name: string) => boolean;
  /** The end of the file is the end: a log without an exit record is closed with exit code 1, as the client's sync does. */
  readonly isWhole?: boolean;
}

/**
 * Brings a journal to a host: reads it as it grows, sends its rows, documents and files in order, versions of artifacts in
 * theirs beside them, and tries again for as long as nobody answers. The run ends once all of it is there. Sending twice
 * changes nothing: every line has its place.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #files: RunFileSender;
  readonly #artifacts: ArtifactLane;
  readonly #abort = new AbortController();
  #phase: DeliveryPhase = 'waiting';
  #log: OpenLog | undefined;
  #run: RegisteredRun | undefined;
  #state: DeliveryState | undefined;
  #before: EarlierPart | undefined;
  /** What of the current piece is still to be sent, in order. */
  #todo: (() => Promise<void>)[] = [];
  #fields: string | undefined;
  #fieldsAt = Number.NEGATIVE_INFINITY;
  #summary: string | undefined;
  #uploaded: string[] = [];
  #wake: (() => void) | undefined;
  #isPoked = false;
  #isStopTold = false;
  #isPreemptingTold = false;
  #isAtEnd = false;
  /** Offset in the journal behind the pieces that were read and dealt with. */
  #readUpTo = 0;
  /** How far an earlier delivery of this journal was. */
  #knownUpTo = 0;
  #postedAt = Number.NEGATIVE_INFINITY;
  #waiters: (() => void)[] = [];

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const sender = new ArtifactSender(options.link, options.journal);
    this.#artifacts = new ArtifactLane({
      clock: options.clock,
      signal: this.#abort.signal,
      send: (artifact) => sender.send(artifact, this.#registered(), this.#signal),
      onOutcome: (artifact, outcome) => this.#dealtWith(artifact, outcome),
      onTrouble: (error) => options.events?.onTrouble?.(error),
    });
    this.#files = new RunFileSender(options.link, options.journal, options.isIgnored ?? (() => false));
  }

  get phase(): DeliveryPhase {
    return this.#phase;
  }

  /** Offset in the journal behind what the host has. */
  get position(): number {
    return this.#state === undefined ? 0 : deliveredUpTo(this.#state);
  }

  /** The journal has grown, or somebody wants it to be sent now. */
  poke(): void {
    this.#isPoked = true;
    this.#wake?.();
  }

  /** Ends the work; what is in the journal stays there. */
  stop(): void {
    this.#abort.abort();
    this.#wake?.();
  }

  /**
   * Resolves when the host has the journal up to `position`, or cannot have it (`phase` tells); with `orAlone` also when
   * there is none.
   */
  async reached(position: number, orAlone = false): Promise<void> {
    let isPoked = false;
    while (this.position < position && this.#phase !== 'done' && this.#phase !== 'refused') {
      if (orAlone && this.#phase === 'absent' && this.#run === undefined) return;
      const told = new Promise<void>((resolve) => this.#waiters.push(resolve));
      // Rows rest until somebody waits for them, so the waiter comes first.
      if (!isPoked) this.poke();
      isPoked = true;
      await told;
    }
  }

  /** Works until the run is over, the host refuses, or `stop`. Never rejects for what the host or the network does. */
  async run(): Promise<void> {
    let failures = 0;
    while (!this.#abort.signal.aborted) {
      try {
        const isIdle = await this.#step();
        failures = 0;
        if (this.#phase === 'done') break;
        this.#setPhase('sending');
        if (isIdle) await this.#pause(HEARTBEAT_MS, true);
      } catch (error) {
        if (this.#abort.signal.aborted) break;
        if (!(error instanceof ConnectionError)) throw error;
        this.#options.events?.onTrouble?.(error);
        if (!isPassing(error)) {
          this.#setPhase('refused');
          break;
        }
        this.#setPhase('absent');
        await this.#pause(retryMs(failures++), false);
      }
    }
    // A run that is refused has no use for its versions either.
    this.#abort.abort();
    await this.#artifacts.settled();
    this.#log?.close();
    this.#log = undefined;
    this.#tell();
  }

  /** One piece of the journal; true when there is nothing more for now. */
  async #step(): Promise<boolean> {
    if (this.#todo.length === 0) {
      this.#isPoked = false;
      const log = (this.#log ??= openWandbLog(this.#options.journal));
      if (this.#state === undefined) {
        const head = log.head();
        if (head === undefined) return true;
        await this.#register(head);
      }
      const batch = log.next(this.#state?.shift ?? NO_SHIFT);
      this.#todo = this.#jobs(batch);
    }
    let isOver = false;
    for (let job = this.#todo[0]; job !== undefined; job = this.#todo[0]) {
      await job();
      this.#todo.shift();
      isOver = this.#todo.length === 0;
    }
    return isOver && this.#isAtEnd;
  }

  #jobs(batch: LogBatch): (() => Promise<void>)[] {
    const { rest } = batch;
    this.#isAtEnd = rest !== undefined;
    const jobs: (() => Promise<void>)[] = [];
    const { position = 0, artifactsFrom = position } = this.#state ?? {};
    // What an earlier delivery of this journal has sent whole is only read, for the documents that it builds up.
    if (batch.position > position) {
      for (const parts of partsOf(batch)) jobs.push(() => this.#post(parts));
      for (const alert of batch.alerts) jobs.push(() => this.#alert(alert));
    }
    if (batch.position > artifactsFrom) {
      const from = Math.min(this.#readUpTo, position);
      for (const artifact of batch.artifacts) {
        if (artifact.isFinal) jobs.push(async () => this.#artifacts.add(artifact, from));
      }
    }
    this.#files.take(batch.files);
    if (rest !== undefined) {
      this.#files.takeMade(rest);
      jobs.push(() => this.#sendFields(rest));
    }
    const summary = (): JsonObject | undefined => {
      const told = rest === undefined ? undefined : parseExtended(summaryWith(this.#before, rest.summary));
      return isJsonObject(told) ? told : undefined;
    };
    jobs.push(
      async () => void this.#uploaded.push(...(await this.#files.send(this.#registered(), this.#signal, summary))),
    );
    jobs.push(() => this.#close(batch));
    return jobs;
  }

  /** The end of a piece: summary, names of files, and the end of the run. */
  async #close({ rest, position }: LogBatch): Promise<void> {
    const exitCode = rest?.exitCode ?? (rest !== undefined && this.#options.isWhole === true ? 1 : undefined);
    if (exitCode !== undefined && this.#artifacts.pendingFrom !== undefined) {
      // Only the end itself waits for large files.
      await this.#tellRest(rest, undefined);
      await this.#allArtifacts();
    }
    await this.#tellRest(rest, exitCode);
    // Not before the versions of the piece are in the lane: until then only what an earlier delivery noted tells of them.
    this.#readUpTo = position;
    this.#save({ position: Math.max(position, this.#state?.position ?? 0), artifactsFrom: this.#artifactsFrom });
    if (exitCode !== undefined) this.#setPhase('done');
    this.#options.events?.onSynced?.(this.position);
    this.#tell();
  }

  async #tellRest(rest: LogRest | undefined, exitCode: number | undefined): Promise<void> {
    const summary = rest === undefined ? undefined : summaryWith(this.#before, rest.summary);
    const uploaded = this.#uploaded;
    const isQuiet = (summary === undefined || summary === this.#summary) && uploaded.length === 0;
    const isPreempting = rest?.isPreempting === true && !this.#isPreemptingTold;
    if (!isQuiet || exitCode !== undefined || isPreempting || this.#isHeartbeatDue()) {
      await this.#post({
        ...(summary === undefined ? {} : { summary }),
        uploaded,
        ...(exitCode === undefined ? {} : { exitCode }),
        isPreempting,
      });
      this.#isPreemptingTold ||= isPreempting;
      this.#summary = summary ?? this.#summary;
      this.#uploaded = [];
    }
  }

  /** Where a later delivery has to look for versions again; what an earlier one has left is not forgotten while it is read. */
  get #artifactsFrom(): number | undefined {
    const pending = this.#artifacts.pendingFrom;
    const left = this.#readUpTo < this.#knownUpTo ? this.#state?.artifactsFrom : undefined;
    return pending === undefined || left === undefined ? (pending ?? left) : Math.min(pending, left);
  }

  #isHeartbeatDue(): boolean {
    return this.#options.clock.monotonic() - this.#postedAt >= HEARTBEAT_MS;
  }

  async #post(parts: StreamParts): Promise<void> {
    const lines = this.#state?.lines ?? { history: 0, events: 0, console: 0 };
    const answer = await this.#options.link.stream(this.#registered(), streamBody(parts, lines), this.#signal);
    this.#postedAt = this.#options.clock.monotonic();
    if (answer.stopped !== true || this.#isStopTold) return;
    this.#isStopTold = true;
    this.#options.events?.onStop?.();
  }

  async #alert(alert: LogBatch['alerts'][number]): Promise<void> {
    await sendAlert(this.#options.link, this.#registered(), alert, this.#signal);
  }

  /** The end of a run waits until the files of its versions are there; it shows meanwhile that it lives. */
  async #allArtifacts(): Promise<void> {
    const stop = this.#options.clock.every(HEARTBEAT_MS, () => void this.#post({}).catch(() => undefined));
    await this.#artifacts.settled();
    stop();
    this.#signal.throwIfAborted();
  }

  #dealtWith(artifact: LogArtifact, outcome: ArtifactOutcome): void {
    this.#save({ artifactsFrom: this.#artifactsFrom });
    this.#options.events?.onArtifact?.(artifact, outcome);
    this.#tell();
  }

  async #sendFields(rest: LogRest): Promise<void> {
    const config = configWith(this.#before, rest.config);
    const { tags, ...named } = rest.fields;
    const fields: RunFields = { ...named, tags, config };
    const text = JSON.stringify(fields);
    if (text === this.#fields) return;
    const { clock, link } = this.#options;
    // What changes all the time is sent now and then, and at the end.
    if (rest.exitCode === undefined && clock.monotonic() - this.#fieldsAt < FIELDS_MS) {
      clock.after(FIELDS_MS, () => this.poke());
      return;
    }
    await upsertRun(link, this.#registered(), fields, this.#signal);
    this.#fields = text;
    this.#fieldsAt = clock.monotonic();
  }

  /** Tells the host of the run and learns where its lines go. */
  async #register(head: LogHead): Promise<void> {
    const { journal, link, events } = this.#options;
    const { identity, fields } = head;
    const asked = { entity: identity.entity, project: identity.project ?? DEFAULT_PROJECT, run: identity.runId };
    const known = readDeliveryState(journal);
    const isKnown = known !== undefined && known.baseUrl === link.baseUrl;
    const mustAsk = identity.isResumed && !isKnown;
    const point = mustAsk ? await findResumePoint(link, asked, this.#signal) : undefined;
    if (point !== undefined) this.#before = point;
    const tags = fields.tags.length > 0 || point === undefined ? fields.tags : point.tags;
    this.#run = await upsertRun(link, asked, { ...fields, tags }, this.#signal);
    const count = this.#run.historyLineCount;
    const lines = point?.lines ?? { history: count, events: 0, console: 0 };
    const shift: Shift = point === undefined ? NO_SHIFT : { step: point.startingStep, seconds: point.runtime };
    const { entity, project } = this.#run;
    this.#knownUpTo = isKnown ? known.position : 0;
    this.#save(isKnown ? known : { baseUrl: link.baseUrl, entity, project, lines, shift, position: 0 });
    events?.onRegistered?.(this.#run);
  }

  #save(change: Partial<DeliveryState>): void {
    const state = { ...this.#state, ...change } as DeliveryState;
    if (state.position === this.#state?.position && state.artifactsFrom === this.#state.artifactsFrom) return;
    writeDeliveryState(this.#options.journal, state);
    this.#state = state;
  }

  #registered(): RegisteredRun {
    if (this.#run === undefined) throw new Error('the run is not registered yet');
    return this.#run;
  }

  get #signal(): AbortSignal {
    return this.#abort.signal;
  }

  #setPhase(phase: DeliveryPhase): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#tell();
  }

  #tell(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }

  async #pause(ms: number, endsWhenPoked: boolean): Promise<void> {
    if (this.#abort.signal.aborted || (endsWhenPoked && this.#isPoked)) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        stopTimer();
        this.#wake = undefined;
        resolve();
      };
      const stopTimer = this.#options.clock.after(ms, end);
      this.#wake = () => {
        if (endsWhenPoked || this.#abort.signal.aborted) end();
      };
    });
    if (endsWhenPoked && this.#options.intervalMs !== undefined) await this.#rest();
  }

  /** Lets rows gather, unless the run is to be sent now. */
  async #rest(): Promise<void> {
    const { clock, intervalMs = 0 } = this.#options;
    const left = intervalMs - (clock.monotonic() - this.#postedAt);
    if (left > 0 && this.#waiters.length === 0 && !this.#signal.aborted) await this.#pauseUntil(left);
  }

  async #pauseUntil(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const stopTimer = this.#options.clock.after(ms, () => resolve());
      this.#wake = () => {
        if (this.#waiters.length === 0 && !this.#abort.signal.aborted) return;
        stopTimer();
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
