import type { ProjectRowId, RunRowId, UnixMs } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import {
  SELECT_ARTIFACT,
  SELECT_COLLECTION,
  SELECT_FILE,
  SELECT_MANIFEST,
  SELECT_MEMBERSHIP,
  SELECT_TYPE,
  toArtifact,
  toCollection,
  toFile,
  toManifest,
  toMembership,
  toType,
} from './rows.ts';
import type {
  AliasRow,
  ArtifactFileRow,
  ArtifactId,
  ArtifactRow,
  ArtifactTypeRow,
  CollectionId,
  CollectionRow,
  ManifestId,
  ManifestRow,
  MembershipId,
  MembershipRow,
} from './types.ts';

function one<T>(db: ReadableDb, make: (raw: unknown) => T, sql: string, ...params: unknown[]): T | undefined {
  const raw = prepared(db, sql).get(...params);
  return raw === undefined ? undefined : make(raw);
}

function many<T>(db: ReadableDb, make: (raw: unknown) => T, sql: string, ...params: unknown[]): T[] {
  return prepared(db, sql)
    .all(...params)
    .map(make);
}

export function findArtifactType(db: ReadableDb, project: ProjectRowId, name: string): ArtifactTypeRow | undefined {
  return one(db, toType, `${SELECT_TYPE} WHERE t.project_id = ? AND t.name = ?`, project, name);
}

/** All types of a project by name. */
export function artifactTypesOf(db: ReadableDb, project: ProjectRowId): ArtifactTypeRow[] {
  return many(db, toType, `${SELECT_TYPE} WHERE t.project_id = ? ORDER BY t.name`, project);
}

export function findCollection(db: ReadableDb, project: ProjectRowId, name: string): CollectionRow | undefined {
  return one(db, toCollection, `${SELECT_COLLECTION} WHERE c.project_id = ? AND c.name = ?`, project, name);
}

export function findCollectionById(db: ReadableDb, id: CollectionId): CollectionRow | undefined {
  return one(db, toCollection, `${SELECT_COLLECTION} WHERE c.id = ?`, id);
}

/** Collections of a project, of one type if it is named, by name. */
export function collectionsOf(db: ReadableDb, project: ProjectRowId, typeName?: string): CollectionRow[] {
  const sql = `${SELECT_COLLECTION} WHERE c.project_id = ? AND (? IS NULL OR t.name = ?) ORDER BY c.name`;
  return many(db, toCollection, sql, project, typeName ?? null, typeName ?? null);
}

export function findArtifactById(db: ReadableDb, id: ArtifactId): ArtifactRow | undefined {
  return one(db, toArtifact, `${SELECT_ARTIFACT} WHERE a.id = ?`, id);
}

/** The newest version of a collection. */
export function latestMembership(db: ReadableDb, collection: CollectionId): MembershipRow | undefined {
  const sql = `${SELECT_MEMBERSHIP} WHERE m.collection_id = ? ORDER BY m.version DESC LIMIT 1`;
  return one(db, toMembership, sql, collection);
}

export function findMembership(
  db: ReadableDb,
  collection: CollectionId,
  artifact: ArtifactId,
): MembershipRow | undefined {
  const sql = `${SELECT_MEMBERSHIP} WHERE m.collection_id = ? AND m.artifact_id = ?`;
  return one(db, toMembership, sql, collection, artifact);
}

/** The version that an alias names: `v3`, `latest`, a stored alias, or the digest of a version. */
export function membershipByAlias(db: ReadableDb, collection: CollectionId, alias: string): MembershipRow | undefined {
  const number = /^v(\d{1,9})$/.exec(alias)?.[1];
  if (number !== undefined) {
    const sql = `${SELECT_MEMBERSHIP} WHERE m.collection_id = ? AND m.version = ?`;
    return one(db, toMembership, sql, collection, Number(number));
  }
  const byAlias = `${SELECT_MEMBERSHIP} JOIN artifact_aliases l ON l.membership_id = m.id
    WHERE l.collection_id = ? AND l.alias = ?`;
  const byDigest = `${SELECT_MEMBERSHIP} JOIN artifacts a ON a.id = m.artifact_id
    WHERE m.collection_id = ? AND a.digest = ? ORDER BY m.version DESC LIMIT 1`;
  const found = one(db, toMembership, byAlias, collection, alias);
  // `latest` always means something, even after a person took the alias away.
  if (found !== undefined || alias !== 'latest') return found ?? one(db, toMembership, byDigest, collection, alias);
  return latestMembership(db, collection);
}

/** `name:alias` in a project; without an alias the newest version. */
export function membershipByName(db: ReadableDb, project: ProjectRowId, name: string): MembershipRow | undefined {
  const colon = name.indexOf(':');
  const collection = findCollection(db, project, colon < 0 ? name : name.slice(0, colon));
  if (collection === undefined) return undefined;
  return membershipByAlias(db, collection.id, colon < 0 ? 'latest' : name.slice(colon + 1));
}

/** The members of a collection, newest first. */
export function membershipsOf(db: ReadableDb, collection: CollectionId): MembershipRow[] {
  return many(db, toMembership, `${SELECT_MEMBERSHIP} WHERE m.collection_id = ? ORDER BY m.version DESC`, collection);
}

/** All collections an artifact is in, its own sequence first. */
export function membershipsOfArtifact(db: ReadableDb, artifact: ArtifactId): MembershipRow[] {
  return many(db, toMembership, `${SELECT_MEMBERSHIP} WHERE m.artifact_id = ? ORDER BY m.id`, artifact);
}

const SELECT_ALIAS = 'SELECT l.id, l.collection_id AS collectionId, l.alias FROM artifact_aliases l';

export function aliasesOfMembership(db: ReadableDb, membership: MembershipId): AliasRow[] {
  const sql = `${SELECT_ALIAS} WHERE l.membership_id = ? ORDER BY l.alias`;
  return many(db, (raw) => raw as AliasRow, sql, membership);
}

export function aliasesOfCollection(db: ReadableDb, collection: CollectionId): AliasRow[] {
  return many(db, (raw) => raw as AliasRow, `${SELECT_ALIAS} WHERE l.collection_id = ? ORDER BY l.alias`, collection);
}

/** The aliases of a version in all collections it is in. */
export function aliasesOfArtifact(db: ReadableDb, artifact: ArtifactId): AliasRow[] {
  const sql = `${SELECT_ALIAS} JOIN artifact_memberships m ON m.id = l.membership_id
    WHERE m.artifact_id = ? ORDER BY l.collection_id, l.alias`;
  return many(db, (raw) => raw as AliasRow, sql, artifact);
}

export function tagsOfArtifact(db: ReadableDb, artifact: ArtifactId): string[] {
  const sql = 'SELECT tag FROM artifact_tags WHERE artifact_id = ? ORDER BY tag';
  return many(db, (raw) => (raw as { tag: string }).tag, sql, artifact);
}

export function tagsOfCollection(db: ReadableDb, collection: CollectionId): string[] {
  const sql = 'SELECT tag FROM artifact_collection_tags WHERE collection_id = ? ORDER BY tag';
  return many(db, (raw) => (raw as { tag: string }).tag, sql, collection);
}

export interface ArtifactFilesQuery {
  readonly names?: readonly string[];
  readonly after?: string;
  readonly limit?: number;
}

/** What a version holds, by path. */
export function artifactFiles(db: ReadableDb, artifact: ArtifactId, query: ArtifactFilesQuery = {}): ArtifactFileRow[] {
  const sql = `${SELECT_FILE} WHERE f.artifact_id = @artifact AND (@after IS NULL OR f.path > @after)
    AND (@names IS NULL OR f.path IN (SELECT value FROM json_each(@names)))
    ORDER BY f.path LIMIT @limit`;
  const params = {
    artifact,
    after: query.after ?? null,
    names: query.names === undefined ? null : JSON.stringify(query.names),
    limit: query.limit ?? -1,
  };
  return many(db, toFile, sql, params);
}

/** The artifact or collection that a client named by an id of its own making. */
export function findByClientId(
  db: ReadableDb,
  clientId: string,
): { readonly artifactId?: ArtifactId; readonly collectionId?: CollectionId } | undefined {
  const sql =
    'SELECT artifact_id AS artifactId, collection_id AS collectionId FROM artifact_client_ids WHERE client_id = ?';
  return one(
    db,
    (raw) => {
      const { artifactId, collectionId } = raw as { artifactId: ArtifactId | null; collectionId: CollectionId | null };
      return {
        ...(artifactId === null ? {} : { artifactId }),
        ...(collectionId === null ? {} : { collectionId }),
      };
    },
    sql,
    clientId,
  );
}

/** Versions that a run made or read, in the order it did so. */
export function artifactsOfRun(db: ReadableDb, run: RunRowId, direction: 'input' | 'output'): ArtifactRow[] {
  const sql = `${SELECT_ARTIFACT} JOIN artifact_uses u ON u.artifact_id = a.id
    WHERE u.run_id = ? AND u.direction = ? AND a.state = 'COMMITTED' ORDER BY u.at, a.id`;
  return many(db, toArtifact, sql, run, direction);
}

/** Runs that read a version, first reader first. */
export function runsUsing(db: ReadableDb, artifact: ArtifactId): RunRowId[] {
  const sql =
    "SELECT run_id AS id FROM artifact_uses WHERE artifact_id = ? AND direction = 'input' ORDER BY at, run_id";
  return many(db, (raw) => (raw as { id: RunRowId }).id, sql, artifact);
}

export function findManifest(db: ReadableDb, id: ManifestId): ManifestRow | undefined {
  return one(db, toManifest, `${SELECT_MANIFEST} WHERE m.id = ?`, id);
}

/** All manifests of an artifact in the order they were begun. */
export function manifestsOf(db: ReadableDb, artifact: ArtifactId): ManifestRow[] {
  return many(db, toManifest, `${SELECT_MANIFEST} WHERE m.artifact_id = ? ORDER BY m.id`, artifact);
}

/** What a manifest's address serves: its bytes by SHA-256, or the text that was merged here. */
export function manifestContent(
  db: ReadableDb,
  id: ManifestId,
): { readonly sha256?: string; readonly sizeBytes?: number; readonly merged?: string } | undefined {
  const sql = `SELECT b.sha256, b.size_bytes AS sizeBytes, m.merged_json AS merged FROM artifact_manifests m
    LEFT JOIN blobs b ON b.id = m.blob_id WHERE m.id = ?`;
  return one(db, (raw) => Object.fromEntries(Object.entries(raw as object).filter(([, v]) => v !== null)), sql, id);
}

/** Bytes in the content-addressed store; `md5` in base64. */
export interface StoredBytes {
  readonly sha256: string;
  readonly md5: string;
  readonly sizeBytes: number;
  readonly updatedAt: UnixMs;
}

/** The bytes with this base64 MD5 that a version holds, or brought; or else any that some version holds. */
export function findStoredBytes(db: ReadableDb, artifact: ArtifactId, digest: string): StoredBytes | undefined {
  const held = `SELECT b.sha256, b.md5, b.size_bytes AS sizeBytes, a.updated_at AS updatedAt
    FROM artifact_files f JOIN blobs b ON b.id = f.blob_id JOIN artifacts a ON a.id = f.artifact_id
    WHERE f.artifact_id = ? AND f.digest = ? LIMIT 1`;
  const brought = `SELECT b.sha256, b.md5, b.size_bytes AS sizeBytes, a.updated_at AS updatedAt
    FROM artifact_uploads u JOIN blobs b ON b.id = u.blob_id JOIN artifacts a ON a.id = u.artifact_id
    WHERE u.artifact_id = ? AND u.digest = ? LIMIT 1`;
  const inherited = `SELECT b.sha256, b.md5, b.size_bytes AS sizeBytes, b.created_at AS updatedAt
    FROM blobs b WHERE b.md5 = ? AND EXISTS (SELECT 1 FROM artifact_files f WHERE f.blob_id = b.id) LIMIT 1`;
  const row =
    prepared(db, held).get(artifact, digest) ??
    prepared(db, brought).get(artifact, digest) ??
    prepared(db, inherited).get(digest);
  return row as StoredBytes | undefined;
}
