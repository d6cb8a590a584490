import type { UnixMs } from '#shared/units';

/** The only source of time in the host, so that tests can move it. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC. */
  now(): UnixMs;
  /** Milliseconds that never go back, for measuring durations. */
  monotonic(): number;
  /** Runs `fn` every `intervalMs` until the returned function is called; never keeps the process alive. */
  every(intervalMs: number, fn: () => void): () => void;
  /** Runs `fn` once after `delayMs` unless the returned function is called first; never keeps the process alive. */
  after(delayMs: number, fn: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now() as UnixMs,
  monotonic: () => performance.now(),
  every(intervalMs, fn) {
    const timer = setInterval(fn, intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  },
  after(delayMs, fn) {
    const timer = setTimeout(fn, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Waits, and keeps the process alive meanwhile; for pauses at start and stop that no test needs to move. */
export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, delayMs));
}
