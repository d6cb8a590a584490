import { randomInt } from 'node:crypto';
import { pause, systemClock } from '#host/base';
import { ConnectionError } from '#sdk/base';
import { HostLink, isPassing, type LinkOptions } from '#sdk/wire';
import { agentsOf, type Connection, wayFaultOf } from '../connection.ts';
import type { Pace } from '../pace.ts';

const MOST_RETRY_MS = 60_000;

/** The remote does not answer for so long that others should go first. */
export class Later extends Error {
  /** How long it asked to be left alone. */
  readonly afterMs: number;
  constructor(reason: string, afterMs: number) {
    super(reason);
    this.afterMs = afterMs;
  }
}

export interface PatientOptions {
  readonly firstRetryMs: number;
  readonly patienceMs: number;
  readonly pace: Pace;
  readonly onTrouble: (reason: string) => void;
}

/**
 * Requests that are repeated until the server answers or refuses: with growing pauses that no two runs share, or as
 * long as it asks for. What is repeated must be harmless to repeat.
 */
export class PatientLink {
  readonly #connection: Connection;
  readonly #agents: LinkOptions['agents'];
  readonly #options: PatientOptions;

  constructor(connection: Connection, options: PatientOptions) {
    this.#connection = connection;
    this.#agents = agentsOf(connection);
    this.#options = options;
  }

  /**
   * `onBytes` hears how many bytes of bodies more (or, after a failure, less) are over there. Errors: `host.refused`, also
   * for a certificate or a proxy that needs a person; Later.
   */
  async ask<T>(
    request: (link: HostLink) => Promise<T>,
    onBytes: (count: number) => void = () => undefined,
  ): Promise<T> {
    const { firstRetryMs, patienceMs, onTrouble } = this.#options;
    const begin = systemClock.monotonic();
    for (let failures = 0; ; failures++) {
      let sent = 0;
      try {
        return await request(this.#link((count) => ((sent += count), onBytes(count))));
      } catch (error) {
        onBytes(-sent);
        if (!(error instanceof ConnectionError)) throw error;
        const fault = wayFaultOf(error);
        if (fault !== undefined) throw new ConnectionError('host.refused', fault.reason, undefined, { cause: error });
        if (!isPassing(error)) throw error;
        onTrouble(error.message);
        const most = Math.min(MOST_RETRY_MS, firstRetryMs * 2 ** Math.min(failures, 20));
        const wait = Math.max(error.retryAfterMs ?? 0, (most * randomInt(500, 1001)) / 1000);
        if (systemClock.monotonic() + wait - begin > patienceMs) throw new Later(error.message, wait);
        await pause(wait);
      }
    }
  }

  graphql<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    return this.ask((link) => link.graphql<T>(query, variables));
  }

  /** Ends connections that are kept for more. */
  close(): void {
    this.#agents?.http.destroy();
    this.#agents?.https.destroy();
  }

  #link(onBytes: (count: number) => void): HostLink {
    const { pace } = this.#options;
    const meter = {
      async take(count: number): Promise<number> {
        const bytes = await pace.take(count);
        onBytes(bytes);
        return bytes;
      },
    };
    return new HostLink(() => this.#connection, {
      meter,
      ...(this.#agents === undefined ? {} : { agents: this.#agents }),
    });
  }
}
