import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { MANIFEST, README } from '../format/schema.ts';
import type { SourceFile } from './gather.ts';
import { BUNDLE_README } from './readme.ts';

/** What packing makes smaller; of all else it only takes time (a minute for a gigabyte of weights). */
const PACKABLE =
  /\.(wandb|jsonl?|txt|log|csv|tsv|ya?ml|toml|html?|svg|xml|md|py|ipynb|js|ts|sh|patch|diff|ply|obj|gltf|pdb|sdf|mol2?|tfevents[^/]*)$/i;
const CHUNK_BYTES = 1024 * 1024;
const MODE = 0o100644;

/**
 * Writes a bundle's zip file: beside its place first, then renamed, so that there is a whole one or none.
 * Errors: those of the file system.
 */
export async function writeZip(
  target: string,
  manifest: string,
  files: readonly SourceFile[],
  told: (bytes: number) => void,
  madeAt: Date,
): Promise<void> {
  const part = `${target}.part`;
  const zip = new ZipFile();
  const options = { mtime: madeAt, mode: MODE };
  zip.addBuffer(Buffer.from(BUNDLE_README), README, options);
  zip.addBuffer(Buffer.from(manifest), MANIFEST, options);
  for (const { path, source, sizeBytes } of files) {
    const about = { ...options, size: sizeBytes, compress: PACKABLE.test(path) };
    zip.addReadStreamLazy(path, about, (take) => take(null, Readable.from(chunksOf(source, told))));
  }
  zip.end();
  try {
    const failed = new Promise<never>((_, reject) => zip.on('error', reject));
    await Promise.race([pipeline(zip.outputStream, createWriteStream(part, { flags: 'wx', mode: 0o644 })), failed]);
    const file = await open(part, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** The bytes of a file, read while they are asked for. */
export async function* chunksOf(path: string, told: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      told(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
