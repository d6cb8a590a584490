import { expect, test } from 'vitest';
import { readSpeed, speedOf } from './speed.ts';

test('a limit is read in its unit and shown in the one that fits', () => {
  expect(readSpeed('250', 'kB/s')).toBe(250_000);
  expect(readSpeed(' 1,5 ', 'MB/s')).toBe(1_500_000);
  expect(readSpeed('', 'MB/s')).toBeUndefined();
  expect(readSpeed('fast', 'MB/s')).toBeNaN();
  expect(speedOf(1_500_000)).toEqual({ text: '1.5', unit: 'MB/s' });
  expect(speedOf(64_000)).toEqual({ text: '64', unit: 'kB/s' });
  expect(speedOf(undefined)).toEqual({ text: '', unit: 'MB/s' });
});
