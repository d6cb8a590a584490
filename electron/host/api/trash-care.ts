import { callerFor, type HostContext } from '#host/base';
import { asProblem } from '#shared/errors';
import type { apiWrites } from './writes.ts';

/** Days are what is promised; an hour more is nothing. */
const LOOK_EVERY_MS = 3_600_000;
/** The first look waits until the start is over. */
const FIRST_LOOK_MS = 60_000;

/** Lets deleted runs go for good when their days in the trash are over, until the returned function is called. */
export function startTrashCare(host: HostContext): () => void {
  const writer = callerFor<typeof apiWrites>(host.writer);
  let isStopped = false;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      let gone = 0;
      for (let hasMore = true; hasMore && !isStopped;) {
        const answer = await writer.call('api.expireTrash', undefined);
        gone += answer.count;
        hasMore = answer.hasMore;
      }
      if (gone > 0) host.log.info('runs left the trash for good', { count: gone });
    } catch (error) {
      host.log.warn('the trash was not looked through', { reason: asProblem(error).message });
    } finally {
      isLooking = false;
    }
  };
  const cancelFirst = host.clock.after(FIRST_LOOK_MS, () => void look());
  const end = host.clock.every(LOOK_EVERY_MS, () => void look());
  return () => {
    isStopped = true;
    cancelFirst();
    end();
  };
}
