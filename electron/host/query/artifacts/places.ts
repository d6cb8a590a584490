import {
  findArtifactById,
  findCollection,
  membershipByAlias,
  TRASH_ID,
  type ArtifactId,
  type ArtifactRow,
  type CollectionRow,
  type MembershipRow,
  type ProjectRow,
  type ReadableDb,
} from '#host/store';
import type { ArtifactRef, ArtifactRun } from '#shared/api';
import { Problem } from '#shared/errors';
import type { RunState } from '#shared/api';
import { statement } from '../sql.ts';

/** A version in one of its places, with all rows that say so. */
export interface Place {
  readonly collection: CollectionRow;
  readonly membership: MembershipRow;
  readonly artifact: ArtifactRow;
}

/** Errors: `artifact.unknown`. */
export function collectionAt(db: ReadableDb, project: ProjectRow, name: string): CollectionRow {
  const collection = findCollection(db, project.id, name);
  if (collection === undefined) throw new Problem('artifact.unknown', { what: 'collection', name });
  return collection;
}

/** `version`: `v3`, an alias or a digest. Errors: `artifact.unknown`. */
export function placeAt(db: ReadableDb, project: ProjectRow, name: string, version: string): Place {
  const collection = collectionAt(db, project, name);
  const membership = membershipByAlias(db, collection.id, version);
  const artifact = membership === undefined ? undefined : findArtifactById(db, membership.artifactId);
  if (membership === undefined || artifact === undefined) {
    throw new Problem('artifact.unknown', { what: 'version', name: `${name}:${version}` });
  }
  return { collection, membership, artifact };
}

export function refOf({ collection, membership }: Pick<Place, 'collection' | 'membership'>): ArtifactRef {
  const { entity, project, name, typeName } = collection;
  return { project: { entity, project }, type: typeName, collection: name, version: membership.version };
}

/** Columns and joins for `toRef`; `m` is the membership. */
export const REF_COLUMNS = 'e.name AS entity, p.name AS project, t.name AS type, c.name AS collection, m.version';
export const REF_JOINS = `JOIN artifact_collections c ON c.id = m.collection_id
  JOIN artifact_types t ON t.id = c.type_id JOIN projects p ON p.id = c.project_id JOIN entities e ON e.id = p.entity_id`;

export interface RawRef {
  readonly entity: string;
  readonly project: string;
  readonly type: string;
  readonly collection: string;
  readonly version: number;
}

export function toRef({ entity, project, type, collection, version }: RawRef): ArtifactRef {
  return { project: { entity, project }, type, collection, version };
}

/** The place of a version in the sequence that it was made in; undefined for a draft or a deleted one. */
export function homeOf(db: ReadableDb, artifact: ArtifactId | number): ArtifactRef | undefined {
  const sql = `SELECT ${REF_COLUMNS} FROM artifacts a
    JOIN artifact_memberships m ON m.collection_id = a.collection_id AND m.artifact_id = a.id ${REF_JOINS} WHERE a.id = ?`;
  const raw = statement(db, sql).get(artifact) as RawRef | undefined;
  return raw === undefined ? undefined : toRef(raw);
}

/** True of runs that are not in the trash. */
export const IS_THERE = `r.project_id <> ${TRASH_ID}`;

/** Columns and joins for `toRun`; `r` is the run. */
export const RUN_COLUMNS =
  're.name AS runEntity, rp.name AS runProject, r.name AS run, r.display_name AS runName, r.state';
export const RUN_JOINS = 'JOIN projects rp ON rp.id = r.project_id JOIN entities re ON re.id = rp.entity_id';

export interface RawRun {
  readonly runEntity: string;
  readonly runProject: string;
  readonly run: string;
  readonly runName: string;
  readonly state: RunState;
}

export function toRun({ runEntity, runProject, run, runName, state }: RawRun): ArtifactRun {
  return { path: { entity: runEntity, project: runProject, run }, displayName: runName, state };
}
