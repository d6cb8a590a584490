import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunPath, UnixMs } from '#shared/units';
import { appendLines, ensureStream, readRows } from '../points/index.ts';
import { makeTestStore, type TestStore } from '../test-support.ts';
import { findRun, findRunById, runAt, wasDeleted } from './find.ts';
import {
  ensureProject,
  moveRun,
  purgeRuns,
  restoreRun,
  type RunRow,
  setRunState,
  trashedBefore,
  trashedRuns,
  type TrashedRow,
  trashRun,
  upsertRun,
} from './index.ts';

const PATH: RunPath = { entity: 'me', project: 'p', run: 'one' };
let store: TestStore;
beforeEach(() => void (store = makeTestStore()));
afterEach(() => store.close());

const current = (path = PATH): RunRow => runAt(store.db, path);

function makeRun(path = PATH, isOver = true): RunRow {
  store.write((ctx) => {
    const { run } = upsertRun(ctx, { path, username: 'me', config: '{"lr": {"value": 0.1}}', summary: '{"loss": 1}' });
    appendLines(ctx, ensureStream(ctx, run, 'history'), 0, ['{"loss": 2, "_step": 0}', '{"loss": 1, "_step": 1}']);
    if (isOver) setRunState(ctx, run, 'finished');
  });
  return current(path);
}

const trash = (path = PATH): void => store.write((ctx) => trashRun(ctx, current(path)));
const inTrash = (): TrashedRow[] => store.write((ctx) => trashedRuns(ctx, ensureProject(ctx, PATH).project));
const restore = (row: TrashedRow | undefined): void =>
  store.write((ctx) => {
    if (row !== undefined) restoreRun(ctx, row);
  });
const keysOf = (id: number): unknown =>
  store.db.prepare('SELECT doc, type, run_count FROM project_keys WHERE project_id = ? AND run_count > 0').all(id);

test('a deleted run is found nowhere, its client is told so, and it can be put back as it was', () => {
  const before = makeRun();
  const keys = keysOf(before.projectId);
  trash();
  expect(store.events).toEqual([
    { kind: 'run', path: PATH, aspects: ['deleted'] },
    { kind: 'project', path: { entity: 'me', project: 'p' }, aspects: ['trash'] },
  ]);
  expect(findRun(store.db, PATH)).toBeUndefined();
  expect(findRunById(store.db, before.id)).toBeUndefined();
  expect(wasDeleted(store.db, PATH)).toBe(true);
  expect(keysOf(before.projectId)).toEqual([]);
  expect(() => makeRun()).toThrow('was deleted here');
  const [row] = inTrash();
  expect(row).toEqual({ id: before.id, projectId: before.projectId, name: 'one' });
  restore(row);
  expect(current()).toMatchObject({ ...before, updatedAt: expect.any(Number) as number });
  expect([...readRows(store.db, before.id, 'history')]).toHaveLength(2);
  expect(keysOf(before.projectId)).toEqual(keys);
  expect(inTrash()).toEqual([]);
  // The same script may go on: nothing says any more that the run was deleted.
  makeRun();
  expect(current().id).toBe(before.id);
});

test('a run that is deleted while it runs has ended', () => {
  makeRun(PATH, false);
  trash();
  restore(inTrash()[0]);
  expect(current()).toMatchObject({ state: 'killed', stateReason: 'deleted while it ran' });
});

test('what was deleted is never mixed with a new run of its id, and does not come back over it', () => {
  const old = makeRun();
  trash();
  makeRun({ ...PATH, project: 'q' });
  store.write((ctx) => moveRun(ctx, current({ ...PATH, project: 'q' }), ensureProject(ctx, PATH).project));
  const fresh = current();
  expect(fresh.id).not.toBe(old.id);
  expect(() => restore(inTrash()[0])).toThrow('The project p already has a run with the id one.');
  expect(current().id).toBe(fresh.id);
  // Two of one id lie in the trash, each by itself.
  trash();
  expect(inTrash().map(({ id }) => id)).toEqual([fresh.id, old.id]);
  restore(inTrash()[1]);
  expect(current().id).toBe(old.id);
});

test('what goes for good is told in bytes, and its id stays deleted', () => {
  const run = makeRun();
  store.db
    .exec(`INSERT INTO blobs (id, sha256, md5, size_bytes, created_at) VALUES (1, 'a', 'a', 1000, 0), (2, 'b', 'b', 500, 0);
    INSERT INTO run_files (run_id, name, blob_id, mimetype, updated_at) VALUES (${run.id}, 'own', 1, '', 0), (${run.id}, 'shared', 2, '', 0)`);
  const other = makeRun({ ...PATH, run: 'two' });
  store.db.exec(
    `INSERT INTO run_files (run_id, name, blob_id, mimetype, updated_at) VALUES (${other.id}, 'shared', 2, '', 0)`,
  );
  trash();
  expect(store.db.prepare('SELECT count(*) FROM unused_candidates').pluck().get()).toBe(0);
  expect(store.write((ctx) => purgeRuns(ctx, trashedRuns(ctx, ensureProject(ctx, PATH).project)))).toBe(1000);
  expect(store.events).toEqual([{ kind: 'project', path: { entity: 'me', project: 'p' }, aspects: ['trash'] }]);
  expect(store.db.prepare('SELECT blob_id FROM unused_candidates ORDER BY blob_id').pluck().all()).toEqual([1, 2]);
  expect(inTrash()).toEqual([]);
  expect(wasDeleted(store.db, PATH)).toBe(true);
  expect(store.db.prepare('SELECT count(*) FROM streams WHERE run_id = ?').pluck().get(run.id)).toBe(0);
});

test('only what has lain there long enough is due', () => {
  makeRun();
  makeRun({ ...PATH, run: 'two' });
  trash();
  store.time += 1000;
  trash({ ...PATH, run: 'two' });
  const due = (before: number): string[] =>
    store.write((ctx) => trashedBefore(ctx, before as UnixMs, 10).map(({ name }) => name));
  expect(due(store.time - 1000)).toEqual([]);
  expect(due(store.time)).toEqual(['one']);
  expect(due(store.time + 1)).toEqual(['one', 'two']);
});
