import { expect, test } from 'vitest';
import { moveBefore, moveBy, resizeColumn, showColumns } from './column-moves.ts';
import { allColumns } from './columns.ts';
import { DEFAULT_STATE, printState, shownColumns, type ColumnSetting } from './table-state.ts';

const ALL = allColumns({
  metrics: [{ name: 'loss', runCount: 1, typeCounts: { number: 3 }, isHidden: false }],
  system: [],
  config: ['a', 'b', 'c'].map((name) => ({ name, runCount: 1, kinds: ['number' as const] })),
  summary: [],
});
const ids = (columns: readonly ColumnSetting[]): string[] =>
  shownColumns(ALL, { ...DEFAULT_STATE, columns }).shown.map((column) => column.id);
const NATURAL = ids([]);

test('a column dropped on another one stands before it', () => {
  const moved = ids(moveBefore(ALL, DEFAULT_STATE, 'config:c', 'run:state'));
  expect(moved.slice(0, 3)).toEqual(['run:displayName', 'config:c', 'run:state']);
  expect([...moved].sort()).toEqual([...NATURAL].sort());
});

test('a step moves by one place and the name stays the first', () => {
  expect(ids(moveBy(ALL, DEFAULT_STATE, 'config:b', -1)).slice(-3)).toEqual(['config:b', 'config:a', 'config:c']);
  expect(ids(moveBy(ALL, DEFAULT_STATE, 'config:b', 1)).slice(-3)).toEqual(['config:a', 'config:c', 'config:b']);
  expect(ids(moveBy(ALL, DEFAULT_STATE, 'run:state', -1))).toEqual(NATURAL);
});

test('a width changes no order and makes the address no longer than it must', () => {
  const columns = resizeColumn(ALL, DEFAULT_STATE, 'run:state', 200);
  expect(ids(columns)).toEqual(NATURAL);
  expect(printState({ ...DEFAULT_STATE, columns }).get('cols')).toBe('run:displayName,run:state@200');
});

test('hiding takes one away, showing brings a statistic in at the end', () => {
  expect(ids(showColumns(ALL, DEFAULT_STATE, ['run:notes'], false))).toEqual(
    NATURAL.filter((id) => id !== 'run:notes'),
  );
  expect(ids(showColumns(ALL, DEFAULT_STATE, ['min:loss'], true))).toEqual([...NATURAL, 'min:loss']);
  const hidden = showColumns(ALL, DEFAULT_STATE, ['config:a'], false);
  expect(ids(showColumns(ALL, { ...DEFAULT_STATE, columns: hidden }, ['config:a'], true))).toContain('config:a');
});
