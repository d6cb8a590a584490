import type { ChangeEvent } from '#shared/api';
import type { Clock } from './clock.ts';

export type LiveStatus = 'connecting' | 'open' | 'lost';

/** What the stream needs of an EventSource; the browser's own fits. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface LiveStream {
  status(): LiveStatus;
  /** Called with each change after it is durable; several listeners get the same order. */
  onChange(listener: (event: ChangeEvent) => void): () => void;
  /** Called when the status changes; `hasMissed` is true on a reconnect, when changes may have been lost. */
  onStatus(listener: (status: LiveStatus, hasMissed: boolean) => void): () => void;
  close(): void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 8000;

/**
 * The one stream of changes, opened again by itself: after 0.25 s, then twice as long each time up to 8 s.
 * EventSource's own retry is not used, because it gives up for good on a refused connection or a status of 503.
 */
export function openLiveStream(open: () => EventSourceLike, clock: Clock): LiveStream {
  const changeListeners = new Set<(event: ChangeEvent) => void>();
  const statusListeners = new Set<(status: LiveStatus, hasMissed: boolean) => void>();
  let status: LiveStatus = 'connecting';
  let hasBeenOpen = false;
  let retryMs = FIRST_RETRY_MS;
  let isClosed = false;
  let source: EventSourceLike | undefined;
  let cancelRetry: (() => void) | undefined;

  function setStatus(next: LiveStatus): void {
    const hasMissed = next === 'open' && hasBeenOpen;
    if (next === 'open') hasBeenOpen = true;
    if (next === status) return;
    status = next;
    for (const listener of statusListeners) listener(next, hasMissed);
  }

  function connect(): void {
    if (isClosed) return;
    const current = open();
    source = current;
    current.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS;
      setStatus('open');
    });
    current.addEventListener('change', (message) => {
      const event = JSON.parse(message.data) as ChangeEvent;
      for (const listener of changeListeners) listener(event);
    });
    current.addEventListener('error', () => {
      current.close();
      if (isClosed || source !== current) return;
      setStatus('lost');
      cancelRetry?.();
      cancelRetry = clock.after(retryMs, connect);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    });
  }

  connect();
  return {
    status: () => status,
    onChange: (listener) => {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onStatus: (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      cancelRetry?.();
      source?.close();
    },
  };
}
