import {
  type ArtifactId,
  findStoredBytes,
  type ManifestId,
  manifestContent,
  type ReadContext,
  storeArtifactFile,
  storeManifest,
  type WriteContext,
} from '#host/store';
import type { UnixMs } from '#shared/units';
import { ensureBlob, type StoredBlob } from './records.ts';

/** A stored file of an artifact, to be sent. */
export interface FoundArtifactFile {
  readonly blob: StoredBlob;
  readonly updatedAt: UnixMs;
}

/** What uploads of artifacts do on the writer thread. */
export const artifactFileWrites = {
  /** Errors: `file.unknown`, `file.digest`. */
  'files.commitArtifactFile': (
    ctx: WriteContext,
    args: { readonly artifactId: ArtifactId; readonly name: string; readonly blob: StoredBlob },
  ): void => storeArtifactFile(ctx, args.artifactId, args.name, { id: ensureBlob(ctx, args.blob), md5: args.blob.md5 }),
  /** `text` is the manifest itself. Errors: `file.unknown`, `body.invalid`. */
  'files.commitManifest': (
    ctx: WriteContext,
    args: { readonly manifestId: ManifestId; readonly text: string; readonly blob: StoredBlob },
  ): void => storeManifest(ctx, args.manifestId, ensureBlob(ctx, args.blob), args.text),
} as const;

/** What downloads of artifacts ask the reader threads. */
export const artifactFileReads = {
  /** The bytes with this MD5 (hex) that some committed version got from `artifactId`, or holds itself. */
  'files.findArtifactFile': (
    ctx: ReadContext,
    args: { readonly artifactId: ArtifactId; readonly md5Hex: string; readonly name: string },
  ): FoundArtifactFile | undefined => {
    const found = findStoredBytes(ctx.db, args.artifactId, Buffer.from(args.md5Hex, 'hex').toString('base64'));
    if (found === undefined) return undefined;
    const { updatedAt, ...blob } = found;
    return { blob, updatedAt };
  },

  'files.findManifest': (
    ctx: ReadContext,
    args: { readonly manifestId: ManifestId },
  ): { readonly merged?: string; readonly blob?: StoredBlob } | undefined => {
    const content = manifestContent(ctx.db, args.manifestId);
    if (content?.merged !== undefined) return { merged: content.merged };
    if (content?.sha256 === undefined) return undefined;
    return { blob: { sha256: content.sha256, md5: '', sizeBytes: content.sizeBytes ?? 0 } };
  },
} as const;
