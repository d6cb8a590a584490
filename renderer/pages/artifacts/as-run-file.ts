import type { ArtifactFile, RunFile } from '#shared/api';

/** The tree of a run's files serves here too. */
export function asRunFile({ path, sizeBytes, digest, ref }: ArtifactFile): RunFile {
  return { name: path, sizeBytes, mimetype: '', updatedAt: 0, md5: digest, isUploaded: ref === undefined };
}
