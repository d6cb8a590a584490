import type { ArtifactFile } from '#shared/api';

/** Where a table lies among the artifacts of the project. */
export interface ArtifactPlace {
  /** Empty = none is chosen yet. */
  readonly collection: string;
  /** `latest` or another alias, which move on, or `v3`. */
  readonly version: string;
  /** Its path within the version; empty = the first table there is. */
  readonly file: string;
}

export const NO_PLACE: ArtifactPlace = { collection: '', version: 'latest', file: '' };

/** Reads a saved place; undefined where there is none. */
export function readPlace(saved: unknown): ArtifactPlace | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { collection, version, file } = saved as Readonly<Record<string, unknown>>;
  const textOf = (value: unknown, otherwise: string): string =>
    typeof value === 'string' && value !== '' ? value : otherwise;
  return {
    collection: textOf(collection, NO_PLACE.collection),
    version: textOf(version, NO_PLACE.version),
    file: textOf(file, NO_PLACE.file),
  };
}

/** Paths of the tables of a version: whole ones, those in parts and joined ones. Source: wandb 0.31, protocol 9.5. */
export function tableFilesIn(files: readonly ArtifactFile[]): readonly string[] {
  return files.map(({ path }) => path).filter((path) => /\.(partitioned-|joined-)?table\.json$/.test(path));
}

/** What a path is called: without the ending that all tables have. */
export function tableName(path: string): string {
  return path.replace(/\.(partitioned-|joined-)?table\.json$/, '');
}
