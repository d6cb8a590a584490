import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunPath } from '#shared/units';
import { appendLines, ensureStream, readRows } from '../points/index.ts';
import { makeTestStore, type TestStore } from '../test-support.ts';
import { readViews, saveView } from '../views.ts';
import { findRun, runAt, wasDeleted } from './find.ts';
import {
  ensureProject,
  moveRun,
  removeEmptyProject,
  type RunFields,
  type RunRow,
  setRunState,
  trashRun,
  upsertRun,
} from './index.ts';

let store: TestStore;
beforeEach(() => void (store = makeTestStore()));
afterEach(() => store.close());

const at = (project: string, run: string): RunPath => ({ entity: 'me', project, run });

const current = (path: RunPath): RunRow => runAt(store.db, path);

function log(path: RunPath, values: readonly number[], first = 0): void {
  store.write((ctx) => {
    const stream = ensureStream(ctx, current(path), 'history');
    appendLines(
      ctx,
      stream,
      first,
      values.map((loss, i) => JSON.stringify({ loss, _step: first + i })),
    );
  });
}

/** A finished run with a config, a summary and three rows. */
function makeRun(path: RunPath, fields: RunFields = {}): void {
  store.write((ctx) => {
    const config =
      '{"lr": {"value": 0.1}, "net": {"value": {"depth": 3}}, "_wandb": {"value": {"m": [{"1": "loss"}]}}}';
    upsertRun(ctx, { path, username: 'me', fields, config, summary: '{"loss": 1}' });
  });
  log(path, [3, 2, 1]);
  store.write((ctx) => setRunState(ctx, current(path), 'finished'));
}

function move(path: RunPath, to: string): void {
  store.write((ctx) => moveRun(ctx, current(path), ensureProject(ctx, { entity: 'me', project: to }).project));
}

/** Keys of projects as they are counted, and as they are when counted anew. */
function keyCounts(): { readonly kept: unknown; readonly anew: unknown } {
  const kept = `SELECT project_id, doc, key_id, type, run_count AS n FROM project_keys WHERE run_count <> 0
    ORDER BY project_id, doc, key_id, type`;
  const anew = `SELECT project_id, 'config' AS doc, key_id, CAST(kind AS TEXT) AS type, count(*) AS n FROM config_values GROUP BY 1, 3, 4
    UNION ALL SELECT project_id, 'summary', key_id, CAST(kind AS TEXT), count(*) FROM summary_values GROUP BY 1, 3, 4
    UNION ALL SELECT s.project_id, st.kind, s.key_id, t.key, count(*) FROM series s JOIN streams st ON st.id = s.stream_id,
      json_each(s.type_counts) t GROUP BY 1, 2, 3, 4
    UNION ALL SELECT s.project_id, st.kind, s.key_id, '', count(*) FROM series s JOIN streams st ON st.id = s.stream_id GROUP BY 1, 2, 3
    ORDER BY project_id, doc, key_id, type`;
  return { kept: store.db.prepare(kept).all(), anew: store.db.prepare(anew).all() };
}

test('a moved run has all it had, is counted in the other project alone, and goes on there', () => {
  makeRun(at('a', 'one'));
  makeRun(at('a', 'two'));
  makeRun(at('b', 'three'));
  const { id } = current(at('a', 'one'));
  move(at('a', 'one'), 'b');
  expect(store.events).toEqual([
    { kind: 'run', path: at('a', 'one'), aspects: ['deleted'], movedTo: at('b', 'one') },
    { kind: 'run', path: at('b', 'one'), aspects: ['created', 'meta', 'config', 'history', 'files'] },
  ]);
  expect(findRun(store.db, at('a', 'one'))).toBeUndefined();
  expect(wasDeleted(store.db, at('a', 'one'))).toBe(false);
  const moved = current(at('b', 'one'));
  expect(moved).toMatchObject({ id, project: 'b', state: 'finished', lastStep: -1 });
  expect([...readRows(store.db, id, 'history')]).toHaveLength(3);
  for (const table of ['config_values', 'summary_values', 'series', 'run_metric_definitions', 'run_sizes']) {
    const sql = `SELECT count(*) FROM ${table} WHERE run_id = ? AND project_id <> ?`;
    expect(store.db.prepare(sql).pluck().get(id, moved.projectId), table).toBe(0);
  }
  // A resumed run brings a key that is new: it is one of the other project.
  store.write((ctx) => {
    const stream = ensureStream(ctx, moved, 'history');
    appendLines(ctx, stream, 3, ['{"accuracy": 0.9, "loss": 0.5, "_step": 3}']);
  });
  const sql = 'SELECT DISTINCT project_id FROM series WHERE run_id = ?';
  expect(store.db.prepare(sql).pluck().all(id)).toEqual([moved.projectId]);
  const { kept, anew } = keyCounts();
  expect(kept).toEqual(anew);
});

test('a run that is moved back is what it was: its colour, its sweep, what was set on its page', () => {
  makeRun(at('a', 'zero'));
  makeRun(at('a', 'one'), { sweep: 'sw', group: 'g' });
  makeRun(at('b', 'other'));
  store.write((ctx) => {
    const { project } = ensureProject(ctx, at('a', ''));
    saveView(ctx, project, { id: 'run-one', scope: 'run:one', name: 'Charts', body: { x: 1 } });
    saveView(ctx, project, { id: 'workspace', scope: 'workspace', name: 'Workspace', body: {} });
  });
  const ordinal = (): unknown => store.db.prepare("SELECT ordinal FROM runs WHERE name = 'one'").pluck().get();
  move(at('a', 'one'), 'b');
  const moved = current(at('b', 'one'));
  expect(moved.sweep).toBeUndefined();
  expect(moved.group).toBe('g');
  expect(ordinal()).toBe(1);
  expect(readViews(store.db, moved.projectId)).toMatchObject([{ id: 'run-one', scope: 'run:one', body: { x: 1 } }]);
  makeRun(at('a', 'late'));
  move(at('b', 'one'), 'a');
  const back = current(at('a', 'one'));
  expect(back.sweep).toBe('sw');
  expect(ordinal()).toBe(1);
  expect(readViews(store.db, back.projectId).map((view) => view.id)).toEqual(['run-one', 'workspace']);
});

test('what cannot be moved stays as it is, and is told why', () => {
  makeRun(at('a', 'one'));
  makeRun(at('b', 'one'));
  expect(() => move(at('a', 'one'), 'b')).toThrow('The project b already has a run with the id one.');
  expect(() => move(at('a', 'one'), 'a')).toThrow('another project');
  store.write((ctx) => upsertRun(ctx, { path: at('a', 'live'), username: 'me', fields: { displayName: 'sea' } }));
  expect(() => move(at('a', 'live'), 'c')).toThrow('The run sea is running');
  expect(current(at('a', 'one')).project).toBe('a');
  expect(current(at('a', 'live')).project).toBe('a');
});

test('a run may go where one with its id was deleted, and can be logged to there', () => {
  makeRun(at('a', 'one'));
  makeRun(at('b', 'one'));
  store.write((ctx) => trashRun(ctx, current(at('b', 'one'))));
  move(at('a', 'one'), 'b');
  const again = store.write((ctx) => upsertRun(ctx, { path: at('b', 'one'), username: 'me' }));
  expect(again.isInserted).toBe(false);
});

test('only a project in which nothing is and nothing was can be taken away', () => {
  makeRun(at('a', 'one'));
  const remove = (name: string): boolean =>
    store.write((ctx) => removeEmptyProject(ctx, ensureProject(ctx, { entity: 'me', project: name }).project));
  move(at('a', 'one'), 'b');
  expect(remove('b')).toBe(false);
  move(at('b', 'one'), 'a');
  expect(remove('b')).toBe(true);
  expect(store.events).toEqual([{ kind: 'project', path: { entity: 'me', project: 'b' }, aspects: ['deleted'] }]);
  makeRun(at('c', 'two'));
  store.write((ctx) => trashRun(ctx, current(at('c', 'two'))));
  expect(remove('c')).toBe(false);
});
