import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { type DataPaths, dataPaths } from '#host/base';
import { factsOf, usesOf } from '#host/bundle';
import { blobPath } from '#host/files';
import { findRun, hasEnded, type ReadableDb, type RunRow } from '#host/store';
import { ConnectionError } from '#sdk/base';
import { createRunFiles, type RunAddress, streamBody, upsertRun } from '#sdk/wire';
import { Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import { Pace } from '../pace.ts';
import { ArtifactPush } from './artifacts.ts';
import { findFarRun } from './far-run.ts';
import { bytesPerLine, firstToSend, type LinePiece, lineStreams, type LineStream, pieceBody, pieces } from './lines.ts';
import {
  type Cursor,
  NEW_CURSOR,
  type PushOrder,
  type PushTold,
  type SweepClaim,
  type SweepPlace,
} from './messages.ts';
import { PatientLink } from './patient-link.ts';
import { Progress } from './progress.ts';
import { conflictWith, linesThere } from './settle.ts';
import { bringSweep } from './sweep.ts';
import { sendAll } from './uploads.ts';

/** A stop by a person; a client that is killed gives it. Source: protocol 4.1. */
const KILLED = 255;
const NO_LINES = { history: 0, events: 0, console: 0 };

type Facts = ReturnType<typeof factsOf>;

interface FileToSend {
  readonly name: string;
  readonly sha256: string;
  readonly source: string;
  readonly sizeBytes: number;
  readonly onBytes: (count: number) => void;
}

/** One push of one run: sends what the remote does not have yet, and nothing else. */
export class RunPush {
  readonly #db: ReadableDb;
  readonly #order: PushOrder;
  readonly #tell: (told: PushTold) => void;
  readonly #answered: () => Promise<unknown>;
  readonly #paths: DataPaths;
  readonly #pace: Pace;
  readonly #link: PatientLink;
  readonly #progress: Progress;
  #cursor: Cursor;

  constructor(db: ReadableDb, order: PushOrder, tell: (told: PushTold) => void, answered: () => Promise<unknown>) {
    this.#db = db;
    this.#order = order;
    this.#tell = tell;
    this.#answered = answered;
    this.#paths = dataPaths(order.dataDir);
    this.#cursor = order.cursor ?? { ...NEW_CURSOR, run: order.path.run };
    this.#pace = new Pace(order.pace);
    const { firstRetryMs, patienceMs } = order;
    const onTrouble = (reason: string): void => tell({ kind: 'trouble', reason });
    this.#link = new PatientLink(order.connection, { firstRetryMs, patienceMs, pace: this.#pace, onTrouble });
    this.#progress = new Progress((sentBytes, totalBytes) => tell({ kind: 'progress', sentBytes, totalBytes }));
  }

  /**
   * Returns whether more may come of the run here. Errors: Conflict; Later; `run.unknown` when it is not here any more;
   * `host.refused` with the remote's words.
   */
  async run(): Promise<boolean> {
    try {
      const run = this.#row();
      this.#tell({ kind: 'about', displayName: run.displayName });
      if (this.#order.isForEnd && !hasEnded(run.state)) return true;
      await this.#settle(run);
      const facts = factsOf(this.#db, run, '');
      const artifacts = this.#artifactPush();
      const uses = usesOf(this.#db, run).filter((use) => !this.#cursor.uses.includes(markOf(use)));
      const files = this.#filesToSend(facts);
      const streams = this.#streamsToSend(run);
      for (const { sizeBytes } of files) this.#progress.expectBytes(sizeBytes);
      for (const use of uses) this.#progress.expectBytes(artifacts.expectedBytes(use));
      for (const stream of streams) this.#expectLines(stream);
      const address = await this.#register(facts, await this.#sweep(run));
      for (const stream of streams) await this.#lines(address, stream);
      await this.#files(address, files);
      for (const use of uses) {
        await artifacts.use(use, address);
        this.#note({ artifacts: artifacts.known, uses: [...this.#cursor.uses, markOf(use)] });
      }
      await this.#close(facts, address, files.length > 0);
      const { entity, project, run: name } = address;
      const far = await findFarRun(this.#link, { entity, project, name });
      this.#progress.flush();
      await this.#keep(far === undefined ? {} : { seen: far.seen });
      return !hasEnded(facts.state);
    } finally {
      this.#link.close();
    }
  }

  #row(): RunRow {
    const run = findRun(this.#db, this.#order.path);
    if (run === undefined) throw new Problem('run.unknown', { ...this.#order.path });
    return run;
  }

  #artifactPush(): ArtifactPush {
    const areWanted = async (runs: readonly RunPath[]): Promise<readonly boolean[]> =>
      (await this.#ask({ kind: 'whichWanted', runs })) as readonly boolean[];
    const parts = { db: this.#db, paths: this.#paths, link: this.#link, progress: this.#progress, areWanted };
    return new ArtifactPush(parts, this.#cursor.artifacts);
  }

  #filesToSend(facts: Facts): FileToSend[] {
    return facts.files
      .filter((file) => this.#cursor.files[file.name] !== file.sha256)
      .map(({ name, sha256 }) => {
        const source = blobPath(this.#paths, sha256);
        const onBytes = (count: number): void => this.#progress.move(count);
        return { name, sha256, source, sizeBytes: statSync(source).size, onBytes };
      });
  }

  #streamsToSend(run: RunRow): LineStream[] {
    const streams = lineStreams(this.#db, run.id);
    // The end of a console that is whole here and there need not go again.
    return this.#cursor.isClosed === true && hasEnded(run.state)
      ? streams.filter((stream) => stream.lineCount > this.#sent(stream))
      : streams;
  }

  #sent(stream: LineStream): number {
    return this.#cursor.lines[stream.id] ?? 0;
  }

  #expectLines(stream: LineStream): void {
    const from = firstToSend(stream, this.#sent(stream));
    if (from < stream.lineCount) this.#progress.expectLines(stream.lineCount - from, bytesPerLine(stream, from));
  }

  /** Finds out whether the run there is the one that was left there, and does what a person chose if it is not. */
  async #settle(run: RunRow): Promise<void> {
    const { choice } = this.#order;
    if (choice === 'copy') {
      const copy = `${this.#order.path.run}-${randomBytes(3).toString('hex')}`;
      this.#cursor = { ...NEW_CURSOR, run: copy, artifacts: this.#cursor.artifacts };
    }
    const far = await findFarRun(this.#link, {
      entity: this.#cursor.entity ?? this.#order.entity,
      project: this.#cursor.project ?? this.#order.path.project,
      name: this.#cursor.run,
    });
    const conflict = conflictWith(this.#db, run, this.#cursor, far);
    if (conflict !== undefined && !(choice === 'overwrite' && conflict.canOverwrite)) throw conflict;
    const { fields: _, ...others } = this.#cursor;
    if (conflict !== undefined) this.#cursor = others;
    const lines = linesThere(this.#cursor, far);
    await this.#keep({ isBegun: true, lines, ...(far === undefined ? {} : { storageId: far.id }) });
  }

  /** The run's sweep over there; a server that takes none gets the run without it, and the page says so. */
  async #sweep(run: RunRow): Promise<string | undefined> {
    const desk = {
      claim: async (sweep: string) => (await this.#ask({ kind: 'claimSweep', sweep })) as SweepClaim,
      made: async (sweep: string, place: SweepPlace) => void (await this.#ask({ kind: 'sweepMade', sweep, place })),
    };
    const { entity, project } = this.#cursor;
    const place = { entity: entity ?? this.#order.entity, project: project ?? this.#order.path.project };
    try {
      const sweep = await bringSweep({ db: this.#db, link: this.#link, desk }, run, place);
      if (sweep === undefined && run.sweep !== undefined) {
        this.#tell({ kind: 'note', note: `its sweep ${run.sweep} is not here and did not come along` });
      }
      return sweep;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      this.#tell({ kind: 'note', note: `its sweep ${run.sweep} could not come along: ${error.message}` });
      return undefined;
    } finally {
      this.#tell({ kind: 'releaseSweep' });
    }
  }

  async #register(facts: Facts, sweep: string | undefined): Promise<RunAddress> {
    const { group, jobType, host, program, commit, repo, displayName, notes, tags, config } = facts;
    const fields = { displayName, notes, group, jobType, tags, config, host, program, commit, repo, sweep };
    const sum = sumOf(JSON.stringify(fields));
    const { entity, project, run } = this.#cursor;
    if (sum === this.#cursor.fields && entity !== undefined && project !== undefined) return { entity, project, run };
    const asked = { entity: entity ?? this.#order.entity, project: project ?? this.#order.path.project, run };
    // Registering a run that is over opens it again: its end is sent anew.
    // From here to the end of this push what is seen there is of our own making.
    this.#cursor = without(this.#cursor, 'seen');
    await this.#keep({});
    const made = await this.#link.ask((link) => upsertRun(link, asked, fields));
    const { storageId } = made;
    await this.#keep({ entity: made.entity, project: made.project, storageId, fields: sum, isClosed: false });
    return { entity: made.entity, project: made.project, run: made.run };
  }

  async #lines(address: RunAddress, stream: LineStream): Promise<void> {
    const target = stream.writer === undefined ? address : { ...address, writer: stream.writer };
    const all = pieces(stream, firstToSend(stream, this.#sent(stream)), this.#pace.bytesPerSecond);
    const make = (): { readonly piece: LinePiece; readonly body: string } | undefined => {
      const { value: piece, done } = all.next();
      return done === true ? undefined : { piece, body: pieceBody(stream, piece) };
    };
    for (let next = make(); next !== undefined;) {
      const { piece, body } = next;
      // While the other side stores this piece the next one is made.
      const [, following] = await Promise.all([this.#post(target, body), soon(make)]);
      this.#lineUp(stream, piece, body);
      next = following;
    }
  }

  #lineUp(stream: LineStream, piece: LinePiece, body: string): void {
    this.#progress.linesArrived(piece.lines.length, Buffer.byteLength(body));
    const upTo = Math.max(this.#sent(stream), piece.first + piece.lines.length);
    this.#note({ lines: { ...this.#cursor.lines, [stream.id]: upTo } });
  }

  async #post(address: RunAddress & { readonly writer?: string }, body: string): Promise<void> {
    await this.#link.ask(
      (link) => link.stream(address, body),
      (count) => this.#progress.move(count),
    );
  }

  async #files(address: RunAddress, files: readonly FileToSend[]): Promise<void> {
    const askPlaces = async (batch: readonly FileToSend[]) => {
      const names = batch.map(({ name }) => name);
      const { headers, urls } = await this.#link.ask((link) => createRunFiles(link, address, names));
      return urls.map((url) => (url === undefined ? undefined : { url, headers }));
    };
    const sent: Record<string, string> = { ...this.#cursor.files };
    await sendAll(this.#link, files, askPlaces, ({ name, sha256, sizeBytes }, isSent) => {
      sent[name] = sha256;
      this.#progress.arrived(sizeBytes, isSent ? sizeBytes : 0);
      this.#note({ files: sent });
    });
  }

  /** Summary, and the end where there is one. A crash has no word on the wire: silence is what tells of it. */
  async #close(facts: Facts, address: RunAddress, hasFiles: boolean): Promise<void> {
    const isOver = hasEnded(facts.state) && facts.state !== 'crashed';
    const exitCode = facts.exitCode ?? (facts.state === 'killed' ? KILLED : facts.state === 'failed' ? 1 : 0);
    const summary = sumOf(facts.summary);
    const isClosed = hasEnded(facts.state);
    if (!hasFiles && summary === this.#cursor.summary && isClosed === this.#cursor.isClosed) return;
    const uploaded = facts.files.map((file) => file.name);
    const parts = { summary: facts.summary, uploaded, ...(isOver ? { exitCode } : {}) };
    const body = streamBody(parts, NO_LINES);
    await this.#post(address, body);
    this.#progress.arrived(0, Buffer.byteLength(body));
    this.#note({ summary, isClosed });
  }

  /** What is told of it later is sent again to the same places if it is lost. */
  #note(change: Partial<Cursor>): void {
    this.#cursor = { ...this.#cursor, ...change };
    this.#tell({ kind: 'cursor', cursor: this.#cursor, mustAnswer: false });
  }

  /** Goes on when the change is on the disk. */
  async #keep(change: Partial<Cursor>): Promise<void> {
    this.#cursor = { ...this.#cursor, ...change };
    await this.#ask({ kind: 'cursor', cursor: this.#cursor, mustAnswer: true });
  }

  #ask(question: PushTold): Promise<unknown> {
    const answered = this.#answered();
    this.#tell(question);
    return answered;
  }
}

function without(cursor: Cursor, name: 'seen'): Cursor {
  const { [name]: _, ...rest } = cursor;
  return rest;
}

function markOf({ direction, artifactId }: { readonly direction: string; readonly artifactId: number }): string {
  return `${direction} ${artifactId}`;
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Does something when what was begun before has gone out. */
async function soon<T>(work: () => T): Promise<T> {
  await new Promise((resolve) => setImmediate(resolve));
  return work();
}
