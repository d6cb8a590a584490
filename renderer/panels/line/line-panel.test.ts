import { expect, test } from 'vitest';
import type { SeriesLine } from '#shared/api';
import type { DrawnRun } from '../runs.ts';
import { DEFAULT_SHARED, effectiveConfig, readOverrides } from './config.ts';
import { leastRange, sumFacts, toChartLines, toCsv } from './series.ts';

const run = (id: string): DrawnRun => ({
  path: { entity: 'e', project: 'p', run: id },
  label: `name "${id}"`,
  color: '#123456',
  dash: [],
  isLive: false,
});
const facts = { pointCount: 2, pointsPerBucket: 1, withoutX: 1, nanCount: 0, infCount: 0, isOutOfOrder: false };
const exact = (id: string, smooth?: Float64Array): SeriesLine => ({
  request: '0',
  run: run(id).path,
  mode: 'exact',
  facts,
  x: Float64Array.of(0, 1),
  value: Float64Array.of(1, NaN),
  ...(smooth === undefined ? {} : { smooth }),
});

test('the first run of the list is drawn last; runs without points are left out', () => {
  const lines = toChartLines(
    [run('a'), run('b'), run('c')],
    new Map([
      ['a', exact('a')],
      ['b', exact('b')],
    ]),
    true,
  );
  expect(lines.map((line) => line.id)).toEqual(['b', 'a']);
});

test('a smoothed line keeps the original faintly unless turned off', () => {
  const lines = new Map([['a', exact('a', Float64Array.of(0.5, 0.5))]]);
  expect(toChartLines([run('a')], lines, true)[0]).toMatchObject({
    y: Float64Array.of(0.5, 0.5),
    faint: Float64Array.of(1, NaN),
  });
  expect(toChartLines([run('a')], lines, false)[0]?.faint).toBeUndefined();
});

test('facts of all lines are summed, the coarsest bucket counts', () => {
  const coarse = { ...exact('b'), facts: { ...facts, pointsPerBucket: 40, isOutOfOrder: true } };
  expect(sumFacts([exact('a'), coarse])).toMatchObject({
    lineCount: 2,
    pointCount: 4,
    pointsPerBucket: 40,
    withoutX: 2,
    outOfOrderCount: 1,
  });
});

test('CSV holds exact numbers and quotes names', () => {
  const csv = toCsv('_step', [run('a')], new Map([['a', exact('a')]]));
  expect(csv.split('\n')[1]).toBe('a,"name ""a""",0,1,,1,1,1');
  expect(csv).toContain(',1,NaN,');
});

test('saved settings are read with care and laid over the inherited ones', () => {
  const own = readOverrides({
    x: 'epoch',
    yScale: 'log',
    xScale: 'wrong',
    yMin: 'no',
    yMax: 3,
    smoothing: { kind: 'ema', strength: 7 },
    more: 1,
  });
  expect(own).toEqual({ x: 'epoch', yScale: 'log', yMax: 3, smoothing: { kind: 'ema', strength: 0.999 } });
  expect(effectiveConfig(DEFAULT_SHARED, own)).toMatchObject({ xScale: 'linear', yScale: 'log', x: 'epoch' });
  expect(readOverrides(null)).toEqual({});
});

test('a least range holds where the data do; an end that a value lies beyond is left to the data', () => {
  const [drawn] = toChartLines([run('a')], new Map([['a', exact('a')]]), false);
  const line = (...y: number[]) => (drawn === undefined ? [] : [{ ...drawn, y: Float64Array.from(y) }]);
  expect(leastRange(line(3, 27.4, NaN), [0, 100])).toEqual({ yMin: 0, yMax: 100 });
  expect(leastRange(line(3, 180), [0, 100])).toEqual({ yMin: 0 });
  expect(leastRange(line(-1, 2), [0, 100])).toEqual({ yMax: 100 });
  expect(leastRange(line(3), undefined)).toEqual({});
});
