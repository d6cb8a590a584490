import { expect, onTestFinished, test } from 'vitest';
import { callerFor, silentLogger, systemClock, type Caller, type Clock } from '#host/base';
import { poolOf } from './pool.ts';
import { startThread, type Thread, type ThreadOptions } from './thread.ts';

type Handlers = {
  who: (context: never, args: undefined) => number;
  slowWho: (context: never, args: undefined) => number;
  note: (context: never, args: string) => number;
  block: (context: never, ms: number) => number;
  die: (context: never, args: undefined) => void;
  'late.done': (context: never, args: undefined) => readonly unknown[];
};

function start(options: Partial<ThreadOptions> = {}): Thread {
  const thread = startThread({
    name: 'test',
    entry: new URL('./test-thread.ts', import.meta.url),
    data: { dataDir: 'fine' },
    clock: systemClock,
    log: silentLogger,
    ...options,
  });
  onTestFinished(() => thread.stop());
  return thread;
}

test('what a thread tells arrives before the answer of the call that caused it', async () => {
  const seen: string[] = [];
  const thread = start({ onEvents: ({ events }) => seen.push(...events.map((event) => event.kind)) });
  await thread.ready;
  await callerFor<Handlers>(thread)
    .call('note', 'x')
    .then(() => seen.push('answer'));
  expect(seen).toEqual(['settings', 'answer']);
});

test('a thread that dies refuses what it had as passing trouble, and comes back by itself', async () => {
  const thread = start();
  await thread.ready;
  const caller = callerFor<Handlers>(thread);
  const before = await caller.call('who', undefined);
  const death = caller.call('die', undefined);
  const behind = caller.call('note', 'lost');
  await expect(death).rejects.toMatchObject({ code: 'store.busy' });
  await expect(behind).rejects.toMatchObject({ code: 'store.busy' });
  await expect.poll(() => caller.call('who', undefined).catch(() => before)).not.toBe(before);
});

test('a stop waits for the calls that are under way and refuses later ones', async () => {
  const thread = start();
  await thread.ready;
  const caller = callerFor<Handlers>(thread);
  const calls = [caller.call('block', 50), caller.call('note', 'second')];
  await thread.stop();
  expect(await Promise.all(calls)).toEqual([1, 2]);
  await expect(caller.call('note', 'late')).rejects.toMatchObject({ code: 'host.stopping' });
});

test('a thread that cannot begin says why', async () => {
  const thread = start({ data: { dataDir: 'broken' } });
  await expect(thread.ready).rejects.toMatchObject({ code: 'store.newer', details: { found: 9 } });
});

test('what a thread need not hold at its start is loaded by the first call that needs it', async () => {
  const thread = start();
  await thread.ready;
  const caller = callerFor<Handlers>(thread);
  const calls = [caller.call('note', 'before'), caller.call('late.done', undefined), caller.call('note', 'behind')];
  expect(await Promise.all(calls)).toEqual([1, ['before', 'loaded'], 3]);
  expect(await caller.call('late.done', undefined)).toEqual(['before', 'loaded', 'behind']);
});

async function startPool(clock: Clock = systemClock) {
  const first = start();
  await first.ready;
  const pool = poolOf({ first, start: () => start(), most: 2, clock });
  onTestFinished(() => pool.stop());
  return callerFor<Handlers>(pool);
}

/** A pool whose second thread is there already. */
async function startFullPool(clock?: Clock) {
  const pool = await startPool(clock);
  await expect.poll(async () => new Set(await whoAnswers(pool)).size, { timeout: 10_000 }).toBe(2);
  return pool;
}

/** Which threads answer when two calls come that each take long enough for the pool to grow. */
function whoAnswers(pool: Caller<Handlers>): Promise<number[]> {
  return Promise.all([1, 2].map(() => pool.call('slowWho', undefined)));
}

test('a pool works side by side, and the free thread takes the next call', async () => {
  const pool = await startFullPool();
  const slow = pool.call('block', 300);
  let isSlowDone = false;
  void slow.then(() => (isSlowDone = true));
  const others = await Promise.all([1, 2, 3, 4].map(() => pool.call('who', undefined)));
  expect([isSlowDone, new Set(others).size]).toEqual([false, 1]);
  await slow;
});

test('calls that are cancelled while they wait are never run, and running ones free their caller at once', async () => {
  const pool = await startFullPool();
  const control = new AbortController();
  const running = pool.call('block', 200, { signal: control.signal });
  const alsoRunning = pool.call('block', 200);
  const waiting = Array.from({ length: 5 }, () => pool.call('note', 'never', { signal: control.signal }));
  control.abort();
  for (const call of [running, ...waiting]) await expect(call).rejects.toMatchObject({ code: 'request.cancelled' });
  await alsoRunning;
  const counts = await Promise.all([pool.call('block', 20), pool.call('block', 20)]);
  // Each thread has done its 200 ms and its 20 ms and nothing else.
  expect(counts).toEqual([2, 2]);
});

test('what waits for a thread is bounded in bytes, and a call by itself is always taken', async () => {
  const thread = start({ mostWaitingBytes: 1000 });
  await thread.ready;
  const caller = callerFor<Handlers>(thread);
  const send = (bytes: number): Promise<number> => caller.call('block', 20, { transfer: [new ArrayBuffer(bytes)] });
  const calls = [send(5000), send(1), caller.call('note', 'small')];
  expect(await Promise.allSettled(calls)).toMatchObject([
    { value: 1 },
    { reason: { code: 'store.busy' } },
    { value: 2 },
  ]);
  expect(await Promise.all([send(400), send(600)])).toEqual([3, 4]);
});

test('while one thread of a pool is started again, the others answer', async () => {
  const pool = await startFullPool();
  await expect(pool.call('die', undefined)).rejects.toMatchObject({ code: 'store.busy' });
  const answers = await Promise.all(Array.from({ length: 6 }, () => pool.call('who', undefined)));
  expect(new Set(answers).size).toBe(1);
  await expect.poll(async () => new Set(await whoAnswers(pool)).size, { timeout: 10_000 }).toBe(2);
});

test('a pool that rests for a minute keeps one thread, and starts another when a call has to wait again', async () => {
  let rest: (() => void) | undefined;
  const after = (delayMs: number, fn: () => void): (() => void) => {
    if (delayMs < 60_000) return systemClock.after(delayMs, fn);
    rest = fn;
    return () => (rest = undefined);
  };
  const pool = await startFullPool({ ...systemClock, after });
  rest?.();
  expect(new Set(await whoAnswers(pool)).size).toBe(1);
  await expect.poll(async () => new Set(await whoAnswers(pool)).size, { timeout: 10_000 }).toBe(2);
});
