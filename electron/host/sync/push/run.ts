import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { dataPaths } from '#host/base';
import { factsOf, usesOf } from '#host/bundle';
import { blobPath } from '#host/files';
import { findRun, findStreams, hasEnded, type ReadableDb, type RunRow } from '#host/store';
import { createRunFiles, type RunAddress, type StreamParts, streamBody, upsertRun } from '#sdk/wire';
import { Problem } from '#shared/errors';
import { ArtifactPush } from './artifacts.ts';
import { findFarRun, type FarRun } from './far-run.ts';
import { consolePieces, type LinePiece, rowPieces } from './lines.ts';
import { type Cursor, NEW_CURSOR, type PushOrder, type PushTold } from './messages.ts';
import { PatientLink } from './patient-link.ts';

/** A stop by a person; a client that is killed gives it. Source: protocol 4.1. */
const KILLED = 255;
const NO_LINES = { history: 0, events: 0, console: 0 };

/** The run over there is not what was left there. */
export class Conflict extends Error {
  /** Only what people may change differs: what is here can be written over it. */
  readonly canOverwrite: boolean;
  constructor(reason: string, canOverwrite = false) {
    super(reason);
    this.canOverwrite = canOverwrite;
  }
}

type Facts = ReturnType<typeof factsOf>;

/** One push of one run: sends what the remote does not have yet, and nothing else. */
export class RunPush {
  readonly #db: ReadableDb;
  readonly #order: PushOrder;
  readonly #tell: (told: PushTold) => void;
  readonly #answered: () => Promise<void>;
  readonly #link: PatientLink;
  #cursor: Cursor;
  #sentBytes = 0;

  constructor(db: ReadableDb, order: PushOrder, tell: (told: PushTold) => void, answered: () => Promise<void>) {
    this.#db = db;
    this.#order = order;
    this.#tell = tell;
    this.#answered = answered;
    this.#cursor = order.cursor ?? { ...NEW_CURSOR, run: order.path.run };
    const place = { baseUrl: order.baseUrl, apiKey: order.key };
    this.#link = new PatientLink(place, order.firstRetryMs, (reason) => tell({ kind: 'trouble', reason }));
  }

  /**
   * Returns whether more may come of the run here. Errors: Conflict; `run.unknown` when it is not here any more;
   * `host.refused` with the remote's words.
   */
  async run(): Promise<boolean> {
    const run = this.#row();
    const facts = factsOf(this.#db, run, '');
    const paths = dataPaths(this.#order.dataDir);
    const waiting = facts.files.filter((file) => this.#cursor.files[file.name] !== file.sha256);
    const sizes = waiting.map((file) => statSync(blobPath(paths, file.sha256)).size);
    const totalBytes = sizes.reduce((sum, size) => sum + size, 0) + facts.config.length + facts.summary.length;
    this.#tell({ kind: 'total', totalBytes, displayName: run.displayName });
    await this.#settle(run);
    const address = await this.#register(facts);
    await this.#lines(run, address);
    for (const [i, { name, sha256 }] of waiting.entries()) {
      await this.#file(address, name, sha256, sizes[i] ?? 0);
    }
    await this.#artifacts(run, address);
    await this.#close(facts, address);
    const { entity, project, run: name } = address;
    const far = await findFarRun(this.#link, { entity, project, name });
    await this.#save(far === undefined ? {} : { seen: far.seen }, true);
    return !hasEnded(facts.state);
  }

  #row(): RunRow {
    const run = findRun(this.#db, this.#order.path);
    if (run === undefined) throw new Problem('run.unknown', { ...this.#order.path });
    return run;
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
    const conflict = this.#conflictWith(run, far);
    if (conflict !== undefined && !(choice === 'overwrite' && conflict.canOverwrite)) throw conflict;
    const { fields: _, ...others } = this.#cursor;
    if (conflict !== undefined) this.#cursor = others;
    // What it lost, or has not counted yet, goes again to its old place.
    const history = Math.min(this.#cursor.history, far?.historyLineCount ?? 0);
    await this.#save({ isBegun: true, history, ...(far === undefined ? {} : { storageId: far.id }) }, true);
  }

  #conflictWith(run: RunRow, far: FarRun | undefined): Conflict | undefined {
    const { isBegun, storageId, seen } = this.#cursor;
    if (isBegun !== true) {
      return far === undefined ? undefined : new Conflict('there is another run with this id over there');
    }
    if (far === undefined) {
      return storageId === undefined ? undefined : new Conflict('the run was deleted over there');
    }
    if (storageId !== undefined && far.id !== storageId) return new Conflict('another run has taken its id over there');
    const lines = findStreams(this.#db, run.id, 'history').reduce((sum, stream) => sum + stream.lineCount, 0);
    if (far.historyLineCount > lines) return new Conflict('steps were logged to it over there');
    if (seen === undefined || far.seen === seen) return undefined;
    return new Conflict('its name, notes, tags or config were changed over there', true);
  }

  async #register(facts: Facts): Promise<RunAddress> {
    const { group, jobType, host, program, commit, repo, displayName, notes, tags, config } = facts;
    const fields = { displayName, notes, group, jobType, tags, config, host, program, commit, repo };
    const sum = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
    const { entity, project, run } = this.#cursor;
    if (sum === this.#cursor.fields && entity !== undefined && project !== undefined) return { entity, project, run };
    const asked = { entity: entity ?? this.#order.entity, project: project ?? this.#order.path.project, run };
    // Registering a run that is over opens it again: its end is sent anew.
    // From here to the end of this push what is seen there is of our own making.
    this.#cursor = without(this.#cursor, 'seen');
    await this.#save({}, true);
    const made = await this.#link.ask((link) => upsertRun(link, asked, fields));
    const { storageId } = made;
    await this.#save({ entity: made.entity, project: made.project, storageId, fields: sum, isClosed: false }, true);
    return { entity: made.entity, project: made.project, run: made.run };
  }

  async #lines(run: RunRow, address: RunAddress): Promise<void> {
    const { history, events, console } = this.#cursor;
    await this.#pieces(address, rowPieces(this.#db, run.id, 'history', history));
    await this.#pieces(address, rowPieces(this.#db, run.id, 'events', events));
    // The end of a console that is whole here and there need not go again.
    if (this.#cursor.isClosed !== true) await this.#pieces(address, consolePieces(this.#db, run.id, console));
  }

  async #pieces(address: RunAddress, pieces: Iterable<LinePiece>): Promise<void> {
    for (const { parts, chars, upTo } of pieces) {
      await this.#post(address, parts);
      this.#sentBytes += chars;
      await this.#save(upTo, false);
    }
  }

  async #post(address: RunAddress, parts: StreamParts): Promise<void> {
    const body = streamBody(parts, NO_LINES);
    await this.#link.ask((link) => link.stream(address, body));
  }

  async #file(address: RunAddress, name: string, sha256: string, size: number): Promise<void> {
    const source = blobPath(dataPaths(this.#order.dataDir), sha256);
    await this.#link.ask(async (link) => {
      const { headers, urls } = await createRunFiles(link, address, [name]);
      if (urls[0] !== undefined) await link.put(urls[0], headers, source);
    });
    this.#sentBytes += size;
    await this.#save({ files: { ...this.#cursor.files, [name]: sha256 } }, false);
  }

  async #artifacts(run: RunRow, address: RunAddress): Promise<void> {
    const artifacts = new ArtifactPush(this.#db, dataPaths(this.#order.dataDir), this.#link, this.#cursor.artifacts);
    for (const use of usesOf(this.#db, run)) {
      const mark = `${use.direction} ${use.artifactId}`;
      if (this.#cursor.uses.includes(mark)) continue;
      const bytes = await artifacts.use(use, address);
      this.#sentBytes += bytes;
      await this.#save({ artifacts: artifacts.known, uses: [...this.#cursor.uses, mark] }, false);
    }
  }

  /** Summary, and the end where there is one. A crash has no word on the wire: silence is what tells of it. */
  async #close(facts: Facts, address: RunAddress): Promise<void> {
    const isOver = hasEnded(facts.state) && facts.state !== 'crashed';
    const exitCode = facts.exitCode ?? (facts.state === 'killed' ? KILLED : facts.state === 'failed' ? 1 : 0);
    const summary = createHash('sha256').update(facts.summary).digest('hex');
    const isClosed = hasEnded(facts.state);
    if (summary === this.#cursor.summary && isClosed === this.#cursor.isClosed) return;
    const uploaded = facts.files.map((file) => file.name);
    await this.#post(address, { summary: facts.summary, uploaded, ...(isOver ? { exitCode } : {}) });
    await this.#save({ summary, isClosed }, false);
  }

  async #save(change: Partial<Cursor>, mustAnswer: boolean): Promise<void> {
    this.#cursor = { ...this.#cursor, ...change };
    const answered = mustAnswer ? this.#answered() : undefined;
    this.#tell({ kind: 'cursor', cursor: this.#cursor, sentBytes: this.#sentBytes, mustAnswer });
    await answered;
  }
}

function without(cursor: Cursor, name: 'seen'): Cursor {
  const { [name]: _, ...rest } = cursor;
  return rest;
}
