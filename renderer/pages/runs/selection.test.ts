import { expect, test } from 'vitest';
import type { RunHead } from '#shared/api';
import { NO_SELECTION, withFresh, withRuns } from './selection.ts';

const head = (run: string, isLocked: boolean): RunHead => ({ path: { run }, isLocked }) as unknown as RunHead;

test('changed heads replace those that are selected, and select none', () => {
  const selection = withRuns(NO_SELECTION, [head('a', false), head('b', false)], true);
  const next = withFresh(selection, [head('b', true), head('c', true)]);
  expect([...next.values()]).toEqual([head('a', false), head('b', true)]);
});
