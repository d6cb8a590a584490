/** The only source of time in the SDK, so that tests can move it. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC with fractions. */
  now(): number;
  /** Milliseconds that never go back, for measuring durations. */
  monotonic(): number;
  /** Runs `fn` once after `delayMs` unless the returned function is called first; never keeps the process alive. */
  after(delayMs: number, fn: () => void): () => void;
  /** Runs `fn` every `intervalMs` until the returned function is called; never keeps the process alive. */
  every(intervalMs: number, fn: () => void): () => void;
}

/** The two clocks of the system drift apart, and the wall clock is set now and then: beyond this it is followed. */
const MOST_DRIFT_MS = 20;
let origin = performance.timeOrigin;

export const systemClock: Clock = {
  now() {
    const fine = performance.now();
    const wall = Date.now();
    if (Math.abs(origin + fine - wall) > MOST_DRIFT_MS) origin = wall - fine;
    return origin + fine;
  },
  monotonic: () => performance.now(),
  after(delayMs, fn) {
    const timer = setTimeout(fn, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(intervalMs, fn) {
    const timer = setInterval(fn, intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};
