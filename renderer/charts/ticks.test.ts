import { expect, test } from 'vitest';
import { formatDurationTick, formatTick, formatTimeTicks, formatX } from './ticks.ts';

test('large counts use SI letters, small distances keep the digits they need', () => {
  expect(formatTick(0, 1000)).toBe('0');
  expect(formatTick(1500, 500)).toBe('1.5k');
  expect(formatTick(20_000_000, 5_000_000)).toBe('20M');
  expect(formatTick(2.5, 2.5)).toBe('2.5');
  expect(formatTick(5, 2.5)).toBe('5.0');
  expect(formatTick(0.05, 0.01)).toBe('0.05');
  expect(formatTick(1002, 1)).toBe('1002');
  expect(formatTick(-3000, 1000)).toBe('-3k');
  expect(formatTick(1.05e15, 5e13)).toBe('1050T');
  expect(formatTick(7.5e29, 2.5e29)).toBe('7.5e29');
});

test('neighbouring ticks never read the same', () => {
  for (const [from, increment] of [
    [1_000_000, 10],
    [0.00002, 0.000005],
    [99_990, 5],
    [1e9, 1e6],
    [0.1, 0.02],
  ] as const) {
    const ticks = [0, 1, 2, 3].map((i) => formatTick(from + i * increment, increment));
    expect(new Set(ticks).size, ticks.join(' ')).toBe(4);
  }
});

test('durations show their two largest units', () => {
  expect(formatDurationTick(0, 60)).toBe('0');
  expect(formatDurationTick(0.25, 0.05)).toBe('250ms');
  expect(formatDurationTick(90, 30)).toBe('1m 30s');
  expect(formatDurationTick(5400, 1800)).toBe('1h 30m');
  expect(formatDurationTick(2 * 86_400 + 6 * 3600, 21_600)).toBe('2d 6h');
});

test('the date stands under the first wall-time tick and where it changes', () => {
  const midnight = new Date(2026, 10, 22).getTime() / 1000;
  expect(formatTimeTicks([midnight - 3600, midnight, midnight + 3600], 3600)).toEqual([
    '23:00\n2026-11-21',
    '00:00\n2026-11-22',
    '01:00',
  ]);
  expect(formatTimeTicks([midnight], 86_400)).toEqual(['2026-11-22']);
});

test('an x value is written in full', () => {
  expect(formatX(12_345, 'step')).toBe('12,345');
  expect(formatX(12.5, 'duration')).toBe('12.5s');
  expect(formatX(0.1 + 0.2, 'number')).toBe('0.3');
});
