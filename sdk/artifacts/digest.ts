import { createHash } from 'node:crypto';

/**
 * Digest of a version by its entries, hexadecimal. Source: the Python client's `ArtifactManifestV1.digest`: MD5 of a
 * first line and one line `path:digest` for each entry, by path.
 */
export function artifactDigest(entries: readonly { readonly path: string; readonly digest: string }[]): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  // By code point, as Python sorts.
  const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  for (const { path, digest } of sorted) hash.update(`${path}:${digest}\n`);
  return hash.digest('hex');
}
