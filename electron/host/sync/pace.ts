import { pause, systemClock } from '#host/base';

/** So many pieces a second at most: small enough that a change of the limit is felt at once. */
const PIECES_PER_SECOND = 8;
const MIN_PIECE_BYTES = 1024;
/** What was not used may be used later, but not more than this. */
const BURST_MS = 250;

/**
 * A limit on bytes a second that several threads keep together, without a word between them: they share when the next
 * piece may go. 0 = no limit.
 */
export class Pace {
  /** [0]: when the next piece may go, microseconds since 1970; [1]: bytes a second. */
  readonly shared: SharedArrayBuffer;
  readonly #cells: BigInt64Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.shared = shared;
    this.#cells = new BigInt64Array(shared);
  }

  get bytesPerSecond(): number {
    return Number(Atomics.load(this.#cells, 1));
  }

  set bytesPerSecond(limit: number) {
    Atomics.store(this.#cells, 1, BigInt(Math.round(limit)));
  }

  /** Waits until up to `count` bytes may go; resolves with how many of them. */
  async take(count: number): Promise<number> {
    const limit = this.bytesPerSecond;
    if (limit === 0) return count;
    const bytes = Math.min(count, Math.max(MIN_PIECE_BYTES, Math.floor(limit / PIECES_PER_SECOND)));
    const costUs = BigInt(Math.ceil((bytes * 1e6) / limit));
    for (;;) {
      const now = systemClock.now() * 1000;
      const earliest = BigInt(Math.round(now - BURST_MS * 1000));
      const due = Atomics.load(this.#cells, 0);
      const start = due > earliest ? due : earliest;
      if (Atomics.compareExchange(this.#cells, 0, due, start + costUs) !== due) continue;
      const waitMs = Number(start) / 1000 - now / 1000;
      if (waitMs > 0) await pause(waitMs);
      return bytes;
    }
  }
}
