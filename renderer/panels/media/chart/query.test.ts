import { expect, test } from 'vitest';
import type { ProjectKeys } from '#shared/api';
import { fillFields, unknownFields } from './fields.ts';
import { presetById } from './presets.ts';
import { historyKeysOf, isWhole, queryOfTable, readQuery, refsOf, startQuery } from './query.ts';
import { withRunColors } from './run-colors.ts';
import { joinTables, withValues, type ChartData } from './rows.ts';
import { stateOf, type Findings } from './state.ts';
import { titleOfChart } from './title.ts';

const NO_KEYS: ProjectKeys = { metrics: [], system: [], config: [], summary: [] };
const metric = (name: string, type: string): ProjectKeys['metrics'][number] => ({
  name,
  runCount: 1,
  typeCounts: { [type]: 1 },
  isHidden: false,
});
const number = (name: string): ProjectKeys['config'][number] => ({ name, runCount: 1, kinds: ['number'] });

const dataOf = (columns: readonly string[], row: readonly unknown[]): ChartData =>
  joinTables([{ run: 'a', label: 'A', color: '#a', table: { columns, rows: [row] }, fields: {} }], undefined, String);

test('a new chart begins with a table, else with the metric that matters, else with the runs', () => {
  const ofChart = metric('pr_table', 'table-file');
  const table = metric('samples', 'table-file');
  expect(startQuery({ ...NO_KEYS, metrics: [ofChart, table, metric('a', 'number')] })).toEqual(queryOfTable('samples'));
  // The table of a chart is drawn already.
  expect(startQuery({ ...NO_KEYS, metrics: [ofChart, metric('a', 'number')] })).toMatchObject({ keys: ['a'] });
  expect(startQuery({ ...NO_KEYS, metrics: [ofChart] })).toEqual(queryOfTable('pr_table'));
  const metrics = [metric('_step', 'number'), metric('a', 'number'), metric('val/acc', 'number')];
  expect(startQuery({ ...NO_KEYS, metrics, summary: [number('a'), number('val/acc')] })).toMatchObject({
    from: 'history',
    keys: ['val/acc'],
  });
  expect(startQuery({ ...NO_KEYS, config: [number('lr')], summary: [number('acc')] })).toMatchObject({
    from: 'runs',
    columns: ['config:lr', 'summary:acc'],
  });
  expect(historyKeysOf({ ...NO_KEYS, metrics: [...metrics, metric('img', 'image-file')] })).toEqual([
    'a',
    'val/acc',
    '_runtime',
    '_timestamp',
  ]);
});

test('a saved query survives damage and says whether it is whole', () => {
  expect(readQuery(7)).toBeUndefined();
  const read = readQuery({ from: 'nonsense', keys: ['a', 3, ''], columns: ['config:lr', 'what'] });
  expect(read).toEqual({ from: 'historyTable', table: '', keys: ['a'], columns: ['config:lr'] });
  expect(read === undefined ? true : isWhole(read)).toBe(false);
  expect(isWhole({ ...queryOfTable(''), from: 'history', keys: ['a'] })).toBe(true);
  expect(isWhole({ ...queryOfTable('t'), from: 'runs' })).toBe(false);
});

test('a table of an artifact is whole with its artifact alone, keeps its version, and has no values of runs', () => {
  const place = { collection: 'scores', version: 'v2', file: 'eval/all.table.json' };
  const query = readQuery({ from: 'artifact', artifact: { ...place, more: 1 }, columns: ['config:lr'] });
  expect(query).toEqual({ from: 'artifact', table: '', keys: [], columns: ['config:lr'], artifact: place });
  expect(query === undefined ? [] : [isWhole(query), refsOf(query), titleOfChart({ version: 1, query })]).toEqual([
    true,
    [],
    'all',
  ]);
  const bare = readQuery({ from: 'artifact', artifact: { version: 7 } });
  expect(bare?.artifact).toEqual({ collection: '', version: 'latest', file: '' });
  expect(bare === undefined ? true : isWhole(bare)).toBe(false);
});

test('values of a run stand in each of its rows, also where a row is too short', () => {
  const table = { columns: ['x', 'y'], rows: [[1, 2], [3]] };
  expect(withValues(table, [{ column: 'config:lr', value: 0.1 }])).toEqual({
    columns: ['x', 'y', 'config:lr'],
    rows: [
      [1, 2, 0.1],
      [3, undefined, 0.1],
    ],
  });
});

test('fields are filled by the person, the script, their own name, and at last by kind', () => {
  const data = dataOf(['_step', 'loss', 'word'], [0, 0.5, 'cat']);
  const line = presetById('wandb/line/v0');
  const asLogged = { own: undefined, logged: undefined, isAsLogged: true };
  expect(fillFields(['x', 'y', 'stroke'], data, line, asLogged)).toEqual({ x: '_step', y: 'loss' });
  expect(fillFields(['x', 'y'], data, line, { ...asLogged, logged: { x: 'loss', y: 'gone' } })).toEqual({
    x: 'loss',
    y: 'gone',
  });
  // With other rows than the script's, what it said counts only where it is there.
  const changed = { own: { x: '' }, logged: { x: 'loss', y: 'gone' }, isAsLogged: false };
  expect(fillFields(['x', 'y'], data, line, changed)).toEqual({ x: '', y: '_step' });
  expect(fillFields(['label', 'value'], data, presetById('wandb/bar/v0'), asLogged)).toEqual({
    label: 'word',
    value: '_step',
  });
  // What has to be a number comes first where there is but one.
  const pair = dataOf(['word', 'count'], ['cat', 1]);
  expect(fillFields(['x', 'y'], pair, line, asLogged)).toEqual({ y: 'count', x: 'word' });
  // A person's own preset: only what is called the same.
  expect(fillFields(['Loss', 'other'], data, undefined, asLogged)).toEqual({ Loss: 'loss' });
});

test('a field that no row has is named, unless a transform may have made it', () => {
  const encoding = { x: { field: 'a\\.b' }, y: { field: 'nope' }, color: { field: 'name' } };
  expect(unknownFields({ mark: 'bar', encoding }, ['a.b'])).toEqual(['nope']);
  const made = { mark: 'bar', transform: [{ calculate: '1', as: 'nope' }], encoding };
  expect(unknownFields(made, ['a.b'])).toEqual([]);
  expect(unknownFields({ ...made, transform: [{ pivot: 'x', value: 'y' }] }, [])).toEqual([]);
  const rule = { data: { values: [{ z: 0 }] }, mark: 'rule', encoding: { y: { field: 'z' } } };
  expect(unknownFields({ layer: [rule] }, [])).toEqual([]);
  expect(unknownFields({ marks: [] }, [])).toEqual([]);
});

test('colours by run are those that the runs have everywhere, unless the specification says others', () => {
  const runs = [{ name: 'A', color: '#111' }];
  const spec = { layer: [{ encoding: { color: { field: 'name', type: 'nominal' } } }] };
  expect(withRunColors(spec, runs)).toEqual({
    layer: [
      {
        encoding: {
          color: { field: 'name', type: 'nominal', sort: null, scale: { domain: ['A'], range: ['#111'] } },
        },
      },
    ],
  });
  const own = { encoding: { color: { field: 'name', scale: { scheme: 'greens' } }, x: { field: 'name' } } };
  expect(withRunColors(own, runs)).toEqual(own);
});

test('what cannot be drawn says what is missing, by name', () => {
  const data = dataOf(['x'], [1]);
  const found: Findings = {
    isLoading: false,
    hasRuns: true,
    isAsked: true,
    isWhole: true,
    query: queryOfTable('t'),
    preset: 'me/gone',
    spec: undefined,
    fault: undefined,
    data,
    tables: [],
    fields: {},
    needs: [],
    isBuilt: false,
  };
  expect(stateOf(found)).toMatchObject({ kind: 'rows', title: expect.stringContaining('me/gone') as string });
  expect(stateOf({ ...found, fault: 'No JSON: }' })).toEqual({ kind: 'nothing', title: 'No JSON: }' });
  const built = { ...found, spec: {}, isBuilt: true, needs: ['x', 'y', 'stroke'], fields: { x: 'x' } };
  expect(stateOf(built)).toMatchObject({ kind: 'nothing', title: 'No column is chosen for y' });
  expect(stateOf({ ...built, fields: { x: 'x', y: 'zzz' } })).toMatchObject({ title: 'The rows have no column zzz' });
  expect(stateOf({ ...built, fields: { x: 'x', y: 'name' } })).toMatchObject({ kind: 'ready' });
  const empty = dataOf([], []);
  expect(stateOf({ ...found, data: { ...empty, runCount: 0 } })).toMatchObject({ title: 'The table t is not here' });
  expect(stateOf({ ...found, isWhole: false })).toMatchObject({ title: 'No table is chosen' });
});

test('a chart made by hand is called by its title, else by what it is drawn from', () => {
  expect(titleOfChart({ version: 1, strings: { title: 'Curves' } })).toBe('Curves');
  expect(titleOfChart({ version: 1, query: queryOfTable('pr_table') })).toBe('pr_table');
  expect(titleOfChart({ version: 1 })).toBe('Custom chart');
});
