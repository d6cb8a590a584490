import type Database from 'better-sqlite3';
import type { ReadableDb } from './context.ts';

const KEPT_STATEMENTS = 512;

const statements = new WeakMap<ReadableDb, Map<string, Database.Statement>>();

/**
 * The statement for a fixed SQL text, compiled once per database handle.
 * For texts from a fixed set: the rooms have some 200 of them. Beyond KEPT_STATEMENTS the oldest is compiled anew.
 */
export function prepared(db: ReadableDb, sql: string): Database.Statement {
  let known = statements.get(db);
  if (known === undefined) statements.set(db, (known = new Map()));
  let statement = known.get(sql);
  if (statement === undefined) {
    known.set(sql, (statement = db.prepare(sql)));
    if (known.size > KEPT_STATEMENTS) known.delete(known.keys().next().value ?? '');
  }
  return statement;
}
