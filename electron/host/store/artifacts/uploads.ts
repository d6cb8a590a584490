import { Problem } from '#shared/errors';
import { isJsonObject, type JsonObject, type JsonValue, parseExtended, stringifyExtended } from '#shared/wire';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { findArtifactById, findManifest } from './find.ts';
import type { ArtifactId, ArtifactRow, ManifestId, ManifestRow, ManifestType } from './types.ts';

/** Where a file's bytes are to be found: `isStored` means that nothing has to be sent. */
export interface AnnouncedFile {
  readonly birthId: ArtifactId;
  readonly isStored: boolean;
}

/**
 * Notes that a writer will send a file of a draft. When an earlier version of the collection had the same bytes under
 * the same name, those serve again. `digest` is the base64 MD5.
 */
export function announceArtifactFile(
  ctx: WriteContext,
  artifact: ArtifactRow,
  file: { readonly name: string; readonly digest: string },
): AnnouncedFile {
  const sql = `SELECT u.artifact_id AS id FROM artifact_uploads u JOIN artifacts a ON a.id = u.artifact_id
    WHERE a.collection_id = ? AND u.name = ? AND u.digest = ? AND u.blob_id IS NOT NULL
    ORDER BY u.artifact_id = ? DESC, u.artifact_id LIMIT 1`;
  const params = [artifact.collectionId, file.name, file.digest, artifact.id];
  const stored = prepared(ctx.db, sql).get(...params) as { id: ArtifactId } | undefined;
  if (stored !== undefined) return { birthId: stored.id, isStored: true };
  prepared(
    ctx.db,
    `INSERT INTO artifact_uploads (artifact_id, name, digest) VALUES (?, ?, ?)
     ON CONFLICT (artifact_id, name) DO UPDATE SET digest = excluded.digest, blob_id = NULL`,
  ).run(artifact.id, file.name, file.digest);
  return { birthId: artifact.id, isStored: false };
}

/** Makes stored bytes the content of an announced file. Errors: `file.unknown`, `file.digest` if they are others. */
export function storeArtifactFile(
  ctx: WriteContext,
  artifact: ArtifactId,
  name: string,
  blob: { readonly id: number; readonly md5: string },
): void {
  const find = 'SELECT digest FROM artifact_uploads WHERE artifact_id = ? AND name = ?';
  const row = prepared(ctx.db, find).get(artifact, name) as { digest: string } | undefined;
  if (row === undefined) throw new Problem('file.unknown', { name });
  if (row.digest !== blob.md5) throw new Problem('file.digest', { name });
  const update = 'UPDATE artifact_uploads SET blob_id = ? WHERE artifact_id = ? AND name = ?';
  prepared(ctx.db, update).run(blob.id, artifact, name);
}

/** Begins a manifest of a draft, or changes the one with this name: the client sends this twice. */
export function putManifest(
  ctx: WriteContext,
  input: {
    readonly artifactId: ArtifactId;
    readonly name: string;
    readonly type: ManifestType;
    readonly digest: string;
    readonly baseId?: ArtifactId;
    /** The run that sends it; several runs send patches of one artifact under the same name. */
    readonly writer?: string;
  },
): ManifestRow {
  const sql = `INSERT INTO artifact_manifests (artifact_id, name, writer, type, digest, base_id, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (artifact_id, name, writer) DO UPDATE SET type = excluded.type, digest = excluded.digest,
      base_id = coalesce(excluded.base_id, base_id)
    RETURNING id`;
  const { artifactId, name, type, digest, baseId } = input;
  const writer = type === 'PATCH' ? (input.writer ?? '') : '';
  const row = prepared(ctx.db, sql).get(artifactId, name, writer, type, digest, baseId ?? null, ctx.now());
  return manifestById(ctx, (row as { id: ManifestId }).id);
}

/** Changes the digest or the base of a manifest that was begun. */
export function changeManifest(
  ctx: WriteContext,
  manifest: ManifestRow,
  change: { readonly digest?: string; readonly baseId?: ArtifactId },
): ManifestRow {
  const sql = 'UPDATE artifact_manifests SET digest = coalesce(?, digest), base_id = coalesce(?, base_id) WHERE id = ?';
  prepared(ctx.db, sql).run(change.digest ?? null, change.baseId ?? null, manifest.id);
  return manifestById(ctx, manifest.id);
}

/**
 * Takes a manifest's text and the bytes it was sent as; sent again, the new one counts.
 * Errors: `file.unknown` for a manifest that was never begun, `body.invalid` for a text that is no manifest.
 */
export function storeManifest(ctx: WriteContext, id: ManifestId, blobId: number, text: string): void {
  const manifest = findManifest(ctx.db, id);
  if (manifest === undefined) throw new Problem('file.unknown', { name: 'the manifest' });
  // Sent once more after the commit, because the answer was lost: what is committed never changes.
  if (findArtifactById(ctx.db, manifest.artifactId)?.state !== 'PENDING') return;
  const contents = manifestContents(text);
  prepared(ctx.db, 'UPDATE artifact_manifests SET blob_id = ? WHERE id = ?').run(blobId, id);
  prepared(ctx.db, 'DELETE FROM artifact_manifest_entries WHERE manifest_id = ?').run(id);
  const insert = prepared(
    ctx.db,
    'INSERT INTO artifact_manifest_entries (manifest_id, path, entry_json) VALUES (?, ?, ?)',
  );
  for (const [path, entry] of Object.entries(contents)) insert.run(id, path, stringifyExtended(entry));
}

/** The `contents` member of a manifest: entries by path. */
export function manifestContents(text: string): JsonObject {
  let manifest: JsonValue | undefined;
  try {
    manifest = parseExtended(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('body.invalid', { field: 'manifest', reason }, { cause: error });
  }
  const contents = isJsonObject(manifest) ? manifest.contents : undefined;
  if (!isJsonObject(contents)) throw new Problem('body.invalid', { field: 'contents', reason: 'must be an object' });
  return contents;
}

function manifestById(ctx: WriteContext, id: ManifestId): ManifestRow {
  const manifest = findManifest(ctx.db, id);
  if (manifest === undefined) throw new Error(`manifest ${id} vanished`);
  return manifest;
}
