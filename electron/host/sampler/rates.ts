/** Turns counters that only grow into rates per second, between one look and the next. */
export class Rates {
  #before = new Map<string, number>();
  #at = NaN;

  /**
   * Rates of the counters that were also seen before; none at the first look. A counter that went back (a device
   * came anew, a counter of 32 bits ran over) has no rate this time.
   */
  next(counters: ReadonlyMap<string, number>, nowMs: number): Map<string, number> {
    const rates = new Map<string, number>();
    const seconds = (nowMs - this.#at) / 1000;
    for (const [key, value] of counters) {
      const before = this.#before.get(key);
      if (before !== undefined && value >= before && seconds > 0) rates.set(key, (value - before) / seconds);
    }
    this.#before = new Map(counters);
    this.#at = nowMs;
    return rates;
  }
}

/** To so many decimals; what sensors say is not better than that, and short numbers pack well. */
export function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
