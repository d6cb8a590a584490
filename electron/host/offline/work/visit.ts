import { callerFor, type HostContext } from '#host/base';
import type { BlobStore } from '#host/files';
import type { LogKind } from '#shared/api';
import { Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import { type DiskLog, statLog } from '../disk/find.ts';
import type { offlineWrites } from '../records/index.ts';
import type { LogBatch, LogHead, LogRest } from '#sdk/journal';
import { makeArtifactSender } from './artifacts.ts';
import { makeFileSender } from './files.ts';
import { type LogReader, makeLogReader } from './log-reader.ts';

export interface Job {
  readonly id: number;
  readonly path: string;
  readonly kind: LogKind;
  /** A person asked for it. */
  readonly isAsked: boolean;
  /** Of a log in a bundle: the run that the bundle says it is of. */
  readonly run?: RunPath;
}

export type Outcome =
  | { readonly kind: 'over' }
  /** `grows`: its process lives; `rests`: it was silent for long. */
  | { readonly kind: 'grows' | 'rests'; readonly seen: DiskLog };

interface OpenJob {
  readonly generation: number;
  readonly head: LogHead;
  readonly path: RunPath;
}

/** A log's run in this store: names the script left out are those the client would have used. */
export function runPathOf(host: HostContext, head: LogHead): RunPath {
  const { entity = host.settings.username, project = 'uncategorized', runId } = head.identity;
  return { entity, project, run: runId };
}

/** Opens logs and stores the lines that are in them now. */
function makeDrain(host: HostContext, blobs: BlobStore, reader: LogReader) {
  const writer = callerFor<typeof offlineWrites>(host.writer);
  const opened = new Map<number, OpenJob>();
  const sendFiles = makeFileSender(host, blobs);
  const sendArtifacts = makeArtifactSender(host, blobs);

  const open = async (job: Job): Promise<OpenJob | undefined> => {
    const known = opened.get(job.id);
    if (known?.generation === reader.generation) return known;
    const head = await reader.call('log.open', { id: job.id, path: job.path, kind: job.kind });
    if (head === undefined) return undefined;
    const path = job.run ?? runPathOf(host, head);
    if (job.isAsked) await writer.call('offline.forgetDeletion', path);
    const made = { generation: reader.generation, head, path };
    opened.set(job.id, made);
    return made;
  };

  /** Stores all that is in the log now; undefined when it was cancelled. */
  const drain = async (job: Job, { head, path }: OpenJob, seen: DiskLog, isCancelled: () => boolean) => {
    const { settings } = host;
    const { sizeBytes, modifiedAt } = seen;
    const isBundled = job.kind === 'bundle';
    const begin = { id: job.id, path, username: settings.username, head, sizeBytes, modifiedAt, isWhole: isBundled };
    const shift = await writer.call('offline.begin', begin);
    const ask = (): Promise<LogBatch> => {
      const next = reader.call('log.next', { id: job.id, path: job.path, shift });
      // Whoever waits for it hears of a failure; when the writer fails first, nobody does.
      next.catch(() => undefined);
      return next;
    };
    let next = ask();
    for (;;) {
      const batch = await next;
      // The next piece is decoded while this one is written.
      if (batch.rest === undefined) next = ask();
      const { artifacts, uses, made, files: _, ...lines } = batch;
      // A bundle tells of alerts and artifacts beside its logs, and nothing will be added to those.
      const taken = isBundled ? { ...lines, alerts: [] } : lines;
      const silentMs = isBundled ? -1 : settings.crashAfterMs;
      const result = await writer.call('offline.append', { id: job.id, batch: taken, silentMs });
      if (!result.isAlive) throw new Problem('run.deleted', { run: path.run });
      if (!isBundled) {
        await sendArtifacts(job.id, artifacts, uses);
        await sendFiles.made(job.id, path, made);
      }
      if (isCancelled()) return undefined;
      if (batch.rest !== undefined) return { ...result, rest: batch.rest };
    }
  };
  return { opened, open, drain, sendFiles };
}

/** Reads logs from where they were left to their present end and stores what they hold. */
export function makeVisit(host: HostContext, blobs: BlobStore, reader: LogReader) {
  const writer = callerFor<typeof offlineWrites>(host.writer);
  const { opened, open, drain, sendFiles } = makeDrain(host, blobs, reader);

  const finish = async (
    job: Job,
    path: RunPath,
    rest: LogRest,
    result: { hasNews: boolean; isAtRest: boolean; isOver: boolean },
  ) => {
    await sendFiles.beside(job, path, rest, result);
    if (result.isOver) await writer.call('offline.end', { id: job.id, state: 'done', reason: '' });
    else await writer.call('offline.follow', { id: job.id });
  };

  return {
    head: (log: DiskLog): Promise<LogHead | undefined> => reader.call('log.head', { path: log.path, kind: log.kind }),

    async run(job: Job, isCancelled: () => boolean): Promise<Outcome> {
      const seen = await statLog(job.path, job.kind);
      if (seen === undefined) throw new Problem('import.path', { path: job.path, reason: 'there is nothing' });
      const log = await open(job);
      if (log === undefined) {
        const isSilent = host.clock.now() - seen.modifiedAt > host.settings.crashAfterMs;
        if (isSilent) throw new Problem('import.path', { path: job.path, reason: 'it holds no run' });
        await writer.call('offline.follow', { id: job.id });
        return { kind: 'grows', seen };
      }
      const result = await drain(job, log, seen, isCancelled);
      if (result === undefined) return { kind: 'over' };
      await finish(job, log.path, result.rest, result);
      if (result.isOver) return { kind: 'over' };
      return { kind: result.isAtRest ? 'rests' : 'grows', seen };
    },

    /** True while a log is open. */
    isReading: (): boolean => opened.size > 0,

    async forget(id: number): Promise<void> {
      if (!opened.delete(id)) return;
      await reader.call('log.close', { id });
    },
  };
}

/** Reads the logs of a bundle, one after the other, in a thread that `stop` ends. */
export interface BundledLogs {
  /**
   * Stores the lines of a log: it is not followed, and the caller brings its files. Undefined when it was cancelled.
   * Errors: `import.path`; `run.deleted`; `bundle.conflict` when another run has this id here.
   */
  take(
    job: Job & { readonly kind: 'bundle' },
    isCancelled: () => boolean,
  ): Promise<{ readonly hasNews: boolean } | undefined>;
  stop(): Promise<void>;
}

export function readBundledLogs(host: HostContext, blobs: BlobStore): BundledLogs {
  const reader = makeLogReader();
  const { opened, open, drain } = makeDrain(host, blobs, reader);
  return {
    async take(job, isCancelled) {
      try {
        const seen = await statLog(job.path, job.kind);
        const log = seen === undefined ? undefined : await open(job);
        if (seen === undefined || log === undefined)
          throw new Problem('import.path', { path: job.path, reason: 'it holds no run' });
        const result = await drain(job, log, seen, isCancelled);
        return result === undefined ? undefined : { hasNews: result.hasNews };
      } finally {
        if (opened.delete(job.id)) await reader.call('log.close', { id: job.id });
      }
    },
    stop: () => reader.stop(),
  };
}
