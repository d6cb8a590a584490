import { threadId } from 'node:worker_threads';
import { Problem } from '#shared/errors';
import { runThread } from './entry.ts';

// A thread for tests: what it is told to do, it does.
runThread<undefined>(({ dataDir }, tell) => {
  if (dataDir === 'broken') throw new Problem('store.newer', { path: 'x', found: 9, known: 1 });
  const done: unknown[] = [];
  return {
    rooms: [
      {
        who: () => threadId,
        slowWho() {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40);
          return threadId;
        },
        note(_context, value: unknown) {
          done.push(value);
          tell({ kind: 'events', events: [{ kind: 'settings' }] });
          return done.length;
        },
        block(_context, ms: number) {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
          done.push(`blocked ${ms}`);
          return done.length;
        },
        die: () => process.exit(3),
      },
    ],
    lateRooms: {
      late: async () => {
        done.push('loaded');
        return { 'late.done': () => done };
      },
    },
    run: (handle) => handle(undefined),
    close: () => undefined,
  };
});
