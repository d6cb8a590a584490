import { createHash, randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DataPaths } from '#host/base';
import { Problem } from '#shared/errors';
import type { StoredBlob } from './records.ts';

/** Bytes kept free on the disk, so that the database can still write when an upload would fill it. */
const RESERVE_BYTES = 64 * 1024 * 1024;

/** Bytes of an upload that are written at once; twice as many are in memory. */
const BATCH_BYTES = 1024 * 1024;

/** Bytes that lie in the store; `release` says that the database knows them (or never will). */
export interface ReceivedBlob {
  readonly blob: StoredBlob;
  release(): void;
}

/** What to expect of the bytes; a difference refuses them. */
export interface Expectation {
  readonly sizeBytes?: number | undefined;
  /** Base64, from a Content-MD5 header. */
  readonly md5?: string | undefined;
  /** The file's name, for messages. */
  readonly name: string;
}

/** The content-addressed files of one data directory. Lives in the main thread, one per host. */
export interface BlobStore {
  /**
   * Stores a stream in constant memory. When it resolves, the bytes are on disk for good; until `release` is called
   * they cannot be collected. An interrupted stream leaves nothing.
   * Errors: `store.full`, `store.read-only`, `file.digest`, `request.cancelled` (the sender went away).
   */
  receive(body: AsyncIterable<Buffer>, expected: Expectation): Promise<ReceivedBlob>;
  pathOf(sha256: string): string;
  /** Removes bytes that the database does not know, unless an upload of the same bytes is under way. */
  remove(sha256: string): void;
  /** Removes what interrupted uploads of an earlier process left. */
  removeStaleUploads(): Promise<void>;
  /** The hashes stored under one two-digit prefix (`00` to `ff`), older than `beforeMs` by their file's time. */
  list(prefix: string, beforeMs: number): Promise<string[]>;
}

/** Where stored bytes lie; only to be read. */
export function blobPath(paths: Pick<DataPaths, 'files'>, sha256: string): string {
  return join(paths.files, sha256.slice(0, 2), sha256.slice(2));
}

export function openBlobStore(paths: Pick<DataPaths, 'files' | 'uploads'>): BlobStore {
  const pins = new Map<string, number>();
  const pathOf = (sha256: string): string => blobPath(paths, sha256);
  const pin = (sha256: string): (() => void) => {
    pins.set(sha256, (pins.get(sha256) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (pins.get(sha256) ?? 1) - 1;
      if (left === 0) pins.delete(sha256);
      else pins.set(sha256, left);
    };
  };
  return {
    pathOf,
    receive: (body, expected) =>
      sorted(paths.uploads, async () => {
        await mkdir(paths.uploads, { recursive: true });
        await ensureSpace(paths.uploads, expected.sizeBytes ?? 0);
        const temporary = join(paths.uploads, randomUUID());
        try {
          const blob = await writeHashed(temporary, body);
          checkExpected(blob, expected);
          // Pinned before the look at the disk: from here on `remove` leaves these bytes alone.
          const release = pin(blob.sha256);
          await place(temporary, pathOf(blob.sha256), blob.sizeBytes).catch((error: unknown) => {
            release();
            throw error;
          });
          return { blob, release };
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
      }),
    remove(sha256) {
      if (pins.has(sha256)) return;
      // Synchronous, so that no upload of the same bytes can find the file between the test and the removal.
      try {
        unlinkSync(pathOf(sha256));
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    },
    removeStaleUploads: () => rm(paths.uploads, { recursive: true, force: true }),
    list: (prefix, beforeMs) => listOld(join(paths.files, prefix), prefix, beforeMs),
  };
}

async function writeHashed(path: string, body: AsyncIterable<Buffer>): Promise<StoredBlob> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let sizeBytes = 0;
  const file = await open(path, 'wx', 0o600);
  // The disk writes one batch while the next one arrives and is hashed: 1.7 times the rate of one after the other.
  let batch: Buffer[] = [];
  let batchBytes = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    writing = writeAll(file, batch);
    // Looked at with the next batch or at the end; until then it must not count as unhandled.
    writing.catch(() => undefined);
    batch = [];
    batchBytes = 0;
  };
  try {
    for await (const chunk of body) {
      sha256.update(chunk);
      md5.update(chunk);
      sizeBytes += chunk.length;
      batch.push(chunk);
      batchBytes += chunk.length;
      if (batchBytes >= BATCH_BYTES) await flush();
    }
    await flush();
    await writing;
    await file.sync();
  } finally {
    await writing.catch(() => undefined);
    await file.close();
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('base64'), sizeBytes };
}

async function writeAll(file: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  let left = [...chunks];
  while (left.length > 0) {
    let { bytesWritten } = await file.writev(left);
    // A disk that is nearly full takes a part.
    left = left.flatMap((chunk) => {
      const skipped = Math.min(bytesWritten, chunk.length);
      bytesWritten -= skipped;
      return skipped === chunk.length ? [] : [chunk.subarray(skipped)];
    });
  }
}

function checkExpected(blob: StoredBlob, expected: Expectation): void {
  const isWhole = expected.sizeBytes === undefined || expected.sizeBytes === blob.sizeBytes;
  if (!isWhole || (expected.md5 !== undefined && expected.md5 !== blob.md5)) {
    throw new Problem('file.digest', { name: expected.name });
  }
}

/** Moves a finished upload to its place; the same bytes are stored once. Durable when it resolves. */
async function place(temporary: string, target: string, sizeBytes: number): Promise<void> {
  const known = await stat(target).catch(() => undefined);
  // A file of another size is not what its name says (a damaged disk): the new bytes take its place.
  const folder = dirname(target);
  if (known?.size === sizeBytes) {
    await rm(temporary);
    // Whoever put it there may have been killed, or be at this moment, between the renaming and this.
    return syncFolder(folder);
  }
  const made = await mkdir(folder, { recursive: true });
  await rename(temporary, target);
  await syncFolder(folder);
  if (made !== undefined) await syncFolder(dirname(folder));
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders and does not need it: its renames are durable with the file.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function ensureSpace(folder: string, sizeBytes: number): Promise<void> {
  const disk = await statfs(folder);
  if (disk.bavail * disk.bsize < sizeBytes + RESERVE_BYTES) throw new Problem('store.full');
}

async function listOld(folder: string, prefix: string, beforeMs: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{62}$/.test(name)) continue;
    const info = await stat(join(folder, name)).catch(() => undefined);
    if (info !== undefined && info.mtimeMs < beforeMs) found.push(prefix + name);
  }
  return found.sort();
}

/** Turns the file system's expected failures into Problems. */
async function sorted<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
      throw new Problem('store.full', {}, { cause: error });
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new Problem('store.read-only', { path }, { cause: error });
    }
    if (code === 'EMFILE' || code === 'ENFILE') throw new Problem('store.busy', {}, { cause: error });
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
      throw new Problem('request.cancelled', {}, { cause: error });
    }
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
