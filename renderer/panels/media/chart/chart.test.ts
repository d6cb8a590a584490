import { expect, test } from 'vitest';
import { readChartConfig, sparseChartConfig } from './config.ts';
import { csvText } from '../../csv.ts';
import { fileOfRows } from './csv.ts';
import { fillSpec, isVega, parseSpec, placeholdersOf } from './fill.ts';
import { chartSources } from './index.ts';
import { PRESETS, presetById } from './presets.ts';
import { joinTables, measureOf, MOST_ROWS, readTable, type RunTable } from './rows.ts';

const table = (run: string, rows: readonly (readonly unknown[])[], fields: Record<string, string> = {}): RunTable => ({
  run,
  label: `model ${run}`,
  color: `#${run}`,
  table: { columns: ['x', 'class'], rows },
  fields: { x: 'x', class: 'class', ...fields },
});

test('rows of all runs stand one after the other, with run, number and line', () => {
  const data = joinTables(
    [
      table('a', [[1, 'cat']]),
      table('b', [
        [2, 'dog'],
        ['NaN', 'cat'],
      ]),
    ],
    undefined,
    String,
  );
  expect(data.rows).toEqual([
    { name: 'model a', _name: 'model a', _run: 'a', _color: '#a', _row: 0, _series: 'model a', x: 1, class: 'cat' },
    { name: 'model b', _name: 'model b', _run: 'b', _color: '#b', _row: 0, _series: 'model b', x: 2, class: 'dog' },
    { name: 'model b', _name: 'model b', _run: 'b', _color: '#b', _row: 1, _series: 'model b', x: null, class: 'cat' },
  ]);
  expect(data.series).toEqual([
    { name: 'model a', color: '#a' },
    { name: 'model b', color: '#b' },
  ]);
});

test('lines are told apart by their own column where the chart has one', () => {
  const data = joinTables(
    [
      table('a', [
        [1, 'cat'],
        [2, 'dog'],
        [3, 'cat'],
      ]),
    ],
    'class',
    (i) => `palette ${i}`,
  );
  expect(data.series).toEqual([
    { name: 'cat', color: 'palette 0' },
    { name: 'dog', color: 'palette 1' },
  ]);
});

test('rows beyond the bound are counted', () => {
  const rows = Array.from({ length: MOST_ROWS + 7 }, (_, i) => [i, 'a']);
  expect(joinTables([table('a', rows)], undefined, String).leftOut).toBe(7);
});

test('a table file without columns is refused in words', () => {
  expect(readTable({ columns: [1, 'b'], data: [[1, 2]] })).toEqual({ columns: ['1', 'b'], rows: [[1, 2]] });
  expect(() => readTable({ data: [] })).toThrow('no columns and rows');
});

test('columns are numbers, times or names', () => {
  expect(measureOf([{ a: 1 }, { a: null }, { a: 2.5 }], 'a')).toBe('quantitative');
  expect(measureOf([{ a: '2026-01-01' }, { a: '2026-01-02T10:00:00' }], 'a')).toBe('temporal');
  expect(measureOf([{ a: 1 }, { a: 'x' }], 'a')).toBe('nominal');
});

test('placeholders are filled; channels without a column go, paths are escaped, words are not', () => {
  const spec = parseSpec(
    JSON.stringify({
      title: '${string:title}',
      encoding: {
        x: { field: '${field:x}', title: '${field:x}' },
        color: { field: '${field:stroke}', type: 'nominal' },
      },
      transform: [{ filter: "datum['${field:x}'] > 0" }],
    }),
  );
  expect(placeholdersOf(spec)).toEqual({ fields: ['x', 'stroke'], strings: ['title'] });
  expect(fillSpec(spec, { fields: { x: "o'a.b" }, strings: {} })).toEqual({
    encoding: { x: { field: "o\\'a\\.b", title: "o'a.b" } },
    transform: [{ filter: "datum['o\\'a.b'] > 0" }],
  });
});

test('an axis without a title is named by its column, not by the path to it', () => {
  const spec = { encoding: { x: { field: '${field:x}', type: 'nominal' } } };
  expect(fillSpec(spec, { fields: { x: 'a.b' }, strings: {} })).toEqual({
    encoding: { x: { field: 'a\\.b', type: 'nominal', title: 'a.b' } },
  });
});

test('a text that is no specification says why', () => {
  expect(() => parseSpec('{')).toThrow('No JSON');
  expect(() => parseSpec('[1]')).toThrow('a JSON object');
});

test('Vega and Vega-Lite are told apart', () => {
  expect(isVega({ $schema: 'https://vega.github.io/schema/vega/v5.json' })).toBe(true);
  expect(isVega({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json' })).toBe(false);
  expect(isVega({ marks: [] })).toBe(true);
  expect(isVega({ mark: 'bar' })).toBe(false);
});

test('every chart of the client has a preset whose fields all stand in its specification', () => {
  expect(PRESETS.map((preset) => preset.id)).toEqual([
    'wandb/line/v0',
    'wandb/scatter/v0',
    'wandb/bar/v0',
    'wandb/histogram/v0',
    'wandb/lineseries/v0',
    'wandb/area-under-curve/v0',
    'wandb/confusion_matrix/v1',
  ]);
  for (const preset of PRESETS) {
    const spec = preset.spec({
      rowCount: 9,
      runCount: 2,
      runs: [],
      series: [],
      measureOf: () => 'quantitative',
      isFilled: () => true,
      columnOf: (field) => field,
    });
    const { fields } = placeholdersOf(spec);
    const wanted = preset.fields.filter((field) => field !== preset.seriesField);
    expect([...fields].sort()).toEqual([...wanted].sort());
  }
  expect(presetById('me/none')).toBeUndefined();
});

test('settings survive damage, and nothing set is nothing saved', () => {
  expect(readChartConfig({ spec: 3, fields: { x: 'a', y: 1 }, title: 't' })).toEqual({
    version: 1,
    title: 't',
    fields: { x: 'a' },
  });
  expect(sparseChartConfig({ version: 1, spec: undefined })).toBeUndefined();
});

test('rows as CSV name their run and quote what needs it', () => {
  expect(csvText(fileOfRows(joinTables([table('a', [[1, 'say "hi", you']])], undefined, String)))).toBe(
    'run,name,x,class\na,model a,1,"say ""hi"", you"\n',
  );
});

test('a source for each key, however many runs have it', () => {
  const chart = { key: 'pr', preset: 'p', fields: {}, strings: {}, tableKey: 't' };
  expect(
    chartSources([
      { run: 'a', charts: [chart] },
      { run: 'b', charts: [chart] },
    ]),
  ).toMatchObject([{ id: 'charts/pr', typeCounts: { 'custom-chart': 2 } }]);
});
