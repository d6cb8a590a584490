import { callerFor, type HostContext } from '#host/base';
import type { BlobStore } from '#host/files';
import type { LogKind } from '#shared/api';
import { asProblem, Problem } from '#shared/errors';
import { type DiskLog, statLog } from '../disk/find.ts';
import type { offlineReads, offlineWrites } from '../records/index.ts';
import { makeFollower } from './follow.ts';
import { makeLogReader } from './log-reader.ts';
import { type Job, makeVisit } from './visit.ts';

/** Reads logs in, one after the other, and follows those that grow. Lives in the main thread. */
export interface Importer {
  /** Puts logs on the list and reads them. Those that were read as they are now are passed over. */
  add(logs: readonly DiskLog[], isAsked: boolean): Promise<void>;
  /** Stops reading or following a log; what came in stays. */
  cancel(id: number): Promise<void>;
  /** Takes a log off the list; its run stays. */
  remove(id: number): Promise<void>;
  /** The beginning of a log, for previews. */
  readonly head: (log: DiskLog) => ReturnType<ReturnType<typeof makeVisit>['head']>;
  stop(): Promise<void>;
}

/** Starts the importer; logs that an earlier host had not finished are taken up again. */
export function startImporter(host: HostContext, blobs: BlobStore): Importer {
  const writer = callerFor<typeof offlineWrites>(host.writer);
  const readers = callerFor<typeof offlineReads>(host.readers);
  const reader = makeLogReader();
  const visits = makeVisit(host, blobs, reader);
  const queue: Job[] = [];
  const cancelled = new Set<number>();
  let current: { readonly job: Job; readonly done: Promise<void> } | undefined;
  let isStopping = false;

  const enqueue = (job: Job): void => {
    if (isStopping || queue.some((other) => other.id === job.id)) return;
    queue.push(job);
    void work();
  };
  const follower = makeFollower(host, enqueue);

  const work = async (): Promise<void> => {
    if (current !== undefined) return;
    for (let job = queue.shift(); job !== undefined && !isStopping; job = queue.shift()) {
      const done = visit(job);
      current = { job, done };
      await done;
      current = undefined;
    }
    if (!isStopping && follower.isIdle()) await reader.stop();
  };

  const visit = async (job: Job): Promise<void> => {
    const isCancelled = (): boolean => isStopping || cancelled.has(job.id);
    try {
      const outcome = await visits.run(job, isCancelled);
      if (outcome.kind === 'grows' && !isCancelled()) follower.follow(job, outcome.seen);
      else await leave(job.id);
    } catch (error) {
      await leave(job.id);
      await fail(job, error);
    }
  };

  const leave = async (id: number): Promise<void> => {
    follower.leave(id);
    await visits.forget(id);
  };

  const fail = async (job: Job, error: unknown): Promise<void> => {
    const problem = asProblem(error);
    // The next start takes it up again.
    if (isStopping || problem.code === 'host.stopping') return;
    const isPassing = problem.code === 'store.busy';
    if (isPassing) return void host.clock.after(1000, () => enqueue(job));
    if (problem.code === 'internal')
      host.log.error('a log could not be read in', { path: job.path, reason: problem.message });
    await end(job.id, 'failed', problem.message);
  };

  const end = async (id: number, state: 'failed' | 'cancelled', reason: string): Promise<void> => {
    try {
      await writer.call('offline.end', { id, state, reason });
    } catch (error) {
      const { code, message } = asProblem(error);
      if (code !== 'import.unknown') host.log.warn('the state of an import was not noted', { id, reason: message });
    }
  };

  const drop = async (id: number): Promise<void> => {
    const at = queue.findIndex((job) => job.id === id);
    if (at >= 0) queue.splice(at, 1);
    cancelled.add(id);
    if (current?.job.id === id) await current.done;
    cancelled.delete(id);
    await leave(id);
  };

  const resume = async (): Promise<void> => {
    for (const { id, path, kind } of await readers.call('offline.unfinished', undefined))
      enqueue({ id, path, kind, isAsked: false });
  };
  resume().catch((error: unknown) =>
    host.log.warn('unfinished imports were not found', { reason: asProblem(error).message }),
  );

  return {
    async add(logs, isAsked) {
      const ids = await writer.call('offline.queue', { logs: logs.map((log) => ({ ...log, isAsked })) });
      for (const { id, path } of ids) {
        const log = logs.find((other) => other.path === path);
        if (log !== undefined && !follower.has(id)) enqueue({ id, path, kind: log.kind, isAsked });
      }
    },
    async cancel(id) {
      await drop(id);
      await writer.call('offline.end', { id, state: 'cancelled', reason: '' });
    },
    async remove(id) {
      await drop(id);
      await writer.call('offline.remove', { id });
    },
    head: visits.head,
    async stop() {
      isStopping = true;
      follower.stop();
      await current?.done;
      await reader.stop();
    },
  };
}

/** The log at a path that was named. Errors: `import.path`. */
export async function logAt(path: string, kind: LogKind): Promise<DiskLog> {
  const log = await statLog(path, kind);
  if (log === undefined) throw new Problem('import.path', { path, reason: 'there is nothing' });
  return log;
}
