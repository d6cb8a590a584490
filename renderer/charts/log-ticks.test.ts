import { expect, test } from 'vitest';
import { makeAxes } from './axes.ts';
import { formatLogTick, logTicks, spacedTicks, tickLabel } from './log-ticks.ts';
import { LINEAR, type ScaleRule } from './scale.ts';

const LOG: ScaleRule = { kind: 'log', linearWidth: 1 };

test('log ticks are short', () => {
  expect(formatLogTick(0.01)).toBe('0.01');
  expect(formatLogTick(1e-7)).toBe('1e-7');
  expect(formatLogTick(1e6)).toBe('1e6');
});

test('ticks of a log axis are round wherever its range begins', () => {
  expect(logTicks(0.0181, 0.3).values).toEqual([0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.2, 0.3]);
  expect(logTicks(1.5, 6).values).toEqual([2, 3, 4, 5, 6]);
  expect(logTicks(0.42, 0.48).values).toEqual([0.42, 0.43, 0.44, 0.45, 0.46, 0.47, 0.48]);
  expect(logTicks(1e-30, 1e30).values).toHaveLength(61);
});

test('ticks of a narrow log axis never read the same', () => {
  for (const [min, max] of [
    [20_100, 29_500],
    [12_340, 12_360],
    [1.001, 1.002],
    [3.1e-7, 3.2e-7],
    [0.5, 20],
  ] as const) {
    const { values, increment } = logTicks(min, max);
    const labels = values.map((value) => tickLabel(value, increment));
    expect(new Set(labels).size, labels.join(' ')).toBe(values.length);
  }
  const { increment } = logTicks(20_100, 29_500);
  expect(tickLabel(26_000, increment)).toBe('26k');
});

test('labels of a log axis are as many as there is room for, the same in each decade', () => {
  const across = (from: number, to: number, px: number) => (value: number) =>
    (Math.log10(value / from) / Math.log10(to / from)) * px;
  const shown = (from: number, to: number, px: number): readonly number[] =>
    spacedTicks(logTicks(from, to), across(from, to, px), 50);
  expect(shown(1, 100, 2400)).toHaveLength(19);
  expect(shown(1, 100, 400)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(shown(1, 100, 160)).toEqual([1, 10, 100]);
  expect(shown(1, 1e6, 150)).toEqual([1, 100, 1e4, 1e6]);
  expect(shown(2000, 9000, 400)).toEqual([2000, 3000, 5000, 7000]);
  expect(shown(1.001, 1.002, 200)).toEqual([1.001, 1.0015, 1.002]);
});

test('a level axis that no power of ten is on has labels', () => {
  const [axis] = makeAxes('step', LOG, LINEAR, false);
  const chart = {
    axes: [{ scale: 'x' }],
    scales: { x: { min: 2000, max: 9000 } },
    valToPos: (value: number) => (Math.log10(value / 2000) / Math.log10(4.5)) * 400,
  };
  const call = (part: unknown, ...rest: unknown[]) => (part as (...all: unknown[]) => number[])(chart, ...rest);
  const splits = call(axis?.splits, 0, 2000, 9000);
  const labels = call(axis?.values, call(axis?.filter, splits, 0, 52), 0);
  expect(labels).toEqual(['2000', '3000', '', '5000', '', '7000', '', '']);
});
