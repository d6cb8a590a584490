import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PushOrder, PushTold } from './messages.ts';

/** A push that goes on in a thread of its own. */
export interface RunningPush {
  /** Ends it where it is; resolves when nothing more comes of it. */
  stop(): Promise<void>;
}

/** `told` hears all, in order; it has put a cursor away when it returns. The last word is `done`, `conflict` or `failed`. */
export function startPush(order: PushOrder, told: (what: PushTold) => void): RunningPush {
  const file = new URL(`./push-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
  const worker = new Worker(file, { name: 'sync', workerData: order });
  worker.unref();
  let isOver = false;
  worker.on('message', (what: PushTold) => {
    if (isOver) return;
    told(what);
    // Only one process asks for the answer, so any message is it.
    if (what.kind === 'cursor' && what.mustAnswer) worker.postMessage(undefined);
  });
  worker.on('error', (error: Error) => {
    if (!isOver) told({ kind: 'failed', reason: error.message });
  });
  return {
    async stop() {
      isOver = true;
      await worker.terminate();
    },
  };
}
