import { watch, type FSWatcher } from 'node:fs';
import type { HostContext } from '#host/base';
import { type DiskLog, statLog } from '../disk/find.ts';
import { FOLLOWED_MS } from '../records/limits.ts';
import type { Job } from './visit.ts';

/** How often a growing log is looked at when the system does not tell of changes (network disks, some containers). */
const LOOK_EVERY_MS = 1000;

/** Looks after logs that may still grow. */
export interface Follower {
  /** `seen`: the log as it was when it was read. */
  follow(job: Job, seen: DiskLog): void;
  leave(id: number): void;
  has(id: number): boolean;
  stop(): void;
}

interface Followed {
  readonly job: Job;
  readonly seen: DiskLog;
  readonly watcher: FSWatcher | undefined;
  /** Its silence was told already. */
  isToldSilent: boolean;
}

/** Calls `visit` when a followed log changed, and once when it was silent for so long that its process must be gone. */
export function makeFollower(host: HostContext, visit: (job: Job) => void): Follower {
  const followed = new Map<number, Followed>();
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || followed.size === 0) return;
    isLooking = true;
    try {
      for (const entry of followed.values()) {
        const { job, seen } = entry;
        const log = await statLog(job.path, job.kind);
        const isChanged = log === undefined || log.sizeBytes !== seen.sizeBytes || log.modifiedAt !== seen.modifiedAt;
        const isSilent = host.clock.now() - seen.modifiedAt > host.settings.crashAfterMs;
        const isGivenUp = host.clock.now() - seen.modifiedAt > FOLLOWED_MS;
        if (isChanged || isGivenUp || (isSilent && !entry.isToldSilent)) visit(job);
        entry.isToldSilent = isSilent;
      }
    } finally {
      isLooking = false;
    }
  };
  const stopLooking = host.clock.every(LOOK_EVERY_MS, () => void look());
  const leave = (id: number): void => {
    followed.get(id)?.watcher?.close();
    followed.delete(id);
  };
  return {
    follow(job, seen) {
      const watcher = followed.get(job.id)?.watcher ?? watched(job, () => void look());
      const isToldSilent = followed.get(job.id)?.isToldSilent ?? false;
      followed.set(job.id, { job, seen, watcher, isToldSilent });
    },
    leave,
    has: (id) => followed.has(id),
    stop() {
      stopLooking();
      for (const id of followed.keys()) leave(id);
    },
  };
}

function watched(job: Job, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(job.path, { persistent: false }, onChange);
    // Looking every second goes on without it.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    // Some disks cannot be watched, and watchers may have run out.
    return undefined;
  }
}
