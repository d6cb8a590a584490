import { extname } from 'node:path';
import type { Clock, EventHub, Logger } from '#host/base';
import { poolOf, type ThreadPool } from './threads/pool.ts';
import { startThread, type Thread } from './threads/thread.ts';

/** Two, so that a heavy chart does not hold up a small question. */
const MOST_READERS = 2;

/** Four of the largest posts: a disk that falls behind must not fill the memory. Clients send again what is refused. */
const MOST_WAITING_BYTES = 256 * 1024 * 1024;

/** The threads that hold the store. */
export interface StoreThreads {
  readonly writer: Thread;
  readonly readers: ThreadPool;
  /** Readers end first, so that no read meets a store that is closing. */
  stop(): Promise<void>;
}

/**
 * Starts the writer, which makes the store ready, and then a reader; more readers come when they are needed.
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
  const startReader = (number: number): Thread =>
    startThread({ ...common, name: `reader ${number}`, entry: entryUrl('reader-thread') });
  const writer = startThread({
    ...common,
    name: 'writer',
    entry: entryUrl('writer-thread'),
    mostWaitingBytes: MOST_WAITING_BYTES,
    onEvents,
  });
  let readers: ThreadPool | undefined;
  const stop = async (): Promise<void> => {
    await readers?.stop();
    await writer.stop();
  };
  try {
    await writer.ready;
    const first = startReader(1);
    readers = poolOf({ first, start: startReader, most: MOST_READERS, clock: main.clock });
    await first.ready;
    return { writer, readers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The entry beside this file: `.ts` when the sources run, `.js` when they were compiled or bundled. */
function entryUrl(name: string): URL {
  return new URL(`./${name}${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
}
