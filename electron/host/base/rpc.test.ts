import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { Problem } from '#shared/errors';
import { makeCaller, serveCalls, Transferred, type Channel } from './rpc.ts';

function pair(): { near: Channel; far: Channel } {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  return { near: port1, far: port2 };
}

const handlers = {
  add: (_context: unknown, args: { a: number; b: number }) => args.a + args.b,
  refuse: (): never => {
    throw new Problem('run.unknown', { entity: 'e', project: 'p', run: 'r' });
  },
  break: (): never => {
    throw new TypeError('a bug');
  },
  move: (_context: unknown, args: { bytes: ArrayBuffer }) => new Transferred({ bytes: args.bytes }, [args.bytes]),
} as const;

test('a call is answered with the result or with the very Problem that was thrown', async () => {
  const { near, far } = pair();
  serveCalls(far, handlers, undefined);
  const caller = makeCaller<typeof handlers>(near);
  expect(await caller.call('add', { a: 2, b: 3 })).toBe(5);
  await expect(caller.call('refuse', undefined as never)).rejects.toMatchObject({
    code: 'run.unknown',
    message: 'There is no run e/p/r.',
  });
  const bug = await caller.call('break', undefined as never).catch((error: unknown) => error);
  expect(bug).toMatchObject({ code: 'internal' });
  expect((bug as Error).stack).toContain('rpc.test.ts');
  expect(caller.pendingCount).toBe(0);
});

test('buffers are moved both ways', async () => {
  const { near, far } = pair();
  serveCalls(far, handlers, undefined);
  const bytes = new Uint8Array([1, 2, 3]).buffer;
  const answer = await makeCaller<typeof handlers>(near).call('move', { bytes }, { transfer: [bytes] });
  expect(bytes.byteLength).toBe(0);
  expect([...new Uint8Array(answer.bytes)]).toEqual([1, 2, 3]);
});

test('calls run one after the other in the order they came, and notices arrive before the answer', async () => {
  const { near, far } = pair();
  const seen: unknown[] = [];
  const log = {
    note(_context: unknown, args: number) {
      seen.push(`run ${args}`);
      far.postMessage({ kind: 'notice', value: `told ${args}` });
      return args;
    },
  } as const;
  serveCalls(far, log, undefined);
  const caller = makeCaller<typeof log>(near, (value) => seen.push(value));
  await Promise.all([1, 2].map((n) => caller.call('note', n).then((value) => seen.push(`answer ${value}`))));
  expect(seen.filter((entry) => String(entry).startsWith('run'))).toEqual(['run 1', 'run 2']);
  expect(seen.indexOf('told 1')).toBeLessThan(seen.indexOf('answer 1'));
});

test('an aborted call is refused at once and never run if it had not begun', async () => {
  const { near, far } = pair();
  const ran: number[] = [];
  const slow = { work: (_context: unknown, n: number) => void ran.push(n) } as const;
  const caller = makeCaller<typeof slow>(near);
  const control = new AbortController();
  const first = caller.call('work', 1);
  const second = caller.call('work', 2, { signal: control.signal });
  control.abort();
  await expect(second).rejects.toMatchObject({ code: 'request.cancelled' });
  serveCalls(far, slow, undefined);
  await first;
  await caller.call('work', 3);
  expect(ran).toEqual([1, 3]);
  await expect(caller.call('work', 4, { signal: control.signal })).rejects.toMatchObject({ code: 'request.cancelled' });
});

test('when the other side is gone, every pending call is refused', async () => {
  const { near } = pair();
  const caller = makeCaller<typeof handlers>(near);
  const call = caller.call('add', { a: 1, b: 1 });
  caller.failAll(new Problem('store.busy'));
  await expect(call).rejects.toMatchObject({ code: 'store.busy' });
  expect(caller.pendingCount).toBe(0);
});
