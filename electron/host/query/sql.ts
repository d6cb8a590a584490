import type { prepared, ReadableDb } from '#host/store';

export type SqlValue = string | number | null;

/** A piece of SQL with its positional parameters. Values never stand in the text. */
export interface SqlPart {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export function part(sql: string, ...params: readonly SqlValue[]): SqlPart {
  return { sql, params };
}

type Statement = ReturnType<typeof prepared>;

// A page asks for the same few dozen texts over and over; people's filters add more without end.
const KEPT_STATEMENTS = 256;

const statements = new WeakMap<ReadableDb, Map<string, Statement>>();

/** The compiled statement for a text; the least recently used one is dropped when there are too many. */
export function statement(db: ReadableDb, sql: string): Statement {
  let known = statements.get(db);
  if (known === undefined) statements.set(db, (known = new Map()));
  const found = known.get(sql);
  if (found !== undefined) {
    known.delete(sql);
    known.set(sql, found);
    return found;
  }
  const made = db.prepare(sql);
  known.set(sql, made);
  if (known.size > KEPT_STATEMENTS) known.delete(known.keys().next().value ?? '');
  return made;
}

export function allRows<T>(db: ReadableDb, { sql, params }: SqlPart): T[] {
  return statement(db, sql).all(...params) as T[];
}

export function oneRow<T>(db: ReadableDb, { sql, params }: SqlPart): T | undefined {
  return statement(db, sql).get(...params) as T | undefined;
}
