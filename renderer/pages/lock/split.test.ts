import { expect, test } from 'vitest';
import type { RunHead } from '#shared/api';
import { splitLocked } from './split.ts';

test('locked runs stand apart, in the order in which all were chosen', () => {
  const head = (displayName: string, isLocked?: boolean): RunHead =>
    ({ displayName, ...(isLocked === undefined ? {} : { isLocked }) }) as RunHead;
  const [a, b, c, d] = [head('a'), head('b', true), head('c', false), head('d', true)] as const;
  expect(splitLocked([a, b, c, d])).toEqual({ free: [a, c], locked: [b, d] });
});
