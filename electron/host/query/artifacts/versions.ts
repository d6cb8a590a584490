import {
  encodeArtifactId,
  membershipsOfArtifact,
  type ArtifactId,
  type CollectionId,
  type ReadableDb,
} from '#host/store';
import type {
  ApiValue,
  ArtifactDetail,
  ArtifactRef,
  ArtifactRun,
  ArtifactVersion,
  ArtifactVersionPage,
} from '#shared/api';
import { isJsonObject, parseExtended, toApiValue } from '#shared/wire';
import { statement } from '../sql.ts';
import {
  REF_COLUMNS,
  REF_JOINS,
  IS_THERE,
  refOf,
  RUN_COLUMNS,
  RUN_JOINS,
  toRef,
  toRun,
  type Place,
  type RawRef,
  type RawRun,
} from './places.ts';

interface RawVersion extends Omit<RawRun, 'run'> {
  readonly id: ArtifactId;
  readonly version: number;
  readonly createdAt: number;
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly ttlS: number;
  readonly run: string | null;
  readonly aliases: string;
  readonly tags: string;
}

const FROM = `FROM artifact_memberships m JOIN artifacts a ON a.id = m.artifact_id
  LEFT JOIN runs r ON r.id = a.run_id AND ${IS_THERE} LEFT JOIN projects rp ON rp.id = r.project_id
  LEFT JOIN entities re ON re.id = rp.entity_id`;
const SELECT = `SELECT a.id, m.version, a.created_at AS createdAt, a.size_bytes AS sizeBytes, a.file_count AS fileCount,
    a.ttl_s AS ttlS, ${RUN_COLUMNS},
    (SELECT json_group_array(alias) FROM (SELECT alias FROM artifact_aliases WHERE membership_id = m.id ORDER BY alias)) AS aliases,
    (SELECT json_group_array(tag) FROM (SELECT tag FROM artifact_tags WHERE artifact_id = a.id ORDER BY tag)) AS tags
  ${FROM}`;

const MATCHES = `(instr('v' || m.version, @text) > 0 OR instr(lower(coalesce(r.display_name, '')), @text) > 0
  OR EXISTS (SELECT 1 FROM artifact_aliases l WHERE l.membership_id = m.id AND instr(lower(l.alias), @text) > 0)
  OR EXISTS (SELECT 1 FROM artifact_tags g WHERE g.artifact_id = a.id AND instr(lower(g.tag), @text) > 0))`;

export interface VersionsQuery {
  readonly offset: number;
  readonly limit: number;
  readonly text: string;
}

/** A stretch of a collection's versions, newest first. */
export function readVersions(db: ReadableDb, collection: CollectionId, query: VersionsQuery): ArtifactVersionPage {
  const text = query.text.trim().toLowerCase();
  const where = `WHERE m.collection_id = @collection${text === '' ? '' : ` AND ${MATCHES}`}`;
  const found = text === '' ? { collection } : { collection, text };
  const from = text === '' ? 'FROM artifact_memberships m' : FROM;
  const { total } = statement(db, `SELECT count(*) AS total ${from} ${where}`).get(found) as { total: number };
  const rows = statement(db, `${SELECT} ${where} ORDER BY m.version DESC LIMIT @limit OFFSET @offset`).all({
    ...found,
    limit: query.limit,
    offset: query.offset,
  }) as RawVersion[];
  return { total, rows: rows.map(toVersion) };
}

/** Everything of a version's page but its files and its lineage. */
export function readVersion(db: ReadableDb, place: Place): ArtifactDetail {
  const { artifact, membership, collection } = place;
  const raw = statement(db, `${SELECT} WHERE m.id = ?`).get(membership.id) as RawVersion;
  const newer = neighbour(db, place, '>');
  const older = neighbour(db, place, '<');
  return {
    ref: refOf(place),
    kind: collection.kind,
    version: toVersion(raw),
    description: artifact.description ?? '',
    metadata: metadataOf(artifact.metadata),
    digest: artifact.digest,
    username: artifact.username,
    updatedAt: artifact.updatedAt,
    ...(artifact.historyStep === undefined ? {} : { historyStep: artifact.historyStep }),
    places: otherPlaces(db, place),
    usedBy: readersOf(db, artifact.id),
    ...(newer === undefined ? {} : { newer }),
    ...(older === undefined ? {} : { older }),
  };
}

export function metadataOf(text: string): Record<string, ApiValue> {
  const value = parseExtended(text);
  return isJsonObject(value) ? (toApiValue(value) as Record<string, ApiValue>) : {};
}

function otherPlaces(db: ReadableDb, { artifact, membership }: Place): ArtifactRef[] {
  if (membershipsOfArtifact(db, artifact.id).length < 2) return [];
  const sql = `SELECT ${REF_COLUMNS} FROM artifact_memberships m ${REF_JOINS} WHERE m.artifact_id = ? AND m.id <> ?
    ORDER BY m.id`;
  return (statement(db, sql).all(artifact.id, membership.id) as RawRef[]).map(toRef);
}

function readersOf(db: ReadableDb, artifact: ArtifactId): ArtifactRun[] {
  const sql = `SELECT ${RUN_COLUMNS} FROM artifact_uses u JOIN runs r ON r.id = u.run_id AND ${IS_THERE} ${RUN_JOINS}
    WHERE u.artifact_id = ? AND u.direction = 'input' ORDER BY u.at, r.id`;
  return (statement(db, sql).all(artifact) as RawRun[]).map(toRun);
}

function neighbour(db: ReadableDb, { membership }: Place, op: '<' | '>'): number | undefined {
  const sql = `SELECT version FROM artifact_memberships WHERE collection_id = ? AND version ${op} ?
    ORDER BY version ${op === '<' ? 'DESC' : 'ASC'} LIMIT 1`;
  const row = statement(db, sql).get(membership.collectionId, membership.version) as { version: number } | undefined;
  return row?.version;
}

function toVersion(raw: RawVersion): ArtifactVersion {
  const { id, version, createdAt, sizeBytes, fileCount, ttlS, run } = raw;
  return {
    id: encodeArtifactId(id),
    version,
    aliases: JSON.parse(raw.aliases) as string[],
    tags: JSON.parse(raw.tags) as string[],
    createdAt,
    sizeBytes,
    fileCount,
    ...(ttlS > 0 ? { ttlS } : {}),
    ...(run === null ? {} : { run: toRun({ ...raw, run }) }),
  };
}
