import { extname } from 'node:path';
import type { Clock, EventHub, Logger } from '#host/base';
import { poolOf, type ThreadPool } from './threads/pool.ts';
import { startThread, type Thread } from './threads/thread.ts';

const READER_COUNT = 2;

/** The threads that hold the store. */
export interface StoreThreads {
  readonly writer: Thread;
  readonly readers: ThreadPool;
  /** Readers end first, so that no read meets a store that is closing. */
  stop(): Promise<void>;
}

/**
 * Starts the writer, which makes the store ready, and then the readers.
 * Errors: those of opening the store; no thread is left then.
 */
export async function startStoreThreads(
  dataDir: string,
  main: { readonly log: Logger; readonly clock: Clock; readonly publish: EventHub['publish'] },
): Promise<StoreThreads> {
  const common = { data: { dataDir }, clock: main.clock, log: main.log };
  const onEvents = ({ events }: { events: readonly Parameters<EventHub['publish']>[0][] }): void => {
    for (const event of events) main.publish(event);
  };
  const writer = startThread({ ...common, name: 'writer', entry: entryUrl('writer-thread'), onEvents });
  const readerThreads: Thread[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(readerThreads.map((thread) => thread.stop()));
    await writer.stop();
  };
  try {
    await writer.ready;
    for (let i = 1; i <= READER_COUNT; i++) {
      readerThreads.push(startThread({ ...common, name: `reader ${i}`, entry: entryUrl('reader-thread') }));
    }
    await Promise.all(readerThreads.map((thread) => thread.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  const readers = poolOf(readerThreads);
  return {
    writer,
    readers,
    async stop() {
      await readers.stop();
      await writer.stop();
    },
  };
}

/** The entry beside this file: `.ts` when the sources run, `.js` when they were compiled or bundled. */
function entryUrl(name: string): URL {
  return new URL(`./${name}${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
}
