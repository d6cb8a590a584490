import type { BundleJob } from '#shared/api';

/** How far a job is, in bytes of all its phases; `total` is 0 while it is not known. */
export interface Progress {
  readonly phase: BundleJob['phase'];
  readonly done: number;
  readonly total: number;
}

export type Report = (progress: Progress) => void;
