import type { Clock } from '#host/base';
import { mergeEvents } from '#host/store';
import type { ChangeEvent } from '#shared/api';

/** Ten messages a second for one run at most. */
const FLUSH_MS = 100;
/** A window that has so many bytes unread does not read at all; it comes back by itself and fetches afresh. */
const MOST_WAITING_BYTES = 1024 * 1024;
/** Changes gathered between two flushes are merged whenever there are so many, so that memory stays flat. */
const MERGE_AT = 1000;

/** One window's connection. */
export interface Listener {
  write(text: string): void;
  waitingBytes(): number;
  end(): void;
  drop(): void;
}

export interface Broadcast {
  publish(this: void, event: ChangeEvent): void;
  send(text: string): void;
  /** Returns the function by which the listener leaves. */
  join(this: void, listener: Listener): () => void;
  close(): void;
}

/** Sends changes to all windows: merged per run, each message written once however many listen. */
export function makeBroadcast(clock: Clock): Broadcast {
  const listeners = new Set<Listener>();
  let waiting: ChangeEvent[] = [];
  let cancelFlush: (() => void) | undefined;
  const send = (text: string): void => {
    for (const listener of listeners) {
      if (listener.waitingBytes() > MOST_WAITING_BYTES) {
        listeners.delete(listener);
        listener.drop();
      } else listener.write(text);
    }
  };
  const flush = (): void => {
    cancelFlush = undefined;
    const events = mergeEvents(waiting);
    waiting = [];
    send(events.map((event) => `event: change\ndata: ${JSON.stringify(event)}\n\n`).join(''));
  };
  return {
    send,
    publish(event) {
      if (listeners.size === 0) return;
      waiting.push(event);
      if (waiting.length >= MERGE_AT) waiting = mergeEvents(waiting);
      cancelFlush ??= clock.after(FLUSH_MS, flush);
    },
    join(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      cancelFlush?.();
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
