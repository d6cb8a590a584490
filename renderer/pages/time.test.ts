import { expect, test } from 'vitest';
import { elapsed, exactTime, timeAgo, withLocalTimes } from './time.ts';

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
