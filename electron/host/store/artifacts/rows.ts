import type {
  ArtifactFileRow,
  ArtifactRow,
  ArtifactTypeRow,
  CollectionRow,
  ManifestRow,
  MembershipRow,
} from './types.ts';

/** Start of a query for toCollection: `artifact_collections c`, `artifact_types t`, `projects p`, `entities e`. */
export const SELECT_COLLECTION = `SELECT c.id, c.project_id AS projectId, e.name AS entity, p.name AS project, c.kind, c.name,
    t.name AS typeName, c.description, c.created_at AS createdAt, c.updated_at AS updatedAt
  FROM artifact_collections c JOIN artifact_types t ON t.id = c.type_id
  JOIN projects p ON p.id = c.project_id JOIN entities e ON e.id = p.entity_id`;

/** Start of a query for toArtifact: `artifacts a`. */
export const SELECT_ARTIFACT = `SELECT a.id, a.collection_id AS collectionId, a.state, a.version, a.digest, a.description,
    a.metadata_json AS metadata, a.history_step AS historyStep, a.ttl_s AS ttlS, a.run_id AS runId, a.username,
    a.base_id AS baseId, a.distributed_id IS NOT NULL AS isDistributed, a.size_bytes AS sizeBytes,
    a.file_count AS fileCount, a.created_at AS createdAt, a.updated_at AS updatedAt
  FROM artifacts a`;

export const SELECT_MEMBERSHIP = `SELECT m.id, m.collection_id AS collectionId, m.artifact_id AS artifactId, m.version,
    m.created_at AS createdAt
  FROM artifact_memberships m`;

export const SELECT_TYPE = `SELECT t.id, t.project_id AS projectId, t.name, t.description, t.created_at AS createdAt
  FROM artifact_types t`;

export const SELECT_FILE = `SELECT f.path, f.digest, f.size_bytes AS sizeBytes, f.ref, f.birth_id AS birthId, b.sha256
  FROM artifact_files f LEFT JOIN blobs b ON b.id = f.blob_id`;

export const SELECT_MANIFEST = `SELECT m.id, m.artifact_id AS artifactId, m.name, m.type, m.digest, m.base_id AS baseId,
    m.blob_id IS NOT NULL AS isUploaded
  FROM artifact_manifests m`;

export const toCollection = (raw: unknown): CollectionRow => withoutNulls(raw) as unknown as CollectionRow;
export const toMembership = (raw: unknown): MembershipRow => raw as MembershipRow;
export const toType = (raw: unknown): ArtifactTypeRow => raw as ArtifactTypeRow;
export const toFile = (raw: unknown): ArtifactFileRow => withoutNulls(raw) as unknown as ArtifactFileRow;

export function toArtifact(raw: unknown): ArtifactRow {
  const row = withoutNulls(raw);
  return { ...row, isDistributed: row.isDistributed === 1 } as unknown as ArtifactRow;
}

export function toManifest(raw: unknown): ManifestRow {
  const row = withoutNulls(raw);
  return { ...row, isUploaded: row.isUploaded === 1 } as unknown as ManifestRow;
}

function withoutNulls(raw: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw as object).filter(([, value]) => value !== null));
}
