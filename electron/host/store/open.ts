import Database from 'better-sqlite3';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataPaths } from '#host/base';
import { Problem } from '#shared/errors';
import type { UnixMs } from '#shared/units';
import { copyDamaged, migrateWithBackup } from './backups.ts';
import type { ReadableDb, WritableDb } from './context.ts';
import { findDamage, headerDamage } from './health.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { sortSqliteError } from './sqlite-errors.ts';

/** How long a statement waits for a lock; only another program on the same file can hold one for long. */
const BUSY_TIMEOUT_MS = 10_000;

const WRITER_PRAGMAS = [
  'journal_mode = WAL',
  // FULL: what was acknowledged survives a power cut, not only a crash of the process.
  'synchronous = FULL',
  'foreign_keys = ON',
  'recursive_triggers = OFF',
  'cache_size = -65536',
  'temp_store = MEMORY',
  // 4 MB between checkpoints: each holds up one post, and with 16 MB the slowest posts took half as long again, with
  // nothing gained for the others.
  'wal_autocheckpoint = 1000',
  'journal_size_limit = 67108864',
] as const;

// No memory map: reads are as quick without (the system caches the file), and its pages would count as ours, as would
// those of a larger cache: after charts of 13 M points the host had 235 MB resident with 1 GB and 32 MB, now 165.
const READER_PRAGMAS = ['query_only = ON', 'cache_size = -8192', 'temp_store = MEMORY'];

/**
 * Opens the one handle that writes, after it has made the data folder and the database where they are missing, looked
 * for damage, and brought the schema up to date (with a backup of the file first).
 * A damaged file is copied to the backups folder and otherwise left as it is; so is one of a newer Taffrail.
 * Errors: `store.corrupt`, `store.newer`, `store.read-only`, `store.full`, `store.busy`.
 */
export function openWritable(paths: DataPaths, now: () => UnixMs): WritableDb {
  return guarded(paths, () => {
    makeFolder(paths.root);
    if (existsSync(paths.database)) inspect(paths);
    const db = connect(paths.database, { timeout: BUSY_TIMEOUT_MS });
    return closeOnError(db, () => {
      // Lets deleted runs give their space back; must be said before the first table is made.
      if (db.pragma('user_version', { simple: true }) === 0) db.pragma('auto_vacuum = INCREMENTAL');
      for (const pragma of WRITER_PRAGMAS) db.pragma(pragma);
      migrateWithBackup(db, paths, now, MIGRATIONS);
      return db as WritableDb;
    });
  });
}

/**
 * Opens a handle that can only read; the database must have been opened by openWritable before.
 * Errors: as openWritable.
 */
export function openReadable(paths: DataPaths): ReadableDb {
  try {
    const db = connect(paths.database, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    for (const pragma of READER_PRAGMAS) db.pragma(pragma);
    return db as ReadableDb;
  } catch (error) {
    throw sortSqliteError(error, paths.database) ?? error;
  }
}

/** Closes the writer; close the readers before it, so that the WAL is folded into the file and the stop counts as clean. */
export function closeWritable(db: WritableDb): void {
  if (!db.open) return;
  db.pragma('optimize');
  db.close();
}

function connect(path: string, options: Database.Options): Database.Database {
  return new Database(path, options);
}

/** Throws when the file is damaged or too new, before anything could write to it. */
function inspect(paths: DataPaths): void {
  if (statSync(paths.database).size === 0) return;
  // Both files are gone after a clean stop.
  const isUnclean = existsSync(`${paths.database}-wal`) && statSync(`${paths.database}-wal`).size > 0;
  const damage = headerDamage(paths.database, isUnclean);
  if (damage !== undefined) throw new Damage(damage);
  const db = connect(paths.database, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const found = db.pragma('user_version', { simple: true }) as number;
    if (found > MIGRATIONS.length) {
      throw new Problem('store.newer', { path: paths.root, found, known: MIGRATIONS.length });
    }
    const faults = isUnclean ? findDamage(db, statSync(paths.database).size) : undefined;
    if (faults !== undefined) throw new Damage(faults);
  } finally {
    db.close();
  }
}

class Damage extends Error {}

function guarded<T>(paths: DataPaths, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const problem = sortSqliteError(error, paths.database) ?? sortFolderError(error, paths);
    if (error instanceof Damage || problem?.code === 'store.corrupt') {
      const reason = String(error instanceof Damage ? error.message : (problem?.details.reason ?? ''));
      const copy = copyDamaged(paths);
      throw new Problem('store.corrupt', { path: paths.database, reason, copy }, { cause: error });
    }
    throw problem ?? error;
  }
}

function makeFolder(root: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
}

function sortFolderError(error: unknown, paths: DataPaths): Problem | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Problem('store.full', {}, { cause: error });
  const isRefused = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(String(code));
  const isFolder = error instanceof TypeError && error.message.includes('directory does not exist');
  if (!isRefused && !isFolder) return undefined;
  return new Problem('store.read-only', { path: dirname(paths.database) }, { cause: error });
}

function closeOnError<T>(db: Database.Database, work: () => T): T {
  try {
    return work();
  } catch (error) {
    db.close();
    throw error;
  }
}
