import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths, type DataPaths } from '#host/base';
import {
  appendLines,
  closeWritable,
  ensureStream,
  findProject,
  findRun,
  openReadable,
  openWritable,
  type ReadableDb,
  type ReadContext,
  runInTransaction,
  type UpsertRunInput,
  upsertRun,
  type WriteContext,
} from '#host/store';
import type { ProjectPath, ProjectRowId, UnixMs } from '#shared/units';

/** A real store in a temporary folder, for tests of this room. */
export interface TestStore {
  readonly paths: DataPaths;
  readonly db: ReadableDb;
  /** What reads are given. */
  readonly context: ReadContext;
  /** Wall clock of writes, ms; moved by assigning. */
  now: number;
  write<T>(work: (ctx: WriteContext) => T): T;
  /** Makes or changes a run of `e/p`. */
  run(name: string, input?: Omit<UpsertRunInput, 'path' | 'username'>): void;
  /** Appends lines to what a run of `e/p` has. */
  log(run: string, lines: readonly object[], kind?: 'history' | 'events'): void;
  projectId(): ProjectRowId;
  close(): void;
}

export const PROJECT: ProjectPath = { entity: 'e', project: 'p' };

/** A store of its own for one test; `close` removes it. */
export function openTestStore(): TestStore {
  const root = mkdtempSync(join(tmpdir(), 'taffrail-query-'));
  const paths = dataPaths(root);
  const clock = (): UnixMs => store.now as UnixMs;
  const writable = openWritable(paths, () => Date.UTC(2026, 0, 1) as UnixMs);
  const db = openReadable(paths);
  const store: TestStore = {
    paths,
    db,
    context: { db, now: clock },
    now: Date.UTC(2026, 0, 2),
    write: (work) => runInTransaction(writable, clock, work).result,
    run(name, input = {}) {
      store.write((ctx) => upsertRun(ctx, { path: { ...PROJECT, run: name }, username: 'ada', ...input }));
    },
    log(run, lines, kind = 'history') {
      store.write((ctx) => {
        const row = findRun(ctx.db, { ...PROJECT, run });
        if (row === undefined) throw new Error(`no run ${run}`);
        const stream = ensureStream(ctx, row, kind);
        appendLines(
          ctx,
          stream,
          stream.lineCount,
          lines.map((line) => JSON.stringify(line)),
        );
      });
    },
    projectId() {
      const project = findProject(db, PROJECT);
      if (project === undefined) throw new Error('the test has no run yet');
      return project.id;
    },
    close() {
      db.close();
      closeWritable(writable);
      rmSync(root, { recursive: true });
    },
  };
  return store;
}
