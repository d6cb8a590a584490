import { expect, test } from 'vitest';
import type { TableQuery, TableRow } from '#shared/api';
import type { JsonValue } from '#shared/wire';
import { tableHandlers } from './handlers.ts';
import { Readings, type LiveTablePlace, type TableContext } from './live.ts';

const QUERY: TableQuery = { sources: [], sort: [], where: [], from: 0, count: 100 };
const PROJECT = { entity: 'e', project: 'p' };

/** A store of one column whose rows the test changes; counts how often it is read, which takes `takesMs`. */
function makeStore(takesMs = 0): TableContext & { rows: JsonValue[][]; readCount: number; now: number } {
  const store = {
    rows: [[1], [2]] as JsonValue[][],
    readCount: 0,
    now: 1000,
    monotonic: () => store.now,
    readings: new Readings(),
    readLive: () => {
      store.readCount += 1;
      store.now += takesMs;
      return { columns: ['x'], rows: store.rows, cut: { rows: [2, 5] } as const };
    },
  };
  return store;
}

function at(stamp: string, only = ['a']): LiveTablePlace {
  return { project: PROJECT, source: { runs: { only } }, stamp };
}

const firstCells = (rows: readonly TableRow[]): unknown[] => rows.map((row) => row.cells[0]);

test('a live table is read once for each stamp, is worked on like a logged one, and says what was cut', () => {
  const store = makeStore();
  const ask = (place: LiveTablePlace, query: Partial<TableQuery> = {}) =>
    tableHandlers['table.rows'](store, { places: [place], query: { ...QUERY, ...query } });
  const first = ask(at('1'));
  expect(firstCells(first.rows)).toEqual([1, 2]);
  expect(first.cuts).toEqual([{ source: 0, rows: [2, 5] }]);
  const derived = [{ name: 'double', formula: 'x * 2' }];
  const doubled = ask(at('1'), { derived, sort: [{ column: 'double', isDescending: true }] });
  expect(doubled.rows.map((row) => row.cells)).toEqual([
    [2, 4],
    [1, 2],
  ]);
  expect(doubled.cuts).toEqual(first.cuts);
  expect(store.readCount).toBe(1);
  store.rows = [[7]];
  expect(firstCells(ask(at('1')).rows)).toEqual([1, 2]);
  expect(firstCells(ask(at('2')).rows)).toEqual([7]);
  expect(ask(at('2'), { derived }).rows.map((row) => row.cells)).toEqual([[7, 14]]);
  expect(store.readCount).toBe(2);
  // What was read under an older stamp is not kept for it, and another table is not touched by it.
  ask(at('1', ['b']));
  ask(at('3'));
  expect(store.readCount).toBe(4);
  ask(at('1', ['b']));
  ask(at('3'));
  expect(store.readCount).toBe(4);
});

test('a live table stands on top of others, and a refusal of the store is one of the request', () => {
  const store = makeStore();
  const places = [at('1', ['top']), at('1', ['bottom'])];
  const answer = tableHandlers['table.rows'](store, { places, query: QUERY });
  expect(answer.rows.map((row) => row.source)).toEqual([0, 0, 1, 1]);
  const broken: TableContext = {
    ...store,
    readLive: () => {
      throw new Error('no such filter');
    },
  };
  expect(() => tableHandlers['table.rows'](broken, { places: [at('9', ['z'])], query: QUERY })).toThrow(
    'no such filter',
  );
});

test('a table that takes long to read stays as it is for a while, and says when to ask again', () => {
  const store = makeStore(1000);
  const ask = (stamp: string) => tableHandlers['table.rows'](store, { places: [at(stamp, ['slow'])], query: QUERY });
  expect(ask('1').againInMs).toBeUndefined();
  store.rows = [[9]];
  store.now += 1500;
  const early = ask('2');
  expect(firstCells(early.rows)).toEqual([1, 2]);
  expect(early.againInMs).toBe(2500);
  store.now += 2500;
  const late = ask('3');
  expect(firstCells(late.rows)).toEqual([9]);
  expect(late.againInMs).toBeUndefined();
  expect(store.readCount).toBe(2);
});
