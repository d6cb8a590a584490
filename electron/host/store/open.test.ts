import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataPaths } from '#host/base';
import { Problem } from '#shared/errors';
import type { UnixMs } from '#shared/units';
import { migrateWithBackup } from './backups.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { closeWritable, openReadable, openWritable } from './open.ts';
import { sortSqliteError } from './sqlite-errors.ts';
import { runInTransaction, runWriteCall } from './transaction.ts';

const KNOWN = MIGRATIONS.length;
const now = (): UnixMs => Date.UTC(2026, 0, 1) as UnixMs;

function freshPaths(): ReturnType<typeof dataPaths> {
  return dataPaths(join(mkdtempSync(join(tmpdir(), 'taffrail-open-')), 'data'));
}

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Closes without folding the WAL back, as a killed process leaves it. */
function makeUnclean(paths: ReturnType<typeof dataPaths>): void {
  const db = openWritable(paths, now);
  runInTransaction(db, now, (ctx) => {
    const insert = ctx.db.prepare('INSERT INTO keys (name) VALUES (?)');
    for (let i = 0; i < 2000; i++) insert.run(`metric/${i}/${'x'.repeat(50)}`);
  });
  db.pragma('wal_checkpoint(FULL)');
  runInTransaction(db, now, (ctx) => ctx.db.prepare("INSERT INTO keys (name) VALUES ('last')").run());
  const [file, wal] = [readFileSync(paths.database), readFileSync(`${paths.database}-wal`)];
  closeWritable(db);
  writeFileSync(paths.database, file);
  writeFileSync(`${paths.database}-wal`, wal);
}

test('a new folder gets a database that is durable and at the newest schema', () => {
  const paths = freshPaths();
  const db = openWritable(paths, now);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(db.pragma('user_version', { simple: true })).toBe(KNOWN);
  const reader = openReadable(paths);
  expect(() => reader.exec("INSERT INTO keys (name) VALUES ('x')")).toThrow();
  reader.close();
  closeWritable(db);
  expect(existsSync(`${paths.database}-wal`)).toBe(false);
  closeWritable(openWritable(paths, now));
});

test('migrations are numbered by their place', () => {
  expect(MIGRATIONS.map((migration) => migration.number)).toEqual(MIGRATIONS.map((_, i) => i + 1));
});

test('what was committed is there after a kill', () => {
  const paths = freshPaths();
  makeUnclean(paths);
  const db = openWritable(paths, now);
  expect(db.prepare("SELECT count(*) AS n FROM keys WHERE name = 'last'").get()).toEqual({ n: 1 });
  closeWritable(db);
});

test.each([
  ['text in place of a database', (path: string) => writeFileSync(path, 'no database at all, '.repeat(50))],
  ['a cut file', (path: string) => truncateSync(path, 8192)],
  ['a few bytes', (path: string) => writeFileSync(path, 'SQLite')],
])('%s is copied away, named, and left as it is', (_name, spoil) => {
  const paths = freshPaths();
  closeWritable(openWritable(paths, now));
  spoil(paths.database);
  const before = readFileSync(paths.database);
  const problem = problemOf(() => openWritable(paths, now));
  expect(problem.code).toBe('store.corrupt');
  expect(readFileSync(paths.database).equals(before)).toBe(true);
  expect(readFileSync(String(problem.details.copy)).equals(before)).toBe(true);
  problemOf(() => openWritable(paths, now));
  expect(readdirSync(paths.backups)).toHaveLength(1);
});

test('pages overwritten with rubbish are found after an unclean stop', () => {
  const paths = freshPaths();
  makeUnclean(paths);
  const bytes = readFileSync(paths.database);
  bytes.fill(0x5a, 4096 * 4, bytes.length - 4096);
  writeFileSync(paths.database, bytes);
  const problem = problemOf(() => openWritable(paths, now));
  expect(problem.code).toBe('store.corrupt');
  expect(problem.message).toContain(paths.database);
  expect(readFileSync(paths.database).equals(bytes)).toBe(true);
});

test('a database of a newer Taffrail is refused and not touched', () => {
  const paths = freshPaths();
  const db = openWritable(paths, now);
  db.pragma('user_version = 999');
  closeWritable(db);
  const before = readFileSync(paths.database);
  const problem = problemOf(() => openWritable(paths, now));
  expect(problem.code).toBe('store.newer');
  expect(problem.message).toContain('schema 999');
  expect(readFileSync(paths.database).equals(before)).toBe(true);
});

test('a place that cannot hold a folder is named as not writable', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'taffrail-open-')), 'file');
  writeFileSync(file, '');
  const problem = problemOf(() => openWritable(dataPaths(join(file, 'data')), now));
  expect(problem.code).toBe('store.read-only');
  expect(problem.message).toContain(join(file, 'data'));
});

test('writing through a read-only handle is sorted as store.read-only', () => {
  const paths = freshPaths();
  closeWritable(openWritable(paths, now));
  const db = new Database(paths.database, { readonly: true });
  let thrown: unknown;
  try {
    db.exec("INSERT INTO keys (name) VALUES ('x')");
  } catch (error) {
    thrown = error;
  }
  expect(sortSqliteError(thrown)?.code).toBe('store.read-only');
  db.close();
});

test('a full disk undoes the whole call, is told as store.full, and the store goes on afterwards', () => {
  const paths = freshPaths();
  const db = openWritable(paths, now);
  db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 20}`);
  const handlers = {
    fill: (ctx: { db: typeof db }, args: { count: number }) => {
      const insert = ctx.db.prepare('INSERT INTO keys (name) VALUES (?)');
      for (let i = 0; i < args.count; i++) insert.run(`${i}${'x'.repeat(1000)}`);
    },
  };
  const problem = problemOf(() => runWriteCall(db, handlers, { name: 'fill', args: { count: 500 } }, now));
  expect(problem.code).toBe('store.full');
  expect(db.prepare('SELECT count(*) AS n FROM keys').get()).toEqual({ n: 0 });
  runWriteCall(db, handlers, { name: 'fill', args: { count: 3 } }, now);
  expect(db.prepare('SELECT count(*) AS n FROM keys').get()).toEqual({ n: 3 });
  closeWritable(db);
});

test('an error of the disk is passing trouble that names it', () => {
  const error = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
  const problem = sortSqliteError(error, '/data/taffrail.db');
  expect(problem).toMatchObject({ code: 'store.disk', status: 503, details: { code: 'SQLITE_IOERR_WRITE' } });
});

test('another program holding the lock is told as store.busy', () => {
  const paths = freshPaths();
  const db = openWritable(paths, now);
  db.pragma('busy_timeout = 1');
  const other = new Database(paths.database);
  other.exec('BEGIN IMMEDIATE');
  expect(problemOf(() => runInTransaction(db, now, () => 1)).code).toBe('store.busy');
  other.exec('ROLLBACK');
  other.close();
  closeWritable(db);
});

test('an upgrade keeps a copy of the file as it was, and a failing one changes nothing', () => {
  const paths = freshPaths();
  const db = openWritable(paths, now);
  db.exec("INSERT INTO keys (name) VALUES ('loss')");
  const step = (number: number, sql: string): { number: number; name: string; sql: string } => {
    return { number, name: `step-${number}`, sql };
  };
  const good = step(KNOWN + 1, 'ALTER TABLE keys ADD COLUMN note TEXT');
  expect(() => migrateWithBackup(db, paths, now, [good, step(KNOWN + 2, 'ALTER TABLE none ADD COLUMN x')])).toThrow();
  expect(db.pragma('user_version', { simple: true })).toBe(KNOWN);
  expect(db.prepare('SELECT * FROM keys').get()).toEqual({ id: 1, name: 'loss' });
  migrateWithBackup(db, paths, now, [good]);
  expect(db.pragma('user_version', { simple: true })).toBe(KNOWN + 1);
  expect(db.prepare('SELECT * FROM keys').get()).toEqual({ id: 1, name: 'loss', note: null });
  const copy = readdirSync(paths.backups).filter((name) => name.startsWith(`before-schema-${KNOWN + 1}-`))[0] ?? '';
  const old = new Database(join(paths.backups, copy), { readonly: true });
  expect(old.pragma('user_version', { simple: true })).toBe(KNOWN);
  expect(old.prepare('SELECT * FROM keys').get()).toEqual({ id: 1, name: 'loss' });
  old.close();
  closeWritable(db);
});
