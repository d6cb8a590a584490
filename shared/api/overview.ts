import type { ProjectSummary, ValueSuggestion } from './projects.ts';

/** `GET /api/projects/:entity/:project/overview`: a project at one glance. */
export interface ProjectOverview {
  readonly summary: ProjectSummary;
  /** How long all its runs have worked together, ms. */
  readonly trackedMs: number;
  readonly lockedCount: number;
  readonly size: ProjectSize;
  /** The most frequent first, at most 50. */
  readonly tags: readonly ValueSuggestion[];
  /** Who has logged to it; the most runs first, at most 50. */
  readonly users: readonly ValueSuggestion[];
  /** By name. */
  readonly artifactTypes: readonly ArtifactTypeCount[];
  readonly sweepCount: number;
}

/** Bytes by kind. `files` counts equal files once for each run that has them, though they are stored once. */
export interface ProjectSize {
  /** Points and console output. */
  readonly points: number;
  /** Media and other files of runs. */
  readonly files: number;
  /** Contents of artifacts, equal ones once. */
  readonly artifacts: number;
}

export interface ArtifactTypeCount {
  readonly name: string;
  readonly collectionCount: number;
  readonly versionCount: number;
}

/** `PATCH /api/projects/:entity/:project` */
export interface ProjectEdit {
  /** Markdown, at most 100,000 characters. */
  readonly description: string;
}
