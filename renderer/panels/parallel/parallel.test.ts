import { expect, test } from 'vitest';
import { columnOfId, type ApiValue, type ColumnId } from '#shared/api';
import { toColumn } from '#ui/data';
import type { VisibleColumns } from '../columns/use-visible-columns.ts';
import { moveAxis, readParallelConfig, sparseParallelConfig } from './config.ts';
import { placeParallel, pxOf, valueAt, yAt } from './placing.ts';
import { brushedRows, filterOf, neighbourOf, runAt } from './reading.ts';
import { columnsOf, toParallel, type Parallel } from './series.ts';

const LR = 'config:lr' as ColumnId;
const OPT = 'config:opt' as ColumnId;
const ACC = 'summary:acc' as ColumnId;

function dataOf(columns: Readonly<Record<string, readonly (ApiValue | undefined)[]>>): VisibleColumns {
  const count = Object.values(columns)[0]?.length ?? 0;
  return {
    runs: Array.from({ length: count }, (_, i) => ({
      id: `r${i}`,
      label: `run ${i}`,
      color: `var(--run-${i})`,
      isLive: false,
      isBaseline: false,
      group: undefined,
    })),
    columns: Object.entries(columns).map(([id, values]) => {
      const ref = columnOfId(id);
      if (ref === undefined) throw new Error(id);
      return toColumn(ref, values);
    }),
    leftOutCount: 0,
  };
}

const CONFIG = readParallelConfig({
  axes: [{ column: LR, isLog: true }, { column: OPT }, { column: ACC }],
});
const DATA = dataOf({
  [LR]: [0.001, 0.01, 0.1, undefined],
  [OPT]: ['adam', 'sgd', 'adam', 'sgd'],
  [ACC]: [0.5, 0.9, 0.7, 0.6],
});

function parallel(isOpen: (run: string) => boolean = () => true, config = CONFIG): Parallel {
  const made = toParallel(DATA, isOpen, config);
  if (made === undefined) throw new Error('no axes');
  return made;
}

const SIZE = { width: 600, height: 240 };

test('settings survive, damaged ones are as on a new panel, and no column is an axis twice', () => {
  expect(sparseParallelConfig(CONFIG)).toEqual({
    axes: [{ column: LR, isLog: true }, { column: OPT }, { column: ACC }],
  });
  expect(readParallelConfig({ axes: [{ column: LR }, { column: LR }, 3, {}], colorBy: 'x' })).toEqual({
    axes: [{ column: LR, isFlipped: false, isLog: false }],
    colorBy: 'last',
  });
  expect(moveAxis(CONFIG.axes, 0, 9).map((axis) => axis.column)).toEqual([OPT, ACC, LR]);
  expect(columnsOf({ ...CONFIG, colorBy: 'column', color: ACC })).toEqual([LR, OPT, ACC]);
});

test('each run has a place on each axis, or goes through the mark below it', () => {
  const shown = parallel();
  const placing = placeParallel(shown, SIZE, 1);
  const bottomUp = [0, 1, 2].map((row) => yAt(shown, placing, 0, row));
  expect([...bottomUp].sort((a, b) => b - a)).toEqual(bottomUp);
  // A log axis: equal factors are equal distances.
  expect((bottomUp[0] ?? 0) - (bottomUp[1] ?? 0)).toBeCloseTo((bottomUp[1] ?? 0) - (bottomUp[2] ?? 0), 6);
  expect(yAt(shown, placing, 0, 3)).toBe(placing.noneY);
  expect(shown.axes.map((axis) => axis.lackingCount)).toEqual([1, 0, 0]);
  expect(yAt(shown, placing, 1, 0)).toBe(yAt(shown, placing, 1, 2));
});

test('a flipped axis has its least value at the top, and gives the same values back', () => {
  const flipped = parallel(undefined, {
    ...CONFIG,
    axes: CONFIG.axes.map((axis) => ({ ...axis, isFlipped: axis.column === ACC })),
  });
  const placing = placeParallel(flipped, SIZE, 1);
  expect(yAt(flipped, placing, 2, 0)).toBeLessThan(yAt(flipped, placing, 2, 1));
  expect(valueAt(flipped, placing, 2, pxOf(flipped, placing, 2, 0.7))).toBeCloseTo(0.7, 9);
});

test('hidden runs stretch no axis, take no part in colours, and are not met by the pointer', () => {
  const shown = parallel((run) => run !== 'r1');
  const axis = shown.axes[2]?.axis;
  expect(axis?.kind === 'number' && axis.range[1]).toBeLessThan(0.75);
  expect(shown.openCount).toBe(3);
  expect(shown.legend).toMatchObject({ kind: 'ramp', min: 0.5, max: 0.7 });
  const placing = placeParallel(shown, SIZE, 1);
  const [x = 0] = placing.xs;
  expect(runAt(shown, placing, x, yAt(shown, placing, 0, 2))).toBe(2);
  expect(runAt(shown, placing, x, yAt(shown, placing, 0, 1))).not.toBe(1);
});

test('brushed ranges hold on all axes together, several on one axis beside each other', () => {
  const shown = parallel();
  expect(brushedRows(shown, new Map())).toBeUndefined();
  const low = [0.0005, 0.002] as const;
  const high = [0.05, 1] as const;
  expect(brushedRows(shown, new Map([[LR, [low, high]]]))).toEqual([0, 2]);
  const both = new Map([
    [LR, [low, high]],
    [ACC, [[0.6, 0.8] as const]],
  ]);
  expect(brushedRows(shown, both)).toEqual([2]);
  expect(filterOf(shown, both)).toEqual({
    op: 'and',
    items: [
      {
        op: 'or',
        items: [low, high].map(([from, to]) => ({
          op: 'and',
          items: [
            { op: '>=', column: { kind: 'config', key: 'lr' }, value: from },
            { op: '<=', column: { kind: 'config', key: 'lr' }, value: to },
          ],
        })),
      },
      {
        op: 'and',
        items: [
          { op: '>=', column: { kind: 'summary', key: 'acc' }, value: 0.6 },
          { op: '<=', column: { kind: 'summary', key: 'acc' }, value: 0.8 },
        ],
      },
    ],
  });
});

test('a range over names is a condition on the values that the runs have', () => {
  const shown = parallel();
  expect(filterOf(shown, new Map([[OPT, [[-0.4, 0.4] as const]]]))).toEqual({
    op: 'and',
    items: [{ op: 'in', column: { kind: 'config', key: 'opt' }, values: ['adam'] }],
  });
});

test('the keyboard goes through the runs from the top of the last axis', () => {
  const shown = parallel();
  const placing = placeParallel(shown, SIZE, 1);
  const first = neighbourOf(shown, placing, undefined, 1);
  expect(first).toBe(1);
  expect(neighbourOf(shown, placing, first, 1)).toBe(2);
  expect(neighbourOf(shown, placing, 0, 1)).toBe(0);
});
