import { type Clock, UsageError } from '#sdk/base';

/**
 * When what a run is told was. A run that goes on now is told things as they happen. Of one that is carried over nothing
 * happens now: what says no time of its own is as late as the latest that did.
 */
export class Moments {
  readonly #clock: Clock;
  readonly #startedAt: number | undefined;
  #latest: number;

  /** `startedAt`: of a run that is carried over, milliseconds since 1970. */
  constructor(clock: Clock, startedAt?: number) {
    this.#clock = clock;
    this.#startedAt = startedAt;
    this.#latest = startedAt ?? 0;
  }

  /** When a run that is carried over began; undefined for one that goes on now. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  /** When the run is, or ended: now, or the latest time that was told. Milliseconds since 1970. */
  get latest(): number {
    return this.#startedAt === undefined ? this.#clock.now() : this.#latest;
  }

  /** Of a row, by its `_timestamp` (seconds since 1970) or `_runtime` (seconds since the start). */
  ofRow(row: Readonly<Record<string, unknown>>): number {
    if (this.#startedAt === undefined) return this.#clock.now();
    const { _timestamp: timestamp, _runtime: runtime } = row;
    if (typeof timestamp === 'number') return this.#told(timestamp * 1000);
    if (typeof runtime === 'number') return this.#told(this.#startedAt + runtime * 1000);
    return this.#latest;
  }

  /** Of anything else; `at` where it says so. Errors: UsageError `<what>.at` for a date that is none. */
  of(at: Date | undefined, what: string): number {
    if (at === undefined) return this.latest;
    const ms = at.getTime();
    if (Number.isNaN(ms)) throw new UsageError(`${what}.at`, `${what}: at is no date`);
    return this.#told(ms);
  }

  /** Another thread has told something of this time. */
  take(at: number): void {
    this.#told(at);
  }

  #told(at: number): number {
    if (Number.isFinite(at)) this.#latest = Math.max(this.#latest, at);
    return Number.isFinite(at) ? at : this.latest;
  }
}
