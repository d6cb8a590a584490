import { Readable } from 'node:stream';
import { callerFor, type HostContext } from '#host/base';
import { type BlobStore, type fileWrites, normaliseFileName } from '#host/files';
import { asProblem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import { readBytes } from '../disk/bytes.ts';
import { findFiles } from '../disk/files.ts';
import { reasonOf } from '../disk/find.ts';
import type { offlineReads, offlineWrites } from '../records/index.ts';
import type { LogRest, MadeFile } from '#sdk/journal';
import type { Job } from './visit.ts';

interface Source {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  readonly isMade: boolean;
  open(): AsyncIterable<Buffer>;
}

/** Stores the files that belong to a log. */
export function makeFileSender(host: HostContext, blobs: BlobStore) {
  const writer = callerFor<typeof offlineWrites & typeof fileWrites>(host.writer);
  const readers = callerFor<typeof offlineReads>(host.readers);

  const store = async (id: number, path: RunPath, file: Source): Promise<void> => {
    const received = await blobs.receive(file.open(), { name: file.name });
    try {
      await writer.call('files.commit', { path, name: file.name, blob: received.blob });
    } finally {
      received.release();
    }
    const { name, sizeBytes, modifiedAt } = file;
    if (!file.isMade) await writer.call('offline.fileSeen', { id, name, sizeBytes, modifiedAt });
  };

  /** Stores those that are new or changed; returns how many, and which are not to be had. */
  const storeAll = async (id: number, path: RunPath, files: readonly Source[], hasNews: boolean) => {
    const asked = files.map(({ name, sizeBytes, modifiedAt, isMade }) => ({ name, sizeBytes, modifiedAt, isMade }));
    const wanted = new Set(await readers.call('offline.changedFiles', { id, hasNews, files: asked }));
    const missing: string[] = [];
    let count = 0;
    for (const file of files) {
      if (!wanted.has(file.name)) continue;
      try {
        await store(id, path, file);
        count += 1;
      } catch (error) {
        const { code } = asProblem(error);
        if (code !== 'internal' && code !== 'file.name') throw error;
        missing.push(`${file.name}: ${reasonOf(error)}`);
      }
    }
    return { count, missing };
  };

  return {
    /** What lies beside a log, and what the client makes of its records when it ends. */
    async beside(
      job: Job,
      path: RunPath,
      rest: LogRest,
      result: { hasNews: boolean; isAtRest: boolean },
    ): Promise<void> {
      const found = job.kind === 'wandb' ? await findFiles(job.path) : { files: [], missing: [] };
      const onDisk = found.files.filter((file) => isAllowed(file.name)).map(fromDisk);
      const names = new Set(onDisk.map((file) => file.name));
      const made = job.kind === 'wandb' ? madeFiles(rest, result.isAtRest).filter((file) => !names.has(file.name)) : [];
      const { count, missing } = await storeAll(job.id, path, [...onDisk, ...made], result.hasNews);
      const gone = found.missing.map((name) => `${name}: the file it links to is gone`);
      if (count + missing.length + gone.length === 0) return;
      await writer.call('offline.report', { id: job.id, missing: [...missing, ...gone], files: count, artifacts: 0 });
    },

    /** Files that the reader made from the log's own bytes. */
    async made(id: number, path: RunPath, files: readonly MadeFile[]): Promise<void> {
      if (files.length === 0) return;
      const sources = files.map((file) => fromBytes(file.name, file.bytes));
      const { count } = await storeAll(id, path, sources, false);
      if (count > 0) await writer.call('offline.report', { id, missing: [], files: count, artifacts: 0 });
    },
  };
}

function madeFiles(rest: LogRest, isAtRest: boolean): Source[] {
  const texts: [string, string | undefined][] = [['wandb-metadata.json', rest.metadata]];
  // The client writes these two when the run ends.
  if (isAtRest) texts.push(['config.yaml', rest.configYaml], ['wandb-summary.json', rest.summary]);
  return texts.flatMap(([name, text]) => (text === undefined ? [] : [fromBytes(name, Buffer.from(text))]));
}

function fromBytes(name: string, bytes: Uint8Array): Source {
  const open = (): AsyncIterable<Buffer> => Readable.from([Buffer.from(bytes)]);
  return { name, sizeBytes: bytes.length, modifiedAt: 0, isMade: true, open };
}

function fromDisk(file: { name: string; path: string; sizeBytes: number; modifiedAt: number }): Source {
  const { path, ...about } = file;
  return { ...about, name: normaliseFileName(file.name), isMade: false, open: () => readBytes(path) };
}

function isAllowed(name: string): boolean {
  try {
    normaliseFileName(name);
    return true;
  } catch {
    // A name that no client could upload either.
    return false;
  }
}
