import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTestStore, type TestStore } from '../test-support.ts';
import { SELECT_RUN } from './find.ts';

let store: TestStore;
beforeEach(() => (store = makeTestStore()));
afterEach(() => store.close());

// What each post runs must not look through a whole table, however many runs there are.
test.each([
  [
    'a run by its path',
    `${SELECT_RUN} WHERE e.name = ? AND p.name = ? AND r.name = ?`,
    /r USING INDEX .*project_id=\? AND name=\?/,
  ],
  [
    'silent runs',
    `${SELECT_RUN} WHERE r.state IN ('running', 'preempting') AND r.heartbeat_at < ? ORDER BY r.id`,
    /r USING INDEX runs_by_state \(state=\? AND heartbeat_at<\?\)/,
  ],
  ['tags', 'SELECT tag FROM run_tags WHERE run_id = ? ORDER BY position', /SEARCH run_tags USING PRIMARY KEY/],
  [
    'console pages',
    'SELECT body FROM console_blocks WHERE stream_id = ? AND block_no = ?',
    /SEARCH console_blocks USING PRIMARY KEY/,
  ],
])('%s use an index', (_name, sql, expected) => {
  const count = sql.split('?').length - 1;
  const rows = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array<number>(count).fill(0)) as {
    detail: string;
  }[];
  const plan = rows.map((row) => row.detail).join('\n');
  expect(plan).toMatch(expected);
  expect(plan).not.toMatch(/SCAN (r|p|e)\b/);
});
