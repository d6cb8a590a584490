import { expect, test } from 'vitest';
import { elapsed, exactTime, timeAgo, withLocalTimes, workedMs } from './time.ts';

test('instants in a reason of the host are told in local time', () => {
  const at = Date.UTC(2026, 10, 21, 11, 7, 10, 544);
  expect(withLocalTimes('no heartbeat since 2026-11-21T11:07:10.544Z')).toBe(`no heartbeat since ${exactTime(at)}`);
  expect(withLocalTimes('exit code 1')).toBe('exit code 1');
});

test('times past are said in the largest whole unit, durations in whole seconds', () => {
  expect(timeAgo(0, 59_000)).toBe('just now');
  expect(timeAgo(0, 3 * 60_000)).toBe('3 min. ago');
  expect(elapsed(41_900)).toBe('41 s');
});

test('a running run counts on from its start; where it rested, from what it has worked', () => {
  const HOUR = 3_600_000;
  const steady = { createdAt: 0, heartbeatAt: 2 * HOUR - 20_000, durationMs: 2 * HOUR - 30_000 };
  expect(workedMs(steady, 2 * HOUR)).toBe(2 * HOUR);
  const resumed = { createdAt: 0, heartbeatAt: 72 * HOUR, durationMs: 5 * HOUR };
  expect(workedMs(resumed, 72 * HOUR + 9000)).toBe(5 * HOUR + 9000);
});
