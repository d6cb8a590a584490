import type { ChangeEvent } from '#shared/api';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import type { DataPaths } from './paths.ts';
import type { Caller, HandlerMap } from './rpc.ts';

/** Who sent a request; decided once per request by the http room. */
export type Identity =
  /** A loopback peer of the same operating-system user: any key is good. */
  | { readonly kind: 'local-user' }
  /** Somebody who showed the real key (or a session cookie made from it). */
  | { readonly kind: 'key' }
  /** Nobody: only signed addresses and the sign-in page are open. */
  | { readonly kind: 'anonymous' };

export interface HostSettings {
  /** Entity (and user name) used when a client names none. */
  readonly username: string;
  /** Milliseconds without a heartbeat after which a running run counts as crashed. */
  readonly crashAfterMs: number;
  /** True when every peer must show the real key. */
  readonly requireKey: boolean;
}

/** Fan-out of changes inside the host's main thread; the writer thread feeds it after each commit. */
export interface EventHub {
  publish(event: ChangeEvent): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: ChangeEvent) => void): () => void;
}

/** What every room of the main thread is given. Rooms narrow `writer` and `readers` with `callerFor`. */
export interface HostContext {
  readonly clock: Clock;
  readonly log: Logger;
  readonly paths: DataPaths;
  readonly settings: HostSettings;
  readonly version: string;
  /** The one writer thread: calls run one after the other, each in its own transaction, durable when they resolve. */
  readonly writer: Caller<HandlerMap>;
  /** A pool of reader threads: calls run side by side, each sees all that was acknowledged before it was made. */
  readonly readers: Caller<HandlerMap>;
  readonly events: EventHub;
  /** Signs upload and download addresses; lasts over restarts. */
  readonly signingSecret: string;
  readonly apiKey: string;
}

/** Narrows a caller to the handlers that one room has put into the thread. */
export function callerFor<H extends HandlerMap>(caller: Caller<HandlerMap>): Caller<H> {
  return caller;
}
