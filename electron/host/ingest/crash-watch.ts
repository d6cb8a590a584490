import { callerFor, type HostContext } from '#host/base';
import { asProblem } from '#shared/errors';
import type { ingestWrites } from './writes.ts';

/** Longest time between two looks; a crash is noticed this much after its limit at most. */
const LOOK_EVERY_MS = 15_000;

/**
 * Looks for silent runs from now on, until the returned function is called. Time in which this process could not
 * have heard a heartbeat (before its start, while the machine slept, a clock that jumped) is not held against a run:
 * each time the full limit is waited for again.
 */
export function startCrashWatch(host: HostContext): () => void {
  const { clock, log } = host;
  const writer = callerFor<typeof ingestWrites>(host.writer);
  let listeningSince = clock.now();
  let lastLook = { wall: clock.now(), steady: clock.monotonic() };
  let isAsking = false;
  return clock.every(lookInterval(host), () => {
    const look = { wall: clock.now(), steady: clock.monotonic() };
    const allowance = 3 * lookInterval(host);
    const wallGap = look.wall - lastLook.wall;
    const isGap = wallGap < 0 || wallGap > allowance || look.steady - lastLook.steady > allowance;
    lastLook = look;
    if (isGap) listeningSince = look.wall;
    const { crashAfterMs } = host.settings;
    if (isAsking || look.wall - listeningSince < crashAfterMs) return;
    isAsking = true;
    writer
      .call('ingest.markCrashed', { silentMs: crashAfterMs })
      .then((count) => count > 0 && log.info('runs without a heartbeat were marked', { count }))
      .catch((error: unknown) => log.warn('silent runs could not be looked for', { reason: asProblem(error).message }))
      .finally(() => (isAsking = false));
  });
}

function lookInterval(host: HostContext): number {
  return Math.max(250, Math.min(LOOK_EVERY_MS, host.settings.crashAfterMs / 4));
}
