import type { ProjectRowId, RunRowId } from '#shared/units';
import { makeTestStore, type TestStore } from '../test-support.ts';
import {
  appendLines,
  ensureStream,
  type AppendResult,
  type Row,
  JsonText,
  readRows,
  type RowQuery,
  type StreamRef,
  sealSome,
  sealStream,
} from './index.ts';

/** A store with bare runs, for tests of points only. */
export interface PointsTest {
  readonly store: TestStore;
  readonly runId: RunRowId;
  stream(writer?: string, kind?: 'history' | 'events'): StreamRef;
  append(offset: number, lines: readonly string[], writer?: string): AppendResult;
  seal(writer?: string): void;
  /** All that posts left for later. */
  rest(): void;
  rows(query?: RowQuery): Record<string, unknown>[];
}

export function makePointsTest(): PointsTest & Disposable {
  const store = makeTestStore();
  store.db.exec(`INSERT INTO entities (id, name, created_at) VALUES (1, 'e', 0);
    INSERT INTO projects (id, entity_id, name, created_at) VALUES (1, 1, 'p', 0);
    INSERT INTO runs (id, project_id, name, display_name, state, created_at, updated_at, heartbeat_at, username)
    VALUES (1, 1, 'r', 'r', 'running', 0, 0, 0, 'u');`);
  const run = { id: 1 as RunRowId, projectId: 1 as ProjectRowId };
  const stream: PointsTest['stream'] = (writer = '', kind = 'history') =>
    store.write((ctx) => ensureStream(ctx, run, kind, writer));
  return {
    store,
    runId: run.id,
    stream,
    append: (offset, lines, writer) => {
      const ref = stream(writer);
      return store.write((ctx) => appendLines(ctx, ref, offset, lines));
    },
    seal: (writer) => {
      const ref = stream(writer);
      store.write((ctx) => sealStream(ctx, ref));
    },
    rest: () => {
      while (store.write(sealSome));
    },
    rows: (query) => [...readRows(store.db, run.id, 'history', query)].map(plainRow),
    [Symbol.dispose]: () => store.close(),
  };
}

/** A row as a plain object, texts read. */
export function plainRow(row: Row): Record<string, unknown> {
  return Object.fromEntries([...row].map(([key, cell]) => [key, cell instanceof JsonText ? cell.read() : cell]));
}
