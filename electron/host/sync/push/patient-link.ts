import { randomInt } from 'node:crypto';
import { pause } from '#host/base';
import { ConnectionError } from '#sdk/base';
import { HostLink, isPassing } from '#sdk/wire';

const MOST_RETRY_MS = 60_000;

/**
 * Requests that are repeated until the server answers or refuses: with growing pauses that no two runs share, or as
 * long as it asks for. What is repeated must be harmless to repeat.
 */
export class PatientLink {
  readonly link: HostLink;
  readonly #firstMs: number;
  readonly #onTrouble: (reason: string) => void;

  constructor(
    place: { readonly baseUrl: string; readonly apiKey: string },
    firstMs: number,
    onTrouble: (reason: string) => void,
  ) {
    this.link = new HostLink(() => place);
    this.#firstMs = firstMs;
    this.#onTrouble = onTrouble;
  }

  /** Errors: `host.refused`. */
  async ask<T>(request: (link: HostLink) => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures++) {
      try {
        return await request(this.link);
      } catch (error) {
        if (!(error instanceof ConnectionError) || !isPassing(error)) throw error;
        this.#onTrouble(error.message);
        const most = Math.min(MOST_RETRY_MS, this.#firstMs * 2 ** Math.min(failures, 20));
        const wait = Math.max(error.retryAfterMs ?? 0, (most * randomInt(500, 1001)) / 1000);
        await pause(wait);
      }
    }
  }

  graphql<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    return this.ask((link) => link.graphql<T>(query, variables));
  }
}
