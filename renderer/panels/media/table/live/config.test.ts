import { expect, test } from 'vitest';
import { NEW_TABLE } from '../config.ts';
import { ON_ARTIFACTS, ON_RUNS, readQueryTableConfig, sparseQueryTableConfig, standingOn } from './config.ts';

test('what is saved is read again, and what is damaged is as on a new panel', () => {
  const fresh = readQueryTableConfig(undefined);
  expect(fresh).toEqual({ version: 1, title: undefined, on: ON_RUNS, table: NEW_TABLE });
  expect(sparseQueryTableConfig(fresh)).toEqual({ version: 1 });
  const table = { ...NEW_TABLE, groupBy: 'state', sort: [{ column: 'name', isDescending: true }] };
  const full = {
    version: 1,
    title: 'Mine',
    on: { ...ON_ARTIFACTS, type: 'model', ofRun: ['summary'] },
    table,
  } as const;
  const saved = sparseQueryTableConfig(full);
  expect(Object.keys(saved).sort()).toEqual(['groupBy', 'on', 'sort', 'title', 'version']);
  expect(readQueryTableConfig(JSON.parse(JSON.stringify(saved)))).toEqual(full);
  const damaged = { on: { kind: 'runs', parts: ['summary', 'x', 7], keys: 3 }, sort: 'no', title: 5 };
  expect(readQueryTableConfig(damaged)).toEqual({
    ...fresh,
    on: { kind: 'runs', parts: ['summary'], keys: '' },
  });
});

test('with other columns only what has its column stays; with other rows nothing does', () => {
  const by = (column: string) => ({ column, isDescending: false });
  const table = {
    ...NEW_TABLE,
    sort: [by('state'), by('config.lr'), by('summary.acc'), by('made'), by('name')],
    where: [{ column: 'config.drop', op: 'present' } as const],
    groupBy: 'config.lr',
    derived: [{ name: 'made', formula: '1' }],
  };
  const config = { ...readQueryTableConfig({}), table };
  const fewer = standingOn(config, { kind: 'runs', parts: ['config'], keys: 'LR, x' }).table;
  expect(fewer.sort.map(({ column }) => column)).toEqual(['config.lr', 'made', 'name']);
  expect(fewer.where).toEqual([]);
  expect(fewer.groupBy).toBe('config.lr');
  expect(fewer.derived).toEqual(table.derived);
  expect(standingOn(config, { kind: 'runs', parts: ['summary'], keys: '' }).table.groupBy).toBe('');
  expect(standingOn(config, ON_ARTIFACTS).table).toEqual(NEW_TABLE);
});
