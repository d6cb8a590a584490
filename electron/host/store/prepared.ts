import type Database from 'better-sqlite3';
import type { ReadableDb } from './context.ts';

const statements = new WeakMap<ReadableDb, Map<string, Database.Statement>>();

/**
 * The statement for a fixed SQL text, compiled once per database handle.
 * Only for texts from a fixed set: each distinct text is kept for the handle's life.
 */
export function prepared(db: ReadableDb, sql: string): Database.Statement {
  let known = statements.get(db);
  if (known === undefined) statements.set(db, (known = new Map()));
  let statement = known.get(sql);
  if (statement === undefined) known.set(sql, (statement = db.prepare(sql)));
  return statement;
}
