import { expect, test } from 'vitest';
import type { Clock } from '#host/base';
import type { ChangeEvent } from '#shared/api';
import type { UnixMs } from '#shared/units';
import { type Listener, makeBroadcast } from './broadcast.ts';

/** A clock whose timers run when the test says so. */
function handClock(): Clock & { run(): void } {
  let waiting: (() => void)[] = [];
  return {
    now: () => 0 as UnixMs,
    monotonic: () => 0,
    every: () => () => undefined,
    after(_delayMs, fn) {
      waiting.push(fn);
      return () => (waiting = waiting.filter((other) => other !== fn));
    },
    run() {
      for (const fn of waiting.splice(0)) fn();
    },
  };
}

function listener(waitingBytes = 0): Listener & { readonly got: string[]; isDropped: boolean } {
  const self = {
    got: [] as string[],
    isDropped: false,
    write: (text: string) => void self.got.push(text),
    waitingBytes: () => waitingBytes,
    end: () => undefined,
    drop: () => (self.isDropped = true),
  };
  return self;
}

const change = (run: string, lastStep: number): ChangeEvent => ({
  kind: 'run',
  path: { entity: 'e', project: 'p', run },
  aspects: ['history'],
  lastStep,
});

test('a thousand changes of a run are one message, holding the newest', () => {
  const clock = handClock();
  const broadcast = makeBroadcast(clock);
  const window = listener();
  broadcast.join(window);
  for (let step = 0; step < 1000; step++) broadcast.publish(change('a', step));
  broadcast.publish(change('b', 7));
  expect(window.got).toEqual([]);
  clock.run();
  const sent = window.got
    .join('')
    .split('\n\n')
    .filter((text) => text !== '');
  expect(sent).toEqual([
    `event: change\ndata: ${JSON.stringify(change('a', 999))}`,
    `event: change\ndata: ${JSON.stringify(change('b', 7))}`,
  ]);
});

test('a window that does not read is dropped and the others go on', () => {
  const clock = handClock();
  const broadcast = makeBroadcast(clock);
  const [slow, quick] = [listener(2 ** 21), listener()];
  broadcast.join(slow);
  broadcast.join(quick);
  broadcast.publish(change('a', 1));
  clock.run();
  expect([slow.isDropped, slow.got.length, quick.isDropped, quick.got.length]).toEqual([true, 0, false, 1]);
});

test('a window that left hears nothing more', () => {
  const clock = handClock();
  const broadcast = makeBroadcast(clock);
  const window = listener();
  const leave = broadcast.join(window);
  broadcast.publish(change('a', 1));
  leave();
  clock.run();
  expect(window.got).toEqual([]);
});
