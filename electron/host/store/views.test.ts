import { afterEach, beforeEach, expect, test } from 'vitest';
import { asProblem } from '#shared/errors';
import { ensureProject } from './runs/index.ts';
import { makeTestStore, type TestStore } from './test-support.ts';
import { deleteView, readViews, saveView } from './views.ts';

let store: TestStore;
beforeEach(() => void (store = makeTestStore()));
afterEach(() => store.close());

const view = (body: unknown) => ({ id: 'runs-table', scope: 'runs-table', name: 'Runs table', body });

test('each project has views of its own, whatever their ids', () => {
  const [p, q] = ['p', 'q'].map((project) =>
    store.write((ctx) => ensureProject(ctx, { entity: 'me', project }).project),
  );
  if (p === undefined || q === undefined) throw new Error('no projects');
  store.write((ctx) => saveView(ctx, p, view(1)));
  store.write((ctx) => saveView(ctx, q, view(2)));
  store.write((ctx) => saveView(ctx, q, view(3)));
  expect(readViews(store.db, p.id)).toMatchObject([{ id: 'runs-table', body: 1 }]);
  expect(readViews(store.db, q.id)).toMatchObject([{ id: 'runs-table', body: 3 }]);
  store.write((ctx) => deleteView(ctx, p, 'runs-table'));
  expect(readViews(store.db, p.id)).toEqual([]);
  expect(readViews(store.db, q.id)).toHaveLength(1);
  const again = (): void => store.write((ctx) => deleteView(ctx, p, 'runs-table'));
  expect(() => again()).toThrow(/no saved view/);
  try {
    again();
  } catch (error) {
    expect(asProblem(error).code).toBe('view.unknown');
  }
});

test('views that were stored under their own id before stay what they are', () => {
  const { project } = store.write((ctx) => ensureProject(ctx, { entity: 'me', project: 'p' }));
  store.db
    .prepare(
      "INSERT INTO views (id, project_id, scope, name, body_json, updated_at) VALUES ('old', ?, 's', 'n', '1', 0)",
    )
    .run(project.id);
  store.write((ctx) => saveView(ctx, project, { id: 'old', scope: 's', name: 'n', body: 2 }));
  expect(readViews(store.db, project.id)).toMatchObject([{ id: 'old', body: 2 }]);
  store.write((ctx) => deleteView(ctx, project, 'old'));
  expect(readViews(store.db, project.id)).toEqual([]);
});
