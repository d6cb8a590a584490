import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Caller, type Clock, type DataPaths, makeCaller } from '#host/base';
import { Problem } from '#shared/errors';
import type { tableHandlers } from './handlers.ts';
import type { TableThreadData } from './live.ts';

/** A thread that nobody asked for so long is ended; its tables are then read anew. */
const REST_MS = 120_000;

/** The thread of tables, begun when it is needed. */
export interface TableThread extends Caller<typeof tableHandlers> {
  stop(): Promise<void>;
}

/** `paths` leads to the store, for tables that are made from it. */
export function makeTableThread(clock: Clock, paths: DataPaths): TableThread {
  let life:
    | { readonly worker: Worker; readonly caller: ReturnType<typeof makeCaller<typeof tableHandlers>> }
    | undefined;
  let cancelRest = (): void => undefined;
  const begin = (): NonNullable<typeof life> => {
    const file = new URL(`./tables-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
    const worker = new Worker(file, { name: 'tables', workerData: { dataDir: paths.root } satisfies TableThreadData });
    const made = { worker, caller: makeCaller<typeof tableHandlers>(worker) };
    const end = (reason: string): void => {
      if (life === made) life = undefined;
      made.caller.failAll(new Problem('internal', { reason }));
    };
    worker.on('error', (error) => end(`the thread of tables died: ${error.message}`));
    worker.on('exit', () => end('the thread of tables ended'));
    worker.unref();
    return made;
  };
  const stop = async (): Promise<void> => {
    cancelRest();
    const { worker } = life ?? {};
    life = undefined;
    await worker?.terminate();
  };
  return {
    call(name, args, options) {
      life ??= begin();
      cancelRest();
      cancelRest = clock.after(REST_MS, () => void stop());
      return life.caller.call(name, args, options);
    },
    stop,
  };
}
