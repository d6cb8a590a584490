import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FilterValue, RunFilter } from '#shared/api';
import { countRuns, listRuns } from '../runs/list.ts';
import { sortedRunIds } from '../runs/list.ts';
import { openTestStore, type TestStore } from '../test-store.ts';
import { compileRunFilter } from './compile.ts';

type Leaf = null | boolean | number | string | readonly string[];
interface TestRun {
  readonly state: 'finished' | 'failed';
  readonly tags: readonly string[];
  readonly group: string | undefined;
  readonly config: Readonly<Record<string, Leaf>>;
}

const KEYS = ['a', 'b', 'n.x', 'a.value'] as const;
const TEXTS = ['', 'x', 'X', 'xy', 'ä', '1', 'true'];
const scalar: fc.Arbitrary<FilterValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(-1, 0, 0.5, 1, 2, 1e300),
  fc.constantFrom(...TEXTS),
);
const leafValue: fc.Arbitrary<Leaf> = fc.oneof(scalar, fc.constantFrom(Number.NaN, Infinity), fc.constant(['x', 'b']));
const testRun: fc.Arbitrary<TestRun> = fc.record({
  state: fc.constantFrom('finished', 'failed'),
  tags: fc.uniqueArray(fc.constantFrom('x', 'xy', 'z'), { maxLength: 2 }),
  group: fc.option(fc.constantFrom('x', 'X'), { nil: undefined }),
  config: fc.dictionary(fc.constantFrom(...KEYS), leafValue, { noNullPrototype: true }),
});
const column = fc.oneof(
  fc.constantFrom('state' as const, 'group' as const, 'tags' as const).map((key) => ({ kind: 'run' as const, key })),
  fc.constantFrom(...KEYS, 'never').map((key) => ({ kind: 'config' as const, key })),
  fc.constant({ kind: 'config' as const, key: 'a.value', orKeys: ['a'] }),
);
const condition: fc.Arbitrary<RunFilter> = fc.oneof(
  fc.record({ op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), column, value: scalar }),
  fc.record({ op: fc.constantFrom('in', 'not in'), column, values: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ op: fc.constant('contains' as const), column, value: fc.constantFrom(...TEXTS) }),
  fc.record({ op: fc.constant('regex' as const), column, value: fc.constantFrom('x', '^x$', '(?i)X', '.', '"b"') }),
  fc.record({ op: fc.constantFrom('exists', 'missing'), column }),
);
const { filter } = fc.letrec<{ filter: RunFilter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc.record({ op: fc.constantFrom('and', 'or'), items: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ op: fc.constant('not' as const), item: tie('filter') }),
  ),
}));

let store: TestStore;
beforeAll(() => {
  store = openTestStore();
});
afterAll(() => store.close());

test('SQL finds the same runs as looking at each run', () => {
  fc.assert(
    fc.property(
      fc.array(testRun, { minLength: 1, maxLength: 8 }),
      fc.array(filter, { minLength: 1, maxLength: 8 }),
      (runs, filters) => {
        fill(runs);
        for (const wanted of filters) {
          const expected = runs.flatMap((run, i) => (matches(run, wanted) ? [`run${i}`] : []));
          expect(found(wanted)).toEqual(expected);
          expect(countRuns(store.db, store.projectId(), wanted)).toBe(expected.length);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('pages of any size and order give every run once, in the order of the table', () => {
  const order = fc.array(
    fc.record({
      column: fc.oneof(column, fc.constant({ kind: 'run' as const, key: 'createdAt' as const })),
      isDescending: fc.boolean(),
    }),
    { maxLength: 2 },
  );
  fc.assert(
    fc.property(
      fc.array(testRun, { minLength: 1, maxLength: 10 }),
      order,
      fc.integer({ min: 1, max: 4 }),
      (runs, keys, first) => {
        fill(runs);
        const condition = compileRunFilter(store.db, store.projectId(), undefined);
        const whole = sortedRunIds(store.db, store.projectId(), condition, keys);
        const paged: number[] = [];
        let after: string | undefined;
        for (;;) {
          const page = listRuns(store.db, store.projectId(), { order: keys, first, after });
          paged.push(...page.items.map((item) => item.id));
          after = page.endCursor;
          if (!page.hasNextPage || paged.length > runs.length) break;
        }
        expect(paged).toEqual(whole);
        expect(new Set(whole).size).toBe(runs.length);
      },
    ),
    { numRuns: 60 },
  );
});

test('a pattern that is not RE2 is refused', () => {
  fill([{ state: 'finished', tags: [], group: undefined, config: {} }]);
  const bad: RunFilter = { op: 'regex', column: { kind: 'run', key: 'state' }, value: '(?=x)' };
  expect(() => found(bad)).toThrow(expect.objectContaining({ code: 'filter.invalid' }));
});

test('a filter of more conditions than SQLite can nest is refused', () => {
  const item: RunFilter = { op: 'exists', column: { kind: 'run', key: 'state' } };
  expect(() => found({ op: 'or', items: Array<RunFilter>(1000).fill(item) })).toThrow(
    expect.objectContaining({ code: 'filter.invalid' }),
  );
});

function fill(runs: readonly TestRun[]): void {
  store.write((ctx) => ctx.db.exec('DELETE FROM runs'));
  runs.forEach((run, i) => {
    store.run(`run${i}`, {
      state: run.state,
      tags: run.tags,
      fields: { group: run.group ?? null },
      config: extended(Object.fromEntries(Object.entries(run.config).map(([key, value]) => [key, { value }]))),
    });
  });
}

function found(wanted: RunFilter): string[] {
  const { sql, params } = compileRunFilter(store.db, store.projectId(), wanted);
  return store.db
    .prepare(`SELECT r.name FROM runs r WHERE r.project_id = ? AND ${sql} ORDER BY r.id`)
    .pluck()
    .all(store.projectId(), ...params) as string[];
}

/** JSON with bare NaN and Infinity, as the client sends it. */
function extended(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? `#${item}#` : item,
  ).replaceAll(/"#([^"]+)#"/g, '$1');
}

// ---- the same meaning, run by run

function matches(run: TestRun, wanted: RunFilter): boolean {
  switch (wanted.op) {
    case 'and':
      return wanted.items.every((item) => matches(run, item));
    case 'or':
      return wanted.items.some((item) => matches(run, item));
    case 'not':
      return !matches(run, wanted.item);
    case '!=':
      return !matches(run, { ...wanted, op: '=' });
    case 'not in':
      return !matches(run, { ...wanted, op: 'in' });
    case 'missing':
      return !matches(run, { ...wanted, op: 'exists' });
    case 'exists':
      return existsIn(run, wanted.column);
    case 'in':
      return wanted.values.some((value) => matches(run, { op: '=', column: wanted.column, value }));
    default:
      return valuesOf(run, wanted.column).some((value) => matchesOne(value, wanted));
  }
}

function existsIn(
  run: TestRun,
  wanted: { readonly kind: string; readonly key: string; readonly orKeys?: readonly string[] },
): boolean {
  if (wanted.kind !== 'config') return valuesOf(run, wanted).length > 0;
  const names = [wanted.key, ...(wanted.orKeys ?? [])];
  return Object.keys(run.config).some((key) => names.some((name) => key === name || key.startsWith(`${name}.`)));
}

function valuesOf(
  run: TestRun,
  wanted: { readonly kind: string; readonly key: string; readonly orKeys?: readonly string[] },
): Leaf[] {
  if (wanted.key === 'state') return [run.state];
  if (wanted.key === 'group') return run.group === undefined ? [] : [run.group];
  if (wanted.key === 'tags') return [...run.tags];
  const key = [wanted.key, ...(wanted.orKeys ?? [])].find((name) => Object.hasOwn(run.config, name));
  const value = key === undefined ? undefined : run.config[key];
  return value === undefined ? [] : [value];
}

function matchesOne(value: Leaf, wanted: Extract<RunFilter, { value: unknown }>): boolean {
  const text = Array.isArray(value) ? JSON.stringify(value) : value;
  switch (wanted.op) {
    case 'contains':
      return typeof text === 'string' && text.toLowerCase().includes(wanted.value.toLowerCase());
    case 'regex': {
      const pattern = wanted.value.replace('(?i)', '');
      return typeof text === 'string' && new RegExp(pattern, pattern === wanted.value ? '' : 'i').test(text);
    }
    case '=':
      return value === wanted.value;
    default:
      break;
  }
  if (typeof value !== typeof wanted.value || (typeof value !== 'number' && typeof value !== 'string')) return false;
  const other = wanted.value as typeof value;
  if (wanted.op === '<') return value < other;
  if (wanted.op === '<=') return value <= other;
  return wanted.op === '>' ? value > other : value >= other;
}
