import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { dataPaths } from '#host/base';
import { openReadable } from '#host/store';
import { Problem } from '#shared/errors';
import type { BundleForm } from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import { artifactPath, FORMAT, type Manifest, MANIFEST, README, VERSION } from '../format/schema.ts';
import { checkBundle } from '../read/check.ts';
import type { Report } from '../work/messages.ts';
import { gather, type Gathered, type SourceFile } from './gather.ts';
import { BUNDLE_README } from './readme.ts';
import { chunksOf, writeZip } from './zip.ts';

export interface ExportOrder {
  readonly dataDir: string;
  readonly runs: readonly RunPath[];
  readonly projects: readonly ProjectPath[];
  readonly form: BundleForm;
  readonly target: string;
  /** A folder of this job's own, for what is made on the way; on the disk of the data. */
  readonly stage: string;
  readonly username: string;
  readonly program: string;
}

export interface Exported {
  readonly runCount: number;
  readonly sizeBytes: number;
}

/**
 * Writes a bundle and reads it again: what it returns for lies on the disk and is whole.
 * Errors: `bundle.path`, `bundle.empty`, `run.unknown`.
 */
export async function exportBundle(order: ExportOrder, report: Report): Promise<Exported> {
  const target = resolve(order.target);
  await sorted(target, () => checkTarget(target, order.form));
  const gathered = gatherAll(order, target, report);
  const madeAt = new Date();
  const manifest = manifestText(order, gathered, madeAt);
  // Everything is written once and read once more.
  const total = gathered.files.reduce((sum, file) => sum + file.sizeBytes, 0) * 2;
  let done = 0;
  const told = (phase: 'writing' | 'checking') => (bytes: number) => report({ phase, done: (done += bytes), total });
  return sorted(target, async () => {
    const runCount = gathered.runs.length;
    if (order.form === 'folder') {
      await writeFolder(target, manifest, gathered.files, told('writing'));
      await checkFolder(target, gathered.files, told('checking'));
      return { runCount, sizeBytes: total / 2 };
    }
    await writeZip(target, manifest, gathered.files, told('writing'), madeAt);
    try {
      await checkBundle(target, { told: told('checking') });
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
    return { runCount, sizeBytes: (await stat(target)).size };
  });
}

function gatherAll(order: ExportOrder, target: string, report: Report): Gathered {
  const paths = dataPaths(order.dataDir);
  const db = openReadable(paths);
  const isFolder = order.form === 'folder';
  let done = 0;
  try {
    return gather(
      db,
      { ...order, paths, placeOf: (sha) => (isFolder ? join(target, artifactPath(sha)) : artifactPath(sha)) },
      (bytes) => report({ phase: 'gathering', done: (done += bytes), total: 0 }),
    );
  } finally {
    db.close();
  }
}

function manifestText(order: ExportOrder, { files, ...gathered }: Gathered, madeAt: Date): string {
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    madeAt: madeAt.toISOString(),
    madeBy: { user: order.username, program: order.program },
    ...gathered,
    files: files.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 })),
  };
  return `${JSON.stringify(manifest, undefined, 1)}\n`;
}

async function checkTarget(target: string, form: BundleForm): Promise<void> {
  const refuse = (reason: string): never => {
    throw new Problem('bundle.path', { path: target, reason });
  };
  if (form === 'zip') {
    if (!/\.zip$/i.test(target)) refuse('the name of a bundle ends with .zip');
    if (existsSync(target)) refuse('there is a file or folder of this name');
    if (!existsSync(dirname(target))) refuse('there is no such folder');
    return;
  }
  const found = await stat(target).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) refuse('there is a file of this name');
  if (found !== undefined && (await readdir(target)).length > 0) refuse('the folder is not empty');
  if (!existsSync(dirname(target))) refuse('there is no such folder');
}

/** Written beside its place and renamed, so that there is a whole folder or none. */
async function writeFolder(
  target: string,
  manifest: string,
  files: readonly SourceFile[],
  told: (bytes: number) => void,
): Promise<void> {
  const part = join(dirname(target), `.${basename(target)}.part`);
  await mkdir(part);
  try {
    for (const { path, source, sizeBytes } of files) {
      const place = join(part, ...path.split('/'));
      await mkdir(dirname(place), { recursive: true });
      await copyFile(source, place, constants.COPYFILE_FICLONE);
      told(sizeBytes);
    }
    await writeFile(join(part, MANIFEST), manifest);
    await writeFile(join(part, README), BUNDLE_README);
    await rm(target, { recursive: true, force: true });
    await rename(part, target);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

async function checkFolder(target: string, files: readonly SourceFile[], told: (bytes: number) => void): Promise<void> {
  for (const { path, sha256 } of files) {
    const hash = createHash('sha256');
    for await (const chunk of chunksOf(join(target, ...path.split('/')), told)) hash.update(chunk);
    if (hash.digest('hex') !== sha256) {
      throw new Problem('bundle.path', {
        path: target,
        reason: `the disk does not give ${path} back as it was written`,
      });
    }
  }
}

/** Failures of the disk in words. */
async function sorted<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const words: Readonly<Record<string, string>> = {
      ENOSPC: 'the disk is full',
      EDQUOT: 'the disk is full',
      EACCES: 'you may not write there',
      EPERM: 'you may not write there',
      EROFS: 'the disk can only be read',
      EEXIST: 'it is being written already',
      ENOENT: 'the folder is gone',
    };
    const reason = words[code];
    if (error instanceof Problem || reason === undefined) throw error;
    throw new Problem('bundle.path', { path, reason }, { cause: error });
  }
}
