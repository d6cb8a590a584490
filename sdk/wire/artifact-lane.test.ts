import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Clock, ConnectionError } from '#sdk/base';
import type { LogArtifact } from '#sdk/journal';
import { ArtifactLane } from './artifact-lane.ts';

const VERSION = { isFinal: true } as LogArtifact;

/** A clock whose timers are kept, and never ring by themselves. */
function heldClock(): { readonly clock: Clock; readonly delays: number[]; ring(): void } {
  const delays: number[] = [];
  const waiting: (() => void)[] = [];
  const after = (ms: number, fn: () => void): (() => void) => {
    delays.push(ms);
    waiting.push(fn);
    return () => void waiting.splice(waiting.indexOf(fn), 1);
  };
  const clock = { now: () => 0, monotonic: () => 0, after, every: () => () => undefined };
  return { clock, delays, ring: () => waiting.at(-1)?.() };
}

test('whoever gives up when they hear of the trouble is not waited for', async () => {
  const { clock, delays } = heldClock();
  const abort = new AbortController();
  const lane = new ArtifactLane({
    clock,
    signal: abort.signal,
    send: () => Promise.reject(new ConnectionError('host.absent', 'nobody answers')),
    onOutcome: () => undefined,
    onTrouble: () => abort.abort(),
  });
  lane.add(VERSION, 7);
  expect(await Promise.race([lane.settled().then(() => 'settled'), pause(2000, 'late')])).toBe('settled');
  expect([delays, lane.pendingFrom]).toEqual([[], 7]);
});

test('tries are ever further apart, up to five seconds; giving up ends a pause', async () => {
  const { clock, delays, ring } = heldClock();
  const abort = new AbortController();
  let tries = 0;
  const lane = new ArtifactLane({
    clock,
    signal: abort.signal,
    send: () => Promise.reject(new ConnectionError('host.absent', 'nobody answers')),
    onOutcome: () => undefined,
    onTrouble: () => void setImmediate(() => (++tries < 7 ? ring() : abort.abort())),
  });
  lane.add(VERSION, 0);
  await lane.settled();
  expect(delays).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
});
