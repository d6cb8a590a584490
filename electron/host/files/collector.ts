import { callerFor, type HostContext } from '#host/base';
import { asProblem } from '#shared/errors';
import type { BlobStore } from './blobs.ts';
import type { fileWrites } from './handlers.ts';

const BATCH = 500;
/** Space comes back within this time after a run or file was deleted; many deletions make one round. */
const DELAY_MS = 10_000;

/**
 * Gives the disk space of unused bytes back: after each change of files, and once at the start also what a crash left
 * between the disk and the database. Returns the function that stops it and resolves when no round is under way.
 */
export function startCollector(host: HostContext, blobs: BlobStore): () => Promise<void> {
  let round: Promise<void> = Promise.resolve();
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const begin = (work: () => Promise<void>): void => {
    round = round.then(async () => {
      if (isStopped) return;
      await work().catch((error: unknown) => {
        // Nothing is lost: the next round finds the same bytes again.
        host.log.warn('unused files were not all removed', { reason: asProblem(error).message });
      });
    });
  };
  const unsubscribe = host.events.subscribe((event) => {
    const mayFree =
      'aspects' in event &&
      event.aspects.some(
        (aspect) => aspect === 'files' || aspect === 'artifacts' || aspect === 'trash' || aspect === 'deleted',
      );
    if (!mayFree || cancel !== undefined) return;
    cancel = host.clock.after(DELAY_MS, () => {
      cancel = undefined;
      begin(() => removeUnused(host, blobs));
    });
  });
  const startedAtMs = host.clock.now();
  begin(async () => {
    await removeUnused(host, blobs);
    await removeUnknown(host, blobs, startedAtMs, () => isStopped);
  });
  return () => {
    isStopped = true;
    unsubscribe();
    cancel?.();
    return round;
  };
}

async function removeUnused(host: HostContext, blobs: BlobStore): Promise<void> {
  const writer = callerFor<typeof fileWrites>(host.writer);
  for (;;) {
    const { hashes, hasMore } = await writer.call('files.forgetUnused', { limit: BATCH });
    for (const sha256 of hashes) blobs.remove(sha256);
    if (!hasMore) return;
  }
}

async function removeUnknown(
  host: HostContext,
  blobs: BlobStore,
  beforeMs: number,
  isStopped: () => boolean,
): Promise<void> {
  const writer = callerFor<typeof fileWrites>(host.writer);
  for (let i = 0; i < 256 && !isStopped(); i++) {
    const hashes = await blobs.list(i.toString(16).padStart(2, '0'), beforeMs);
    if (hashes.length === 0) continue;
    for (const sha256 of await writer.call('files.findUnknown', { hashes })) blobs.remove(sha256);
  }
}
