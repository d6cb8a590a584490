import type Database from 'better-sqlite3';
import type { ChangeEvent } from '#shared/api';
import type { UnixMs } from '#shared/units';

/** A handle that can only read: a read function cannot be given more than it needs, nor a write less. */
export type ReadableDb = Database.Database & { readonly __reads: true };
export type WritableDb = ReadableDb & { readonly __writes: true };

/** What each handler on a reader thread is given. */
export interface ReadContext {
  readonly db: ReadableDb;
  now(): UnixMs;
}

/** What each handler on the writer thread is given. The call is one transaction: throwing undoes all of it. */
export interface WriteContext {
  readonly db: WritableDb;
  now(): UnixMs;
  /** Told to the windows after the commit; dropped when the call fails. Changes of one run are merged. */
  emit(change: ChangeEvent): void;
  /**
   * Memory that speeds up later calls, made by `make` on first use. All of it is thrown away when a call fails,
   * so it can never disagree with what was committed.
   */
  cached<T>(key: string, make: () => T): T;
}
