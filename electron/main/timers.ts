/** The only source of time in the shell. */
export interface Timers {
  /** Milliseconds that never go back. */
  monotonic(): number;
  /** Runs `fn` once unless the returned function is called first. */
  after(delayMs: number, fn: () => void): () => void;
  /** Runs `fn` again and again until the returned function is called. */
  every(intervalMs: number, fn: () => void): () => void;
}

export const systemTimers: Timers = {
  monotonic: () => performance.now(),
  after(delayMs, fn) {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
  every(intervalMs, fn) {
    const timer = setInterval(fn, intervalMs);
    return () => clearInterval(timer);
  },
};

export function wait(timers: Timers, delayMs: number): Promise<void> {
  return new Promise((resolve) => timers.after(delayMs, resolve));
}
