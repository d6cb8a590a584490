import type { HostContext } from '#host/base';

const TELL_EVERY_MS = 250;

/** Tells windows that something moved: at once, or with what else moves soon. */
export class Teller {
  readonly #host: Pick<HostContext, 'clock' | 'events'>;
  #isDue = false;

  constructor(host: Pick<HostContext, 'clock' | 'events'>) {
    this.#host = host;
  }

  now(): void {
    this.#host.events.publish({ kind: 'sync' });
  }

  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#host.clock.after(TELL_EVERY_MS, () => {
      this.#isDue = false;
      this.now();
    });
  }
}
