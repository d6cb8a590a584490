import type { Caller, HandlerMap } from '#host/base';
import { Problem } from '#shared/errors';
import type { Thread } from './thread.ts';

/** Several threads behind one caller. */
export interface ThreadPool extends Caller<HandlerMap> {
  stop(): Promise<void>;
}

interface Job {
  readonly run: (thread: Thread) => Promise<unknown>;
  resolve(value: never): void;
  reject(error: Error): void;
}

/**
 * Hands each call to a thread that has none, in the order the calls came. A call that is cancelled while it waits is
 * never run; one that runs already goes on in its thread, but its caller is told at once.
 */
export function poolOf(threads: readonly Thread[]): ThreadPool {
  const free = [...threads];
  const waiting: Job[] = [];
  const next = (): void => {
    while (free.length > 0 && waiting.length > 0) {
      const job = waiting.shift();
      const thread = free.pop();
      if (job === undefined || thread === undefined) return;
      void job
        .run(thread)
        .then((value) => job.resolve(value as never), job.reject)
        .finally(() => {
          free.push(thread);
          next();
        });
    }
  };
  return {
    call: (name, args, options = {}) =>
      new Promise((resolve, reject) => {
        const { signal, ...passed } = options;
        if (signal?.aborted === true) return reject(new Problem('request.cancelled'));
        const job: Job = {
          run: (thread) => thread.call(name, args, passed),
          resolve(value) {
            signal?.removeEventListener('abort', cancel);
            resolve(value);
          },
          reject(error) {
            signal?.removeEventListener('abort', cancel);
            reject(error);
          },
        };
        const cancel = (): void => {
          const at = waiting.indexOf(job);
          if (at >= 0) waiting.splice(at, 1);
          reject(new Problem('request.cancelled'));
        };
        signal?.addEventListener('abort', cancel, { once: true });
        waiting.push(job);
        next();
      }),
    async stop() {
      for (const job of waiting.splice(0)) job.reject(new Problem('host.stopping'));
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}
