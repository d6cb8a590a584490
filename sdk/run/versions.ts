import { type Clock, ConnectionError, within } from '#sdk/base';
import type { Notice } from '#sdk/worker';

/** Versions of artifacts that were logged and that the host does not have yet, and those who wait for them. */
export class Versions {
  /** By the ids that the drafts were given. */
  readonly #waiting = new Map<string, { resolve(artifactId: string): void; reject(error: Error): void }>();
  /** What keeps the process alive for those who wait for the host. */
  readonly #holds = new Set<() => void>();
  readonly #clock: Clock;
  readonly #warn: (code: string, message: string) => void;
  #isHostAway = false;

  constructor(clock: Clock, warn: (code: string, message: string) => void) {
    this.#clock = clock;
    this.#warn = warn;
  }

  /** Begins to wait for a version; the answer is awaited with `wait`. */
  expect(clientId: string): Promise<string> {
    const told = new Promise<string>((resolve, reject) => this.#waiting.set(clientId, { resolve, reject }));
    told.catch(() => undefined);
    return told;
  }

  /** The version's id at the host. `hold` keeps the process alive, as long as there is a host that may answer. */
  async wait(told: Promise<string>, hold: () => (() => void) | undefined, signal?: AbortSignal): Promise<string> {
    const release = this.#isHostAway ? undefined : hold();
    if (release !== undefined) this.#holds.add(release);
    try {
      return await within(told, { signal }, this.#clock);
    } finally {
      release?.();
      if (release !== undefined) this.#holds.delete(release);
    }
  }

  hear({ clientId, artifactId, error }: Extract<Notice, { readonly kind: 'artifact' }>): void {
    const version = this.#waiting.get(clientId);
    this.#waiting.delete(clientId);
    if (artifactId !== undefined) return version?.resolve(artifactId);
    const message = `the host refuses an artifact: ${error ?? ''}`;
    this.#warn('artifact.refused', message);
    version?.reject(new ConnectionError('host.refused', message));
  }

  /** Somebody answers again. */
  hostIsBack(): void {
    this.#isHostAway = false;
  }

  /** Nobody answers: the process may end. */
  hostIsAway(): void {
    this.#isHostAway = true;
    for (const release of this.#holds) release();
  }

  /** Nobody tells any more how versions fare. */
  giveUp(): void {
    const reason = 'the run ended before the host had the artifact; it is delivered later';
    for (const { reject } of this.#waiting.values()) reject(new ConnectionError('host.absent', reason));
    this.#waiting.clear();
  }
}
