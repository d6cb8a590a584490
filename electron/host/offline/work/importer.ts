import { type Caller, callerFor, type HostContext } from '#host/base';
import type { BlobStore } from '#host/files';
import { asProblem } from '#shared/errors';
import { type DiskLog, statLog } from '../disk/find.ts';
import type { offlineReads, offlineWrites } from '../records/index.ts';
import { type Follower, makeFollower } from './follow.ts';
import { type LogReader, makeLogReader } from './log-reader.ts';
import { type Job, makeVisit } from './visit.ts';

/** Waits before a log is tried again after a passing trouble of the store. */
const RETRY_MS = 1000;

/** Reads logs in, one after the other, and follows those that grow. Lives in the main thread. */
export class Importer {
  readonly #host: HostContext;
  readonly #writer: Caller<typeof offlineWrites>;
  readonly #reader: LogReader = makeLogReader();
  readonly #visits: ReturnType<typeof makeVisit>;
  readonly #follower: Follower;
  readonly #queue: Job[] = [];
  readonly #cancelled = new Set<number>();
  #current: { readonly job: Job; readonly done: Promise<void> } | undefined;
  #isStopping = false;

  /** Logs that an earlier host had not finished are taken up again. */
  constructor(host: HostContext, blobs: BlobStore) {
    this.#host = host;
    this.#writer = callerFor<typeof offlineWrites>(host.writer);
    this.#visits = makeVisit(host, blobs, this.#reader);
    this.#follower = makeFollower(host, (job) => this.#enqueue(job));
    this.#resume().catch((error: unknown) => {
      host.log.warn('unfinished imports were not found', { reason: asProblem(error).message });
    });
  }

  /** Puts logs on the list and reads them. Those that were read as they are now are passed over. */
  async add(logs: readonly DiskLog[], isAsked: boolean): Promise<void> {
    const queued = await this.#writer.call('offline.queue', { logs: logs.map((log) => ({ ...log, isAsked })) });
    for (const { id, path } of queued) {
      const log = logs.find((other) => other.path === path);
      if (log !== undefined && !this.#follower.has(id)) this.#enqueue({ id, path, kind: log.kind, isAsked });
    }
  }

  /** The beginning of a log, for previews. */
  head(log: DiskLog): ReturnType<ReturnType<typeof makeVisit>['head']> {
    return this.#visits.head(log);
  }

  /** Stops reading or following a log; what came in stays. */
  async cancel(id: number): Promise<void> {
    await this.#drop(id);
    await this.#writer.call('offline.end', { id, state: 'cancelled', reason: '' });
  }

  /** Takes a log off the list; its run stays. */
  async remove(id: number): Promise<void> {
    await this.#drop(id);
    await this.#writer.call('offline.remove', { id });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#follower.stop();
    await this.#current?.done;
    await this.#reader.stop();
  }

  #enqueue(job: Job): void {
    if (this.#isStopping || this.#queue.some((other) => other.id === job.id)) return;
    this.#queue.push(job);
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#current !== undefined) return;
    for (let job = this.#queue.shift(); job !== undefined && !this.#isStopping; job = this.#queue.shift()) {
      const done = this.#visit(job);
      this.#current = { job, done };
      await done;
      this.#current = undefined;
    }
    if (!this.#isStopping && !this.#visits.isReading()) await this.#reader.stop();
  }

  async #visit(job: Job): Promise<void> {
    const isCancelled = (): boolean => this.#isStopping || this.#cancelled.has(job.id);
    try {
      const outcome = await this.#visits.run(job, isCancelled);
      if (outcome.kind === 'over' || isCancelled()) return await this.#leave(job.id);
      this.#follower.follow(job, outcome.seen);
      // Read from its beginning when it grows after all: an open log costs memory.
      if (outcome.kind === 'rests') await this.#visits.forget(job.id);
    } catch (error) {
      await this.#leave(job.id);
      await this.#fail(job, error);
    }
  }

  async #leave(id: number): Promise<void> {
    this.#follower.leave(id);
    await this.#visits.forget(id);
  }

  async #fail(job: Job, error: unknown): Promise<void> {
    const { clock, log } = this.#host;
    const { code, message } = asProblem(error);
    // The next start takes it up again.
    if (this.#isStopping || code === 'host.stopping') return;
    if (code === 'store.busy') return void clock.after(RETRY_MS, () => this.#enqueue(job));
    if (code === 'internal') log.error('a log could not be read in', { path: job.path, reason: message });
    try {
      await this.#writer.call('offline.end', { id: job.id, state: 'failed', reason: message });
    } catch (failure) {
      // Taken off the list meanwhile.
      if (asProblem(failure).code === 'import.unknown') return;
      log.warn('the state of an import was not noted', { id: job.id, reason: asProblem(failure).message });
    }
  }

  async #drop(id: number): Promise<void> {
    const at = this.#queue.findIndex((job) => job.id === id);
    if (at >= 0) this.#queue.splice(at, 1);
    this.#cancelled.add(id);
    if (this.#current?.job.id === id) await this.#current.done;
    this.#cancelled.delete(id);
    await this.#leave(id);
  }

  async #resume(): Promise<void> {
    const readers = callerFor<typeof offlineReads>(this.#host.readers);
    for (const unfinished of await readers.call('offline.unfinished', undefined)) {
      const { id, path, kind, state, sizeBytes, modifiedAt } = unfinished;
      const job = { id, path, kind, isAsked: false };
      const seen = await statLog(path, kind);
      const isSame = seen?.sizeBytes === sizeBytes && Math.round(seen.modifiedAt) === modifiedAt;
      if (state === 'following' && isSame) this.#follower.follow(job, seen);
      else this.#enqueue(job);
    }
  }
}
