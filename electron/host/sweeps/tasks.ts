import { callerFor, type HostContext } from '#host/base';
import { asProblem } from '#shared/errors';
import type { sweepReads, sweepWrites } from './handlers.ts';

const LOOK_EVERY_MS = 15_000;

/**
 * Looks after sweeps whose agents have left, from now on, until the returned function is called. Once there is nothing
 * to look after, nothing is done until something of a sweep changes.
 */
export function startSweepCare(host: HostContext): () => void {
  const readers = callerFor<typeof sweepReads>(host.readers);
  const writer = callerFor<typeof sweepWrites>(host.writer);
  let isLooking = false;
  let isWanted = true;
  const look = async (): Promise<void> => {
    isWanted = false;
    if (!(await readers.call('sweeps.areUnsettled', undefined))) return;
    isWanted = true;
    await writer.call('sweeps.settle', undefined);
  };
  const unsubscribe = host.events.subscribe((event) => {
    if (event.kind === 'project' && event.aspects.includes('sweeps')) isWanted = true;
  });
  const stop = host.clock.every(LOOK_EVERY_MS, () => {
    if (isLooking || !isWanted) return;
    isLooking = true;
    look()
      .catch((error: unknown) =>
        host.log.warn('sweeps could not be looked after', { reason: asProblem(error).message }),
      )
      .finally(() => (isLooking = false));
  });
  return () => {
    stop();
    unsubscribe();
  };
}
