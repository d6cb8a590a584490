import type { RunHead } from '#shared/api';

/** Chosen runs apart: those that an act may take, and those that are locked. */
export interface LockSplit {
  readonly free: readonly RunHead[];
  readonly locked: readonly RunHead[];
}

export function splitLocked(heads: readonly RunHead[]): LockSplit {
  return {
    free: heads.filter((head) => head.isLocked !== true),
    locked: heads.filter((head) => head.isLocked === true),
  };
}
