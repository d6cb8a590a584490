import { Worker } from 'node:worker_threads';
import { makeCaller, type Caller, type Clock, type HandlerMap, type Logger } from '#host/base';
import { asProblem, Problem, type ProblemData } from '#shared/errors';
import type { ThreadNotice } from './notices.ts';

const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 10_000;
/** A thread that lived so long has earned a fresh count. */
const STABLE_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;

/** A worker thread that is started again when it dies. */
export interface Thread extends Caller<HandlerMap> {
  /** Resolves when it serves calls. Errors: the Problem with which it could not begin (`store.newer`, …). */
  readonly ready: Promise<void>;
  /** False while it is started again after it died: calls are refused then. */
  readonly isServing: boolean;
  /** Resolves when it serves calls (again); never, when it is stopped before. */
  whenServing(): Promise<void>;
  /** Finishes the calls it has, then ends. Calls made afterwards are refused with `host.stopping`. */
  stop(): Promise<void>;
}

export interface ThreadOptions {
  readonly name: string;
  readonly entry: URL;
  readonly data: unknown;
  readonly clock: Clock;
  readonly log: Logger;
  /** Bytes that may wait for this thread in the buffers of its calls; beyond that, calls are refused with `store.busy`. */
  readonly mostWaitingBytes?: number;
  /** Gets what the thread tells besides its answers. */
  readonly onEvents?: (notice: ThreadNotice & { kind: 'events' }) => void;
}

interface Life {
  readonly caller: ReturnType<typeof makeCaller>;
  readonly worker: Worker;
}

/**
 * Starts a thread. When it dies, its pending calls are refused with `store.busy` (clients send again), and it is
 * started again after a pause that grows from 50 ms to 10 s.
 */
export function startThread(options: ThreadOptions): Thread {
  const { clock, log, name } = options;
  let life: Life | undefined;
  let isStopping = false;
  let hasBeenReady = false;
  let deaths = 0;
  let isServing = false;
  let waitingBytes = 0;
  const hopeful: (() => void)[] = [];
  let cancelRestart: () => void = () => undefined;
  const first = Promise.withResolvers<void>();

  const begin = (): void => {
    const startedAt = clock.monotonic();
    const worker = new Worker(options.entry, { name, workerData: options.data });
    const caller = makeCaller(worker, (value) => {
      const notice = value as ThreadNotice;
      if (notice.kind === 'ready') {
        hasBeenReady = true;
        isServing = true;
        first.resolve();
        for (const tell of hopeful.splice(0)) tell();
      }
      if (notice.kind === 'failed') refuseStart(notice.problem);
      if (notice.kind === 'events') options.onEvents?.(notice);
    });
    life = { caller, worker };
    worker.on('error', (error) => log.error('a thread died', { thread: name, reason: reasonOf(error) }));
    worker.on('exit', (code) => {
      life = undefined;
      isServing = false;
      caller.failAll(new Problem(isStopping ? 'host.stopping' : 'store.busy'));
      if (isStopping) return;
      first.reject(new Problem('internal', { reason: `the ${name} thread ended with code ${code}` }));
      deaths = clock.monotonic() - startedAt > STABLE_MS ? 1 : deaths + 1;
      cancelRestart = clock.after(Math.min(FIRST_BACKOFF_MS * 2 ** (deaths - 1), MAX_BACKOFF_MS), begin);
    });
  };
  const refuseStart = (problem: ProblemData): void => {
    log.error('a thread could not begin', { thread: name, reason: problem.message });
    // At the first start somebody waits and decides; later it is tried again, because trouble may pass.
    isStopping ||= !hasBeenReady;
    first.reject(Problem.fromData(problem));
  };
  begin();
  // Whoever starts the thread waits for it; a rejection nobody waits for must not end the process.
  first.promise.catch(() => undefined);

  return {
    ready: first.promise,
    get isServing() {
      return isServing;
    },
    whenServing: () => (isServing ? Promise.resolve() : new Promise((resolve) => hopeful.push(resolve))),
    call(callName, args, callOptions) {
      if (isStopping) return Promise.reject(new Problem('host.stopping'));
      if (life === undefined) return Promise.reject(new Problem('store.busy'));
      const bytes = (callOptions?.transfer ?? []).reduce((sum, buffer) => sum + buffer.byteLength, 0);
      if (bytes === 0) return life.caller.call(callName, args, callOptions);
      // A call by itself is always taken, or a large one would never come through.
      if (waitingBytes > 0 && waitingBytes + bytes > (options.mostWaitingBytes ?? Number.POSITIVE_INFINITY)) {
        return Promise.reject(new Problem('store.busy'));
      }
      const answer = life.caller.call(callName, args, callOptions);
      waitingBytes += bytes;
      return answer.finally(() => (waitingBytes -= bytes));
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      cancelRestart();
      if (life !== undefined) await endLife(life, options);
    },
  };
}

async function endLife({ caller, worker }: Life, { clock, log, name }: ThreadOptions): Promise<void> {
  const isLate = new Promise<'late'>((resolve) => void clock.after(STOP_TIMEOUT_MS, () => resolve('late')));
  // Calls are served in order: when this one is answered, all before it are done.
  const closed = caller.call('thread.close', undefined as never).catch((error: unknown) => {
    log.error('a thread did not close its database', { thread: name, reason: reasonOf(error) });
  });
  if ((await Promise.race([closed, isLate])) === 'late') log.error('a thread was ended while busy', { thread: name });
  await worker.terminate();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : asProblem(error).message;
}
