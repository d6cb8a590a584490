import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataPaths, dataPaths } from '#host/base';
import type { ChangeEvent } from '#shared/api';
import type { UnixMs } from '#shared/units';
import type { WritableDb, WriteContext } from './context.ts';
import { closeWritable, openWritable } from './open.ts';
import { runInTransaction } from './transaction.ts';

/** A store in a folder of its own, with a clock that moves only when told to. For tests. */
export interface TestStore {
  readonly paths: DataPaths;
  readonly db: WritableDb;
  /** Milliseconds since 1970; set it to move the time. */
  time: number;
  now(): UnixMs;
  /** Runs `work` as one transaction and returns what it returned. */
  write<T>(work: (ctx: WriteContext) => T): T;
  /** What the last write would have told the windows. */
  events: readonly ChangeEvent[];
  close(): void;
}

export function makeTestStore(): TestStore {
  const root = mkdtempSync(join(tmpdir(), 'taffrail-store-'));
  const paths = dataPaths(root);
  const store: TestStore = {
    paths,
    time: Date.UTC(2026, 0, 1),
    now: () => store.time as UnixMs,
    db: openWritable(paths, () => store.time as UnixMs),
    events: [],
    write(work) {
      const { result, events } = runInTransaction(store.db, store.now, work);
      store.events = events;
      return result;
    },
    close() {
      closeWritable(store.db);
      rmSync(root, { recursive: true, force: true });
    },
  };
  return store;
}
