import { createHash } from 'node:crypto';
import { Problem } from '#shared/errors';
import { isJsonObject, type JsonObject, type JsonValue, parseExtended, stringifyExtended } from '#shared/wire';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { addMembership, setAliases } from './aliases.ts';
import { artifactById, carryOut, type CommitPlan } from './create.ts';
import { manifestsOf } from './find.ts';
import { decodeArtifactId } from './ids.ts';
import type { ArtifactId, ArtifactRow, ManifestRow } from './types.ts';

/** One entry of a manifest, as far as we read it. */
interface Entry {
  readonly path: string;
  readonly json: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly ref: string | undefined;
  readonly birthId: ArtifactId | undefined;
}

/**
 * Makes a draft the next version of its collection: merges manifests where the server has to, checks that every file
 * is here, moves `latest` and the wanted aliases. Committing again changes nothing.
 * Errors: `input.invalid` when the artifact was deleted, has no manifest, or lacks files; nothing is changed then.
 */
export function commitArtifact(ctx: WriteContext, artifact: ArtifactRow): ArtifactRow {
  if (artifact.state === 'COMMITTED') return artifact;
  if (artifact.state === 'DELETED') throw refusal(artifact, 'an artifact that was not deleted', 'a deleted one');
  const manifests = manifestsOf(ctx.db, artifact.id).filter((manifest) => manifest.isUploaded);
  const last = manifests.at(-1);
  if (last === undefined) throw refusal(artifact, 'an artifact with a manifest', 'one without');
  const isMerged = manifests.some((manifest) => manifest.type !== 'FULL');
  const entries = mergedEntries(ctx, artifact, manifests);
  storeFiles(ctx, artifact, entries);
  if (isMerged) storeMerged(ctx, last, entries);
  finish(ctx, artifact, entries, isMerged ? contentDigest(entries) : artifact.digest);
  return artifactById(ctx, artifact.id);
}

function refusal(artifact: ArtifactRow, expected: string, got: string): Problem {
  return new Problem('input.invalid', { field: `artifact ${artifact.id}`, expected, got });
}

/** The base's entries (INCREMENTAL only), then each manifest's own over them. */
function mergedEntries(ctx: WriteContext, artifact: ArtifactRow, manifests: readonly ManifestRow[]): Entry[] {
  const merged = new Map<string, string>();
  const incremental = manifests.find((manifest) => manifest.type === 'INCREMENTAL');
  const base = incremental?.baseId ?? (incremental === undefined ? undefined : artifact.baseId);
  if (base !== undefined) {
    for (const [path, json] of committedEntries(ctx, base)) merged.set(path, json);
  }
  const own = prepared(ctx.db, 'SELECT path, entry_json AS json FROM artifact_manifest_entries WHERE manifest_id = ?');
  for (const manifest of manifests) {
    for (const row of own.all(manifest.id) as { path: string; json: string }[]) merged.set(row.path, row.json);
  }
  const paths = [...merged.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return paths.map((path) => readEntry(path, merged.get(path) ?? '{}'));
}

function committedEntries(ctx: WriteContext, artifact: ArtifactId): [string, string][] {
  const sql = 'SELECT path, entry_json AS json FROM artifact_files WHERE artifact_id = ?';
  const rows = prepared(ctx.db, sql).all(artifact) as { path: string; json: string }[];
  return rows.map((row) => [row.path, row.json]);
}

function readEntry(path: string, json: string): Entry {
  const entry = parseExtended(json);
  const member = (key: string): JsonValue | undefined => (isJsonObject(entry) ? entry[key] : undefined);
  const { digest, size, ref, birthArtifactID } = {
    digest: member('digest'),
    size: member('size'),
    ref: member('ref'),
    birthArtifactID: member('birthArtifactID'),
  };
  return {
    path,
    json,
    digest: typeof digest === 'string' ? digest : '',
    sizeBytes: typeof size === 'number' ? size : typeof size === 'bigint' ? Number(size) : 0,
    ref: typeof ref === 'string' ? ref : undefined,
    birthId: typeof birthArtifactID === 'string' ? decodeArtifactId(birthArtifactID) : undefined,
  };
}

/** Ties each entry to its bytes. Errors: `input.invalid` names files that are not here. */
function storeFiles(ctx: WriteContext, artifact: ArtifactRow, entries: readonly Entry[]): void {
  const insert = prepared(
    ctx.db,
    `INSERT INTO artifact_files (artifact_id, path, digest, size_bytes, ref, birth_id, entry_json, blob_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const missing: string[] = [];
  for (const entry of entries) {
    const blobId = entry.ref === undefined ? blobOf(ctx, artifact, entry) : undefined;
    if (entry.ref === undefined && blobId === undefined) missing.push(entry.path);
    insert.run(
      artifact.id,
      entry.path,
      entry.digest,
      entry.sizeBytes,
      entry.ref ?? null,
      entry.birthId ?? null,
      entry.json,
      blobId ?? null,
    );
  }
  if (missing.length === 0) return;
  const some = missing.slice(0, 5).join(', ');
  throw refusal(artifact, 'an artifact whose files have all arrived', `${missing.length} missing: ${some}`);
}

/** The bytes behind an entry: those its birth artifact brought, else any stored bytes with this digest. */
function blobOf(ctx: WriteContext, artifact: ArtifactRow, entry: Entry): number | undefined {
  const upload = `SELECT blob_id AS id FROM artifact_uploads
    WHERE artifact_id = ? AND name = ? AND digest = ? AND blob_id IS NOT NULL`;
  for (const owner of [entry.birthId, artifact.id]) {
    if (owner === undefined) continue;
    const found = prepared(ctx.db, upload).get(owner, entry.path, entry.digest) as { id: number } | undefined;
    if (found !== undefined) return found.id;
  }
  const any = 'SELECT id FROM blobs WHERE md5 = ? AND size_bytes = ? ORDER BY id LIMIT 1';
  return (prepared(ctx.db, any).get(entry.digest, entry.sizeBytes) as { id: number } | undefined)?.id;
}

/** Keeps the whole manifest that readers will see, because the client sent only its part. */
function storeMerged(ctx: WriteContext, manifest: ManifestRow, entries: readonly Entry[]): void {
  const contents: Record<string, JsonValue> = {};
  for (const entry of entries) {
    Object.defineProperty(contents, entry.path, { value: parseExtended(entry.json), enumerable: true });
  }
  const whole: JsonObject = {
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents,
  };
  const sql = 'UPDATE artifact_manifests SET merged_json = ? WHERE id = ?';
  prepared(ctx.db, sql).run(stringifyExtended(whole), manifest.id);
}

/** Source: the client's ArtifactManifestV1.digest: hex MD5 over one line for each path. */
function contentDigest(entries: readonly Entry[]): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const entry of entries) hash.update(`${entry.path}:${entry.digest}\n`);
  return hash.digest('hex');
}

function finish(ctx: WriteContext, artifact: ArtifactRow, entries: readonly Entry[], digest: string): void {
  const membership = addMembership(ctx, artifact.collectionId, artifact.id);
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  const row = prepared(ctx.db, 'SELECT plan_json AS plan FROM artifacts WHERE id = ?').get(artifact.id);
  prepared(
    ctx.db,
    `UPDATE artifacts SET state = 'COMMITTED', version = ?, digest = ?, size_bytes = ?, file_count = ?, updated_at = ?,
       plan_json = '{}' WHERE id = ?`,
  ).run(membership.version, digest, sizeBytes, entries.length, ctx.now(), artifact.id);
  const forget = `DELETE FROM artifact_manifest_entries
    WHERE manifest_id IN (SELECT id FROM artifact_manifests WHERE artifact_id = ?)`;
  prepared(ctx.db, forget).run(artifact.id);
  setAliases(ctx, membership, ['latest']);
  carryOut(ctx, artifact, JSON.parse((row as { plan: string }).plan) as CommitPlan);
}
