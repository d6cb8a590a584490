import { expect, test } from 'vitest';
import { expiryText } from './expiry.ts';

test('what was just deleted has all its days; the last day is told as such', () => {
  const day = 86_400_000;
  expect(expiryText(30 * day, 0)).toBe('in 30 days');
  expect(expiryText(30 * day, 1000)).toBe('in 30 days');
  expect(expiryText(30 * day, 2 * day)).toBe('in 28 days');
  expect(expiryText(day, 0)).toBe('in 1 day');
  expect(expiryText(day, 5)).toBe('within a day');
  expect(expiryText(day, day - 1000)).toBe('within the hour');
  expect(expiryText(0, day)).toBe('within the hour');
});
