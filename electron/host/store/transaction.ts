import type { ChangeEvent } from '#shared/api';
import type { UnixMs } from '#shared/units';
import type { WritableDb, WriteContext } from './context.ts';
import { mergeEvents } from './events.ts';
import { sortSqliteError } from './sqlite-errors.ts';

/** The handlers of a writer thread by name, as the rooms export them (`ingestWrites` and so on). */
export type WriteHandlers = Readonly<Record<string, (ctx: WriteContext, args: never) => unknown>>;

export interface WriteCall {
  readonly name: string;
  readonly args: unknown;
}

export interface WriteOutcome {
  /** What the handler returned; may be a `Transferred`. */
  readonly result: unknown;
  /** What to tell the windows, at most one entry per run or project. */
  readonly events: readonly ChangeEvent[];
}

// One memory per database handle; see WriteContext.cached.
const memories = new WeakMap<WritableDb, Map<string, unknown>>();

/**
 * Runs one write call as one transaction; when it returns, everything it wrote is on disk.
 * Time stands still during a call: `ctx.now()` gives the time at which it began.
 * Errors: rethrows the handler's error after undoing all of it; SQLite's own errors come as `store.*` Problems.
 */
export function runWriteCall(
  db: WritableDb,
  handlers: WriteHandlers,
  call: WriteCall,
  now: () => UnixMs,
): WriteOutcome {
  const handler = handlers[call.name];
  if (handler === undefined) throw new Error(`no handler ${call.name}`);
  return runInTransaction(db, now, (ctx) => handler(ctx, call.args as never));
}

/** As runWriteCall, for work that is not a named call: start-up tasks and tests. */
export function runInTransaction<T>(
  db: WritableDb,
  now: () => UnixMs,
  work: (ctx: WriteContext) => T,
): { readonly result: T; readonly events: readonly ChangeEvent[] } {
  const events: ChangeEvent[] = [];
  const ctx = makeContext(db, now(), events);
  try {
    db.exec('BEGIN IMMEDIATE');
    const result = work(ctx);
    db.exec('COMMIT');
    return { result, events: mergeEvents(events) };
  } catch (error) {
    memories.delete(db);
    // SQLite has already rolled back by itself after some errors (disk full, for one).
    if (db.inTransaction) db.exec('ROLLBACK');
    throw sortSqliteError(error, db.name) ?? error;
  }
}

function makeContext(db: WritableDb, startedAt: UnixMs, events: ChangeEvent[]): WriteContext {
  return {
    db,
    now: () => startedAt,
    emit: (change) => void events.push(change),
    cached<T>(key: string, make: () => T): T {
      let memory = memories.get(db);
      if (memory === undefined) memories.set(db, (memory = new Map()));
      if (!memory.has(key)) memory.set(key, make());
      return memory.get(key) as T;
    },
  };
}
