import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunFilter } from '#shared/api';
import { compileRunFilter } from './filter/compile.ts';
import { orderBy, planSort } from './runs/sort.ts';
import { openTestStore, type TestStore } from './test-store.ts';

let store: TestStore;
beforeAll(() => {
  store = openTestStore();
  store.run('a', { config: '{"x": {"value": 1}}', summary: '{"y": 1}' });
});
afterAll(() => store.close());

/** How SQLite goes about it, one line per step. */
function planOf(filter: RunFilter | undefined): string {
  const id = store.projectId();
  const { sql, params } = compileRunFilter(store.db, id, filter);
  const plan = planSort(store.db, id, []);
  const rows = store.db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT r.id FROM runs r WHERE r.project_id = ? AND ${sql} ORDER BY ${orderBy(plan.terms)}`,
    )
    .all(id, ...params) as { detail: string }[];
  return rows.map((row) => row.detail).join('\n');
}

test('the newest runs are read off an index, unsorted', () => {
  expect(planOf(undefined)).toBe('SEARCH r USING COVERING INDEX runs_by_creation (project_id=?)');
});

test.each<[string, RunFilter, RegExp]>([
  [
    'a number',
    { op: '>', column: { kind: 'config', key: 'x' }, value: 0 },
    /v USING COVERING INDEX config_by_value \(project_id=\? AND key_id=\? AND kind=\? AND num>\?\)/,
  ],
  [
    'a text',
    { op: '=', column: { kind: 'summary', key: 'y' }, value: 'x' },
    /v USING COVERING INDEX summary_by_value \(project_id=\? AND key_id=\? AND kind=\? AND num=\? AND text=\?\)/,
  ],
  [
    'a list of numbers',
    { op: 'in', column: { kind: 'config', key: 'x' }, values: [1, 2] },
    /v USING COVERING INDEX config_by_value \(project_id=\? AND key_id=\? AND kind=\? AND num=\?\)/,
  ],
  [
    'a value that exists',
    { op: 'exists', column: { kind: 'config', key: 'x' } },
    /v USING COVERING INDEX config_by_value \(project_id=\? AND key_id=\?/,
  ],
  [
    'a statistic',
    { op: '<', column: { kind: 'metric', key: 'x', stat: 'min' }, value: 1 },
    /s USING INDEX series_by_key/,
  ],
  [
    'a tag',
    { op: '=', column: { kind: 'run', key: 'tags' }, value: 'x' },
    /t EXISTS USING COVERING INDEX run_tags_by_tag/,
  ],
])('%s is looked up in its index, never by reading all values', (_name, filter, wanted) => {
  const plan = planOf(filter);
  expect(plan).toMatch(wanted);
  expect(plan).not.toMatch(/SCAN (v|s|t|r)\b/);
});
