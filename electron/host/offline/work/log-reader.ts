import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Caller, makeCaller } from '#host/base';
import { Problem } from '#shared/errors';
import type { readingHandlers } from './reading.ts';

/** The reading thread, begun when it is needed. */
export interface LogReader extends Caller<typeof readingHandlers> {
  /** Ends the thread; the next call begins a new one, in which no log is open. */
  stop(): Promise<void>;
  /** Grows with each thread: a log that was opened in another is closed now. */
  readonly generation: number;
}

export function makeLogReader(): LogReader {
  let life:
    | { readonly worker: Worker; readonly caller: ReturnType<typeof makeCaller<typeof readingHandlers>> }
    | undefined;
  let generation = 0;
  const begin = (): NonNullable<typeof life> => {
    const worker = new Worker(
      new URL(`./reading-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url),
      {
        name: 'log reader',
        // Rows live for a moment: a small nursery keeps what is dead from piling up.
        resourceLimits: { maxYoungGenerationSizeMb: 16 },
      },
    );
    const caller = makeCaller<typeof readingHandlers>(worker);
    const made = { worker, caller };
    generation += 1;
    const end = (reason: string): void => {
      if (life === made) life = undefined;
      caller.failAll(new Problem('internal', { reason }));
    };
    worker.on('error', (error) => end(`the thread that reads logs died: ${error.message}`));
    worker.on('exit', () => end('the thread that reads logs ended'));
    worker.unref();
    return made;
  };
  return {
    get generation() {
      return generation;
    },
    call(name, args, options) {
      life ??= begin();
      return life.caller.call(name, args, options);
    },
    async stop() {
      const { worker } = life ?? {};
      life = undefined;
      await worker?.terminate();
    },
  };
}
