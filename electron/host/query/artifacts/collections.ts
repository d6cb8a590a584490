import { tagsOfCollection, type CollectionRow, type ProjectRow, type ReadableDb } from '#host/store';
import type { ArtifactCollection, ArtifactCollectionDetail } from '#shared/api';
import type { ProjectRowId } from '#shared/units';
import { statement } from '../sql.ts';

interface RawCollection extends Omit<ArtifactCollection, 'latestVersion'> {
  readonly latestVersion: number | null;
}

// Counts and sums walk the index (collection_id, version): some 2 ms for 10,000 versions.
const SELECT = `SELECT c.name, t.name AS type, c.kind, count(m.id) AS versionCount, max(m.version) AS latestVersion,
    coalesce(sum(a.size_bytes), 0) AS sizeBytes, max(c.updated_at, coalesce(max(m.created_at), 0)) AS updatedAt
  FROM artifact_collections c JOIN artifact_types t ON t.id = c.type_id
  LEFT JOIN artifact_memberships m ON m.collection_id = c.id LEFT JOIN artifacts a ON a.id = m.artifact_id`;

/** The collections of a project that hold versions or once did, by type and name. */
export function readCollections(db: ReadableDb, project: ProjectRowId): ArtifactCollection[] {
  // Of a save that was broken off, nothing is worth showing.
  const sql = `${SELECT} WHERE c.project_id = ? AND c.next_version > 0 GROUP BY c.id
    ORDER BY t.name COLLATE NOCASE, c.name COLLATE NOCASE, c.id`;
  return (statement(db, sql).all(project) as RawCollection[]).map(toCollection);
}

export function countCollections(db: ReadableDb, project: ProjectRowId): number {
  const sql = 'SELECT count(*) AS count FROM artifact_collections WHERE project_id = ? AND next_version > 0';
  return (statement(db, sql).get(project) as { count: number }).count;
}

export function readCollection(
  db: ReadableDb,
  project: ProjectRow,
  collection: CollectionRow,
): ArtifactCollectionDetail {
  const raw = statement(db, `${SELECT} WHERE c.id = ? GROUP BY c.id`).get(collection.id) as RawCollection;
  const versions = `SELECT l.alias, m.version FROM artifact_aliases l JOIN artifact_memberships m ON m.id = l.membership_id
    WHERE l.collection_id = ? ORDER BY l.alias`;
  return {
    project: { entity: project.entity, project: project.name },
    summary: toCollection(raw),
    description: collection.description ?? '',
    tags: tagsOfCollection(db, collection.id),
    aliases: statement(db, versions).all(collection.id) as ArtifactCollectionDetail['aliases'],
  };
}

function toCollection({ latestVersion, ...rest }: RawCollection): ArtifactCollection {
  return latestVersion === null ? rest : { ...rest, latestVersion };
}
