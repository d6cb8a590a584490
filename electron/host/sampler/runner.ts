import type { Clock } from '#host/base';
import type { MachineFacts, ProbeState } from '#shared/api';
import type { Probe, Reading } from './types.ts';

/** A probe that takes longer is said to hang; it is not asked again before it has come back. */
const LIMIT_MS = 5000;
/** What is not there may come: a driver, a card, a disk. */
const MISSING_AGAIN_MS = 300_000;
const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 300_000;

/** Runs one probe so that nothing it does can harm the others: bounded time, one measurement at once, back-off. */
export class ProbeRunner {
  readonly #probe: Probe;
  readonly #clock: Clock;
  readonly #limitMs: number;
  #state: ProbeState;
  #pending: Promise<void> | undefined;
  #nextAt = -Infinity;
  #retryMs = FIRST_RETRY_MS;
  #fresh: Readonly<Record<string, number>> | undefined;
  #values: Readonly<Record<string, number>> = {};
  #facts: MachineFacts = {};

  constructor(probe: Probe, clock: Clock, limitMs = LIMIT_MS) {
    this.#probe = probe;
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#state = { id: probe.id, title: probe.title, state: 'starting' };
  }

  /** Begins a measurement when one is due and none is under way; resolves when it is done, or was given up. Never rejects. */
  begin(everyMs: number): Promise<void> {
    const now = this.#clock.monotonic();
    if (this.#pending !== undefined) return Promise.resolve();
    // A beat may come a little early; a measurement due by then is not put off to the next one.
    if (now < this.#nextAt - everyMs / 4) return Promise.resolve();
    this.#nextAt = now + Math.max(this.#probe.leastEveryMs ?? 0, 0);
    return new Promise((resolve) => {
      let isOver = false;
      const cancel = this.#clock.after(this.#limitMs, () => {
        isOver = true;
        this.#fail(`no answer within ${this.#limitMs / 1000} s`);
        resolve();
      });
      this.#pending = this.#measure(() => isOver).then(() => {
        cancel();
        this.#pending = undefined;
        resolve();
      });
    });
  }

  async #measure(isOver: () => boolean): Promise<void> {
    try {
      const reading = await this.#probe.measure();
      if (!isOver()) this.#take(reading);
    } catch (error) {
      if (!isOver()) this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #take(reading: Reading): void {
    this.#retryMs = FIRST_RETRY_MS;
    const { id, title } = this.#probe;
    if (reading.kind === 'missing') {
      this.#forget();
      this.#state = { id, title, state: 'missing', reason: reading.reason };
      this.#nextAt = this.#clock.monotonic() + MISSING_AGAIN_MS;
      return;
    }
    this.#state = { id, title, state: 'ok' };
    this.#fresh = finite(reading.values);
    this.#values = this.#fresh;
    this.#facts = reading.facts ?? {};
  }

  #fail(reason: string): void {
    this.#forget();
    this.#state = { id: this.#probe.id, title: this.#probe.title, state: 'failing', reason };
    this.#nextAt = this.#clock.monotonic() + this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Old values must not look like present ones. */
  #forget(): void {
    this.#fresh = undefined;
    this.#values = {};
    this.#facts = {};
  }

  /** What was measured since the last call; nothing twice. */
  takeFresh(): Readonly<Record<string, number>> {
    const fresh = this.#fresh ?? {};
    this.#fresh = undefined;
    return fresh;
  }

  values(): Readonly<Record<string, number>> {
    return this.#values;
  }

  facts(): MachineFacts {
    return this.#facts;
  }

  state(): ProbeState {
    return this.#state;
  }

  stop(): void {
    this.#probe.stop?.();
  }
}

function finite(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
