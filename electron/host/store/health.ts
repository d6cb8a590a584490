import type Database from 'better-sqlite3';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Above this a full look at every page would delay the start by seconds; then only the small tables are looked at. */
const FULL_CHECK_BYTES = 256 * 1024 * 1024;
const SMALL_TABLES = ['meta', 'entities', 'projects', 'runs', 'streams', 'keys', 'run_tags', 'blobs', 'run_files'];

const MAGIC = 'SQLite format 3\0';

/**
 * What is wrong with the first page of a database file, or undefined. Costs one read of 100 bytes.
 * `hasWal`: part of the database still lies in the WAL, so that the file may rightly be shorter than it says.
 */
export function headerDamage(path: string, hasWal: boolean): string | undefined {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(100);
    const length = readSync(file, header, 0, 100, 0);
    if (length < 100) return `the file has only ${length} bytes`;
    if (header.toString('latin1', 0, 16) !== MAGIC) return 'it is not a SQLite database';
    const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    // The page count in the header is only kept when these two counters agree.
    const isCountKept = header.readUInt32BE(24) === header.readUInt32BE(92);
    const expected = pageSize * header.readUInt32BE(28);
    const actual = fstatSync(file).size;
    if (!hasWal && isCountKept && actual < expected) return `the file has ${actual} bytes instead of ${expected}`;
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** What SQLite's own quick check finds, or undefined. For files over 256 MB only the small tables are checked. */
export function findDamage(db: Database.Database, sizeBytes: number): string | undefined {
  if (sizeBytes <= FULL_CHECK_BYTES) return faults(db.pragma('quick_check(5)'));
  for (const table of SMALL_TABLES) {
    const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table);
    const found = exists === undefined ? undefined : faults(db.pragma(`quick_check(${table})`));
    if (found !== undefined) return found;
  }
  return undefined;
}

function faults(rows: unknown): string | undefined {
  const texts = (rows as { quick_check: string }[]).map((row) => row.quick_check);
  return texts.length === 1 && texts[0] === 'ok' ? undefined : texts.join('; ');
}
