import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError, type HostPlace, NotFoundError, SdkError, type Wait } from '#sdk/base';
import { HostLink, isPassing } from '#sdk/wire';

/** Pauses before the next try of a question that a busy host did not answer, milliseconds. */
const BUSY_PAUSES = [200, 1000, 4000];
/** One try more where nobody answered: a connection that was kept open may have been closed just then. */
const ABSENT_PAUSES = [100];
/** Statuses that say of a change that it was not made. */
const NOT_DONE = new Set([429, 503]);

const VIEWER = `query GetDefaultEntity { viewer { id entity } }`;
const FEATURES = `query ServerFeaturesQuery { serverInfo { features { name isEnabled } } }`;

interface FeaturesAnswer {
  readonly serverInfo: {
    readonly features: readonly { readonly name: string; readonly isEnabled: boolean }[] | null;
  } | null;
}

/**
 * The requests of one `Api`: each has its time, is asked again where that changes nothing, and ends with the `Api`.
 * Errors of all: ConnectionError (`timeout` when the time is over, else as HostLink says); the reason of the caller's
 * signal; SdkError `api.closed`.
 */
export class Requests {
  readonly #link: HostLink;
  readonly #timeoutMs: number;
  readonly #closed = new AbortController();
  #entity: Promise<string> | undefined;
  #features: Promise<ReadonlySet<string>> | undefined;

  /** `timeoutMs`: what one request may take unless its caller says otherwise. */
  constructor(place: () => HostPlace, timeoutMs: number) {
    this.#link = new HostLink(place, { requestMs: timeoutMs });
    this.#timeoutMs = timeoutMs;
  }

  /** Address of the pages that a person looks at, without a slash at the end. Source: the client's `app_url`. */
  get pageUrl(): string {
    return this.#link.baseUrl.replace(/^(https?:\/\/)api\.wandb\.ai$/, '$1wandb.ai');
  }

  /** The entity of the key's owner. */
  get defaultEntity(): Promise<string> {
    this.#entity ??= this.#askEntity().catch((error: unknown) => {
      this.#entity = undefined;
      throw error;
    });
    return this.#entity;
  }

  /** A question; tried again when nobody answers or the host is busy. */
  query<T>(document: string, variables: Readonly<Record<string, unknown>>, wait: Wait = {}): Promise<T> {
    return this.#graphql(document, variables, wait, isPassing);
  }

  /** A change; tried again only when the host says that it did nothing. */
  change<T>(document: string, variables: Readonly<Record<string, unknown>>, wait: Wait = {}): Promise<T> {
    const isNotDone = (error: unknown): boolean => error instanceof ConnectionError && NOT_DONE.has(error.status ?? 0);
    return this.#graphql(document, variables, wait, isNotDone);
  }

  /** The body of a file; as long as it takes unless the wait says otherwise. Errors: also NotFoundError. */
  async get(url: string, wait: Wait = {}): Promise<Response> {
    return this.#within(wait, wait.timeout, async (signal) => {
      try {
        return await this.#link.get(url, signal);
      } catch (error) {
        if (!(error instanceof ConnectionError) || (error.status !== 404 && error.status !== 410)) throw error;
        throw new NotFoundError('file.unknown', `the host has no such file: ${error.message}`, { cause: error });
      }
    });
  }

  /** Runs something with the link of the host; as long as it takes unless the wait says otherwise. */
  use<T>(work: (link: HostLink, signal: AbortSignal) => Promise<T>, wait: Wait = {}): Promise<T> {
    return this.#within(wait, wait.timeout, (signal) => work(this.#link, signal));
  }

  /** Whether the host says of itself that it can do something. */
  async hasFeature(name: string): Promise<boolean> {
    this.#features ??= this.query<FeaturesAnswer>(FEATURES, {}).then(
      ({ serverInfo }) => new Set((serverInfo?.features ?? []).filter((one) => one.isEnabled).map((one) => one.name)),
      // A server that does not know the question has none of them.
      () => new Set(),
    );
    return (await this.#features).has(name);
  }

  /** Waits between two looks at something that goes on. */
  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#within({ signal }, undefined, (both) => pause(ms, both));
  }

  /** Ends what is under way. */
  close(): void {
    this.#closed.abort(new SdkError('api.closed', 'this Api was closed'));
  }

  async #askEntity(): Promise<string> {
    const { viewer } = await this.query<{ viewer: { entity: string | null } | null }>(VIEWER, {});
    if (viewer?.entity === null || viewer?.entity === undefined)
      throw new ConnectionError('host.refused', 'the host does not know whose key this is', 200);
    return viewer.entity;
  }

  #graphql<T>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    wait: Wait,
    mayRepeat: (error: unknown) => boolean,
  ): Promise<T> {
    return this.#within(wait, wait.timeout ?? this.#timeoutMs, async (signal) => {
      for (let tries = 0; ; tries++) {
        try {
          return await this.#link.graphql<T>(document, variables, signal);
        } catch (error) {
          const pauses = error instanceof ConnectionError && error.status === undefined ? ABSENT_PAUSES : BUSY_PAUSES;
          const ms = pauses[tries];
          if (ms === undefined || !mayRepeat(error)) throw error;
          await pause((error as ConnectionError).retryAfterMs ?? ms, signal);
        }
      }
    });
  }

  async #within<T>(wait: Wait, ms: number | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = ms === undefined ? undefined : AbortSignal.timeout(ms);
    const signal = AbortSignal.any([this.#closed.signal, wait.signal, limit].filter((one) => one !== undefined));
    try {
      signal.throwIfAborted();
      return await work(signal);
    } catch (error) {
      if (limit === undefined || signal.reason !== limit.reason || !limit.aborted) throw error;
      throw new ConnectionError('timeout', `the host did not answer within ${ms} ms`, undefined, { cause: error });
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
