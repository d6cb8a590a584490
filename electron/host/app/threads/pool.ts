import type { Caller, Clock, HandlerMap } from '#host/base';
import { Problem } from '#shared/errors';
import type { Thread } from './thread.ts';

/** Several threads behind one caller. */
export interface ThreadPool extends Caller<HandlerMap> {
  stop(): Promise<void>;
}

export interface PoolOptions {
  /** A thread that is there from the beginning to the end. */
  readonly first: Thread;
  /** Starts one more, the `number`-th from 2 on. */
  start(number: number): Thread;
  /** So many threads at most. */
  readonly most: number;
  readonly clock: Clock;
}

interface Job {
  readonly run: (thread: Thread) => Promise<unknown>;
  resolve(value: never): void;
  reject(error: Error): void;
}

/** Starting a thread takes longer than most calls: another comes only when one has waited for so long. */
const GROW_AFTER_MS = 20;
/** A thread holds some 15 MB: those beyond the first end when nobody asked anything for so long, and the first tidies up. */
const REST_AFTER_MS = 60_000;

/**
 * Hands each call to a thread that has none, in the order the calls came; where one has to wait, another thread is
 * started. A thread that died gets no call before it is back. A call that is cancelled while it waits is never run; one that runs already goes on in its thread, but its
 * caller is told at once.
 */
export function poolOf(options: PoolOptions): ThreadPool {
  const threads = [options.first];
  const free = [options.first];
  const waiting: Job[] = [];
  let isStopping = false;
  let cancelGrow: (() => void) | undefined;
  let cancelRest: () => void = () => undefined;
  const next = (): void => {
    while (free.length > 0 && waiting.length > 0) {
      const job = waiting.shift();
      const thread = free.shift();
      if (job === undefined || thread === undefined) return;
      if (!thread.isServing) {
        // It died: the others do its work until it is back.
        waiting.unshift(job);
        void thread.whenServing().then(() => release(thread));
        continue;
      }
      void job
        .run(thread)
        .then((value) => job.resolve(value as never), job.reject)
        .finally(() => release(thread));
    }
    if (waiting.length > 0 && threads.length < options.most) cancelGrow ??= options.clock.after(GROW_AFTER_MS, grow);
  };
  const release = (thread: Thread): void => {
    if (isStopping || !threads.includes(thread)) return;
    // The first is asked first, so that the others come to rest.
    if (thread === options.first) free.unshift(thread);
    else free.push(thread);
    cancelRest();
    cancelRest = options.clock.after(REST_AFTER_MS, shrink);
    next();
  };
  const grow = (): void => {
    if (isStopping || waiting.length === 0) return void (cancelGrow = undefined);
    const thread = options.start(threads.length + 1);
    threads.push(thread);
    thread.ready
      .then(
        () => release(thread),
        // It has told the log why; the others do its work, and the next call that waits tries again.
        () => void threads.splice(threads.indexOf(thread), 1),
      )
      .finally(() => (cancelGrow = undefined));
  };
  const shrink = (): void => {
    for (const thread of free.splice(0)) {
      if (thread === options.first) {
        free.push(thread);
        continue;
      }
      threads.splice(threads.indexOf(thread), 1);
      void thread.stop();
    }
    // Nobody waits for it; a thread that has just died has nothing to tidy.
    if (options.first.isServing) options.first.call('thread.tidy', undefined as never).catch(() => undefined);
  };
  return {
    call: (name, args, callOptions = {}) =>
      new Promise((resolve, reject) => {
        const { signal, ...passed } = callOptions;
        if (isStopping) return reject(new Problem('host.stopping'));
        if (signal?.aborted === true) return reject(new Problem('request.cancelled'));
        const run = (thread: Thread): Promise<unknown> => thread.call(name, args, passed);
        waiting.push(cancellable({ run, resolve, reject }, signal, waiting));
        next();
      }),
    async stop() {
      isStopping = true;
      cancelGrow?.();
      cancelRest();
      for (const job of waiting.splice(0)) job.reject(new Problem('host.stopping'));
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

/** A job that leaves the queue when its caller gives up. */
function cancellable(job: Job, signal: AbortSignal | undefined, waiting: Job[]): Job {
  if (signal === undefined) return job;
  const cancel = (): void => {
    const at = waiting.indexOf(queued);
    if (at >= 0) waiting.splice(at, 1);
    job.reject(new Problem('request.cancelled'));
  };
  const settle = (): void => signal.removeEventListener('abort', cancel);
  const queued: Job = {
    run: job.run,
    resolve: (value) => (settle(), job.resolve(value)),
    reject: (error) => (settle(), job.reject(error)),
  };
  signal.addEventListener('abort', cancel, { once: true });
  return queued;
}
