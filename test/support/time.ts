import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Waits between two looks at something. Never a way to wait for work to be done: that is `until`. */
export function pause(ms: number): Promise<void> {
  return sleep(ms);
}

export function nowMs(): number {
  return Date.now();
}

/** Asks `look` again and again until it gives something that is not undefined or false; fails with `what` after `timeoutMs`. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, last === undefined ? undefined : { cause: last });
    }
    await sleep(POLL_MS);
  }
}
