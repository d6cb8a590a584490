/** Time and timers as an argument, so that tests can turn the hands themselves. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Calls `run` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Calls `run` before the next frame is drawn; the returned function cancels it. */
  frame(run: () => void): () => void;
}

/** The browser's clock. Frames fall back to a timer while the window is hidden, where no frames come. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  frame: (run) => {
    if (document.hidden) {
      const timer = setTimeout(run, 100);
      return () => clearTimeout(timer);
    }
    const frame = requestAnimationFrame(run);
    return () => cancelAnimationFrame(frame);
  },
};
