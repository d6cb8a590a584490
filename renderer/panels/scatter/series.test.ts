import { expect, test } from 'vitest';
import type { ApiValue, ColumnRef } from '#shared/api';
import { toColumn } from '#ui/data';
import { rampColor } from '../columns/ramp.ts';
import type { VisibleColumns } from '../columns/use-visible-columns.ts';
import { NEW_SCATTER, readScatterConfig, sparseScatterConfig, type ScatterConfig } from './config.ts';
import { factsOf } from './facts.ts';
import { toScatter } from './series.ts';
import { tableOf } from './table.ts';

const ref = (key: string): ColumnRef => ({ kind: 'config', key });

function data(columns: Readonly<Record<string, readonly (ApiValue | undefined)[]>>): VisibleColumns {
  const count = Object.values(columns)[0]?.length ?? 0;
  return {
    runs: Array.from({ length: count }, (_, i) => ({
      id: `r${i}`,
      label: `Run ${i}`,
      color: 'blue',
      isLive: false,
      isBaseline: false,
      group: undefined,
    })),
    columns: Object.entries(columns).map(([key, values]) => toColumn(ref(key), values)),
    leftOutCount: 0,
  };
}
const config = (part: Partial<ScatterConfig>): ScatterConfig => ({ ...NEW_SCATTER, ...part });

test('points are the runs with both values; the others are counted by column and reason', () => {
  const drawn = toScatter(
    data({ lr: [0.1, 0, 'auto', undefined, 0.01, 1], acc: [1, 2, 3, 4, 'NaN', 6] }),
    config({ isXLog: true }),
    undefined,
  );
  expect(drawn?.runs.map((run) => run.id)).toEqual(['r0', 'r5']);
  expect([...(drawn?.x ?? [])]).toEqual([0.1, 1]);
  if (drawn === undefined) throw new Error('nothing drawn');
  expect(factsOf(drawn, config({ isXLog: true }), 0)).toEqual([
    'Not drawn: 1 run without lr, 1 where lr is no number, 1 where lr is not above zero (log axis), 1 where acc is NaN or infinite',
  ]);
});

test('texts make an axis of names; lines through them are refused in words', () => {
  const wish = config({ hasRegression: true, running: 'max' });
  const drawn = toScatter(data({ opt: ['sgd', 'adam', 'sgd'], acc: [1, 2, 3] }), wish, undefined);
  expect(drawn?.xAxis).toMatchObject({ kind: 'names', names: ['adam', 'sgd'] });
  expect([...(drawn?.x ?? [])]).toEqual([1, 0, 1]);
  expect(drawn?.regression).toBeUndefined();
  expect(drawn === undefined ? [] : factsOf(drawn, wish, 0)).toContain(
    'Lines and frontiers need numbers on both axes.',
  );
});

test('a third column is colour or size, and its names can be turned off', () => {
  const columns = data({ x: [1, 2, 3], y: [1, 2, 3], z: [10, 20, undefined] });
  const colored = toScatter(columns, NEW_SCATTER, undefined);
  expect(colored?.colors).toEqual([rampColor(0), rampColor(1), 'var(--text-3)']);
  expect(colored?.legend).toMatchObject({ kind: 'ramp', label: 'z', min: 10, max: 20 });
  expect(colored?.lacking.z).toBe(1);
  const sized = toScatter(columns, config({ zAs: 'size' }), undefined);
  expect(sized?.radii[1]).toBeGreaterThan(sized?.radii[0] ?? Infinity);
  const named = data({ x: [1, 2, 3], y: [1, 2, 3], z: ['a', 'b', 'a'] });
  expect(toScatter(named, NEW_SCATTER, undefined, new Set(['a']))?.runs.map((run) => run.id)).toEqual(['r1']);
});

test('the table says what is drawn, and which runs are on the frontier', () => {
  const drawn = toScatter(data({ cost: [1, 2, 3], acc: [5, 4, 6] }), config({ hasFrontier: true }), undefined);
  expect(drawn === undefined ? undefined : tableOf(drawn)).toEqual({
    head: ['Run', 'ID', 'cost', 'acc', 'On the frontier'],
    rows: [
      ['Run 0', 'r0', 1, 5, 'yes'],
      ['Run 1', 'r1', 2, 4, ''],
      ['Run 2', 'r2', 3, 6, 'yes'],
    ],
  });
});

test('damaged settings read as new ones, and only what was set is saved', () => {
  expect(readScatterConfig({ x: 5, zAs: 'smell', xMin: 'a', isXLog: 'yes' })).toEqual(NEW_SCATTER);
  expect(sparseScatterConfig(config({ x: 'config:a', isXLog: true }))).toEqual({ x: 'config:a', isXLog: true });
});
