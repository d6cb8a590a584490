import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeConsoleLines } from './console/index.ts';
import { giveBackPages } from './free-pages.ts';
import { ensureStream } from './points/index.ts';
import { ensureProject, purgeRuns, trashedRuns, trashRun, upsertRun } from './runs/index.ts';
import { makeTestStore } from './test-support.ts';

test('the file gets shorter after a large run was deleted, and what is left still works', () => {
  const store = makeTestStore();
  const path = { entity: 'me', project: 'p', run: 'big' };
  const run = store.write((ctx) => upsertRun(ctx, { path, username: 'me' }).run);
  const lines = Array.from({ length: 1200 }, (_, i) => `${i}`.repeat(6000));
  store.write((ctx) => writeConsoleLines(ctx, ensureStream(ctx, run, 'console'), 0, lines));
  const kept = store.write((ctx) => upsertRun(ctx, { path: { ...path, run: 'kept' }, username: 'me' }).run);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  const before = statSync(store.paths.database).size;
  store.write((ctx) => {
    trashRun(ctx, run);
    purgeRuns(ctx, trashedRuns(ctx, ensureProject(ctx, path).project));
  });
  let calls = 1;
  while (store.write((ctx) => giveBackPages(ctx))) calls += 1;
  expect(calls).toBeGreaterThan(1);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  expect(statSync(store.paths.database).size).toBeLessThan(before * 0.6);
  expect(store.db.pragma('quick_check', { simple: true })).toBe('ok');
  store.write((ctx) => writeConsoleLines(ctx, ensureStream(ctx, kept, 'console'), 0, ['still here']));
  expect(store.write((ctx) => giveBackPages(ctx))).toBe(false);
  store.close();
});
