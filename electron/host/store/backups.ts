import type Database from 'better-sqlite3';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataPaths } from '#host/base';
import type { UnixMs } from '#shared/units';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the schema up to the last of `migrations`, all in one transaction: either every step is done or none.
 * A database that holds anything is first copied to `backups/before-schema-N-<time>.db`.
 */
export function migrateWithBackup(
  db: Database.Database,
  paths: DataPaths,
  now: () => UnixMs,
  migrations: readonly Migration[],
): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  const missing = migrations.filter((migration) => migration.number > found);
  if (missing.length === 0) return;
  if (found > 0) backUp(db, paths, `before-schema-${missing.at(-1)?.number ?? found}`, now());
  // A step may rebuild a table that others refer to; the references are checked at the end instead.
  db.pragma('foreign_keys = OFF');
  try {
    db.exec('BEGIN IMMEDIATE');
    for (const { number, sql } of missing) {
      db.exec(sql);
      db.pragma(`user_version = ${number}`);
    }
    const broken = db.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`the migration left ${broken.length} broken references`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/** Writes a consistent copy of the open database into the backups folder and returns its path. */
export function backUp(db: Database.Database, paths: DataPaths, name: string, now: UnixMs): string {
  const path = freeName(paths, name, now);
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  db.prepare('VACUUM INTO ?').run(unfinished);
  renameSync(unfinished, path);
  return path;
}

/**
 * Copies a damaged database file, with its WAL, into the backups folder and returns the copy's path.
 * The name comes from the file's own time: starting again and again must not fill the disk with the same copy.
 */
export function copyDamaged(paths: DataPaths): string {
  const path = join(paths.backups, `damaged-${timeInName(statSync(paths.database).mtimeMs)}.db`);
  if (existsSync(path)) return path;
  try {
    mkdirSync(paths.backups, { recursive: true, mode: 0o700 });
    if (existsSync(`${paths.database}-wal`)) copyFileSync(`${paths.database}-wal`, `${path}-wal`);
    copyFileSync(paths.database, `${path}.unfinished`);
    renameSync(`${path}.unfinished`, path);
    return path;
  } catch (error) {
    return `nowhere (${error instanceof Error ? error.message : String(error)})`;
  }
}

function freeName(paths: DataPaths, name: string, now: UnixMs): string {
  mkdirSync(paths.backups, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt++) {
    const path = join(paths.backups, `${name}-${timeInName(now)}${attempt === 1 ? '' : `-${attempt}`}.db`);
    if (!existsSync(path)) return path;
  }
}

function timeInName(unixMs: number): string {
  return new Date(unixMs)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
}
