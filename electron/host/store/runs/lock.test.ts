import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunPath } from '#shared/units';
import { appendLines, ensureStream, readRows } from '../points/index.ts';
import { makeTestStore, type TestStore } from '../test-support.ts';
import { findRun, runAt } from './find.ts';
import {
  editRun,
  ensureProject,
  lockRun,
  moveRun,
  refuseLockedAmong,
  type RunRow,
  setRunState,
  trashedRuns,
  trashRun,
  upsertRun,
} from './index.ts';

const PATH: RunPath = { entity: 'me', project: 'p', run: 'one' };
let store: TestStore;
beforeEach(() => void (store = makeTestStore()));
afterEach(() => store.close());

const current = (run = 'one'): RunRow => runAt(store.db, { ...PATH, run });

function makeRun(run = 'one'): RunRow {
  store.write((ctx) => {
    const made = upsertRun(ctx, { path: { ...PATH, run }, username: 'me', fields: { displayName: `run ${run}` } }).run;
    setRunState(ctx, made, 'finished');
  });
  return current(run);
}

const lock = (isLocked = true, run = 'one'): void => store.write((ctx) => lockRun(ctx, current(run), isLocked));

test('a run is unlocked until a person locks it; doing so twice tells nobody', () => {
  expect(makeRun().isLocked).toBe(false);
  lock();
  expect(store.events).toEqual([{ kind: 'run', path: PATH, aspects: ['meta'] }]);
  expect(current().isLocked).toBe(true);
  lock();
  expect(store.events).toEqual([]);
  lock(false);
  expect(current().isLocked).toBe(false);
});

test('a locked run is neither deleted nor moved, and is once it is unlocked', () => {
  makeRun();
  lock();
  const move = (): void =>
    store.write((ctx) => moveRun(ctx, current(), ensureProject(ctx, { ...PATH, project: 'q' }).project));
  const trash = (): void => store.write((ctx) => trashRun(ctx, current()));
  const refusal = 'Locked: run one (one). A locked run is not deleted or moved';
  expect(trash).toThrow(refusal);
  expect(move).toThrow(refusal);
  expect(store.write((ctx) => trashedRuns(ctx, ensureProject(ctx, PATH).project))).toEqual([]);
  expect(current()).toMatchObject({ state: 'finished', isLocked: true });
  lock(false);
  trash();
  expect(findRun(store.db, PATH)).toBeUndefined();
});

test('a locked run takes new data and edits, and stays locked', () => {
  makeRun();
  lock();
  store.write((ctx) => {
    const { run } = upsertRun(ctx, { path: PATH, username: 'me' });
    appendLines(ctx, ensureStream(ctx, run, 'history'), 0, ['{"loss": 2, "_step": 0}']);
    editRun(ctx, run, { fields: { displayName: 'renamed', notes: 'n' }, tags: ['t'] });
  });
  expect(current()).toMatchObject({ state: 'running', displayName: 'renamed', notes: 'n', isLocked: true });
  expect([...readRows(store.db, current().id, 'history')]).toHaveLength(1);
});

test('of many runs the locked ones are named in the order of the project, three and how many more', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) makeRun(name);
  const check = (...runs: string[]): void =>
    store.write((ctx) => refuseLockedAmong(ctx, ensureProject(ctx, PATH).project, runs));
  check(...names, 'gone');
  for (const name of ['e', 'c', 'b', 'd']) lock(true, name);
  expect(() => check('a', 'e', 'b')).toThrow('Locked: run b (b), run e (e). A');
  expect(() => check(...names)).toThrow('Locked: run b (b), run c (c), run d (d) and 1 more. A');
  check('a');
});
