import type { ProjectPath, RunPath } from '#shared/units';

/** What is made of chosen runs: one zip file, or a folder with a `wandb/` in it that `wandb sync` accepts. */
export type BundleForm = 'zip' | 'folder';

/** `POST /api/bundles`: makes a bundle. Answers 202 with `{id}` of the job. */
export interface BundleRequest {
  readonly runs?: readonly RunPath[];
  /** All runs of these projects, with all their artifacts. */
  readonly projects?: readonly ProjectPath[];
  readonly form: BundleForm;
  /**
   * Where on the machine of the host; only its own user may name one. A zip without it is kept until it was fetched
   * from `GET /api/bundles/:id/file` and the job is taken off the list.
   */
  readonly path?: string;
}

export type BundleJobState = 'working' | 'done' | 'failed' | 'cancelled';

/** A bundle that is or was written or read in since the host started. `GET /api/bundles` lists them, the newest first. */
export interface BundleJob {
  readonly id: number;
  readonly kind: 'export' | 'import';
  /** The bundle's file or folder, without what it lies in. */
  readonly name: string;
  /** Where it lies, for the host's own user. */
  readonly path?: string;
  readonly state: BundleJobState;
  readonly phase: 'gathering' | 'writing' | 'checking' | 'importing';
  /** Of all phases together; `totalBytes` is 0 while it is not known. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Why it failed. */
  readonly reason: string;
  readonly runCount: number;
  readonly sizeBytes: number;
  /** Of an import: how many runs brought something new; the others were here. */
  readonly newRuns: number;
  /** What did not come in, each with its reason. */
  readonly faults: readonly string[];
  /** `GET /api/bundles/:id/file` gives it. */
  readonly isKept: boolean;
  readonly startedAt: number;
}

/** `POST /api/bundles/look` with `{path}`: what a bundle says it holds. Nothing is stored. */
export interface BundleLook {
  readonly path: string;
  readonly sizeBytes: number;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly runs: readonly (RunPath & { readonly displayName: string })[];
  readonly artifactCount: number;
  readonly fileCount: number;
}
