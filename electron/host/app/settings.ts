import { callerFor, type Caller, type EventHub, type HandlerMap, type HostSettings, type Logger } from '#host/base';
import type { queryReads } from '#host/query';
import { asProblem } from '#shared/errors';

/** How long a run may be silent: the client sends a heartbeat every 30 s (protocol 4.2). */
const DEFAULT_CRASH_AFTER_MS = 5 * 60_000;

/** Settings that follow what a person changes while the host runs. */
export interface LiveSettings {
  /** Always up to date; rooms keep this object and read it when they need a value. */
  readonly current: HostSettings;
  /** Resolves when the values of the store are read for the first time. */
  readonly ready: Promise<void>;
}

/**
 * Joins what the command line fixed with what is set in the store. A crash limit that was given on the command line
 * wins over the stored one.
 */
export function openSettings(
  fixed: Omit<HostSettings, 'crashAfterMs'> & { readonly crashAfterMs: number | undefined },
  store: { readonly readers: Caller<HandlerMap>; readonly events: EventHub; readonly log: Logger },
): LiveSettings {
  let crashAfterMs = fixed.crashAfterMs ?? DEFAULT_CRASH_AFTER_MS;
  const readers = callerFor<typeof queryReads>(store.readers);
  const read = async (): Promise<void> => {
    const { crashAfterSeconds } = await readers.call('query.settings', {
      crashAfterSeconds: DEFAULT_CRASH_AFTER_MS / 1000,
    });
    crashAfterMs = fixed.crashAfterMs ?? crashAfterSeconds * 1000;
  };
  store.events.subscribe((event) => {
    if (event.kind !== 'settings') return;
    read().catch((error: unknown) => store.log.warn('settings were not read', { reason: asProblem(error).message }));
  });
  return {
    current: {
      username: fixed.username,
      requireKey: fixed.requireKey,
      get crashAfterMs() {
        return crashAfterMs;
      },
    },
    ready: read(),
  };
}
