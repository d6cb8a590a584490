import { createHash } from 'node:crypto';
import type { Decoded } from '#sdk/journal';
import {
  aliasesOfMembership,
  type ArtifactId,
  type ArtifactRow,
  decodeArtifactId,
  findArtifactById,
  findCollectionById,
  findMembership,
  findRunById,
  membershipsOfArtifact,
  pathOf,
  prepared,
  type ReadableDb,
  tagsOfArtifact,
  tagsOfCollection,
} from '#host/store';
import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';
import type { VersionFacts } from '../format/schema.ts';

const REFERENCE = /^wandb-artifact:\/\/([0-9a-f]+)\/(.*)$/s;

/** A committed version; undefined when it is gone. `needed` gets the versions that its entries refer to. */
export function versionOf(db: ReadableDb, id: ArtifactId, needed: (id: ArtifactId) => void): VersionFacts | undefined {
  const artifact = findArtifactById(db, id);
  const collection = artifact === undefined ? undefined : findCollectionById(db, artifact.collectionId);
  const membership = artifact === undefined ? undefined : findMembership(db, artifact.collectionId, id);
  if (artifact?.state !== 'COMMITTED' || collection === undefined || membership === undefined) return undefined;
  const creator = artifact.runId === undefined ? undefined : findRunById(db, artifact.runId);
  const sequenceClientId = clientIdOf(db, 'collection_id', collection.id);
  return {
    entity: collection.entity,
    project: collection.project,
    type: collection.typeName,
    collection: collection.name,
    collectionDescription: collection.description,
    collectionTags: tagsOfCollection(db, collection.id),
    version: membership.version,
    digest: artifact.digest,
    description: artifact.description,
    metadata: artifact.metadata,
    aliases: aliasesOfMembership(db, membership.id).map((row) => row.alias),
    tags: tagsOfArtifact(db, id),
    ttlS: artifact.ttlS,
    historyStep: artifact.historyStep,
    clientId: clientIdOfVersion(db, artifact),
    sequenceClientId,
    username: artifact.username,
    createdAt: artifact.createdAt,
    updatedAt: artifact.updatedAt,
    creator: creator === undefined ? undefined : pathOf(creator),
    links: linksOf(db, artifact),
    entries: entriesOf(db, id, needed),
  };
}

function linksOf(db: ReadableDb, artifact: ArtifactRow): VersionFacts['links'] {
  return membershipsOfArtifact(db, artifact.id).flatMap((membership) => {
    const collection = findCollectionById(db, membership.collectionId);
    if (collection?.kind !== 'portfolio') return [];
    const aliases = aliasesOfMembership(db, membership.id).map((row) => row.alias);
    return [{ entity: collection.entity, project: collection.project, collection: collection.name, aliases }];
  });
}

function clientIdOf(db: ReadableDb, column: 'artifact_id' | 'collection_id', id: number): string | undefined {
  const sql = `SELECT client_id AS id FROM artifact_client_ids WHERE ${column} = ? ORDER BY client_id LIMIT 1`;
  return (prepared(db, sql).get(id) as { id: string } | undefined)?.id;
}

function entriesOf(db: ReadableDb, id: ArtifactId, needed: (id: ArtifactId) => void): VersionFacts['entries'] {
  const sql = `SELECT f.path, f.digest, f.size_bytes AS sizeBytes, f.ref, f.entry_json AS json, b.sha256
    FROM artifact_files f LEFT JOIN blobs b ON b.id = f.blob_id WHERE f.artifact_id = ? ORDER BY f.path`;
  const rows = prepared(db, sql).all(id) as EntryRow[];
  return rows.map(({ path, digest, sizeBytes, ref, json, sha256 }) => {
    const entry = parseExtended(json);
    const extra = isJsonObject(entry) && isJsonObject(entry.extra) ? stringifyExtended(entry.extra) : undefined;
    return {
      path,
      digest,
      sizeBytes,
      ...(ref === null ? {} : { ref: portable(db, ref, needed) }),
      ...(extra === undefined ? {} : { extra }),
      ...(sha256 === null ? {} : { sha256 }),
    };
  });
}

interface EntryRow {
  readonly path: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly ref: string | null;
  readonly json: string;
  readonly sha256: string | null;
}

/** A reference to another version by the name its writer made up for it: row ids mean nothing in another store. */
function portable(db: ReadableDb, ref: string, needed: (id: ArtifactId) => void): string {
  const [, hex, path] = REFERENCE.exec(ref) ?? [];
  if (hex === undefined) return ref;
  const id = decodeArtifactId(Buffer.from(hex, 'hex').toString('base64'));
  const artifact = id === undefined ? undefined : findArtifactById(db, id);
  if (artifact === undefined) return ref;
  needed(artifact.id);
  return `wandb-client-artifact://${clientIdOfVersion(db, artifact)}/${path}`;
}

/** What its writer called it; one that came without such a name gets one that means this version anywhere. */
function clientIdOfVersion(db: ReadableDb, artifact: ArtifactRow): string {
  const known = clientIdOf(db, 'artifact_id', artifact.id);
  if (known !== undefined) return known;
  const collection = findCollectionById(db, artifact.collectionId);
  const { entity = '', project = '', name = '' } = collection ?? {};
  return madeUpId(JSON.stringify([entity, project, name, artifact.version, artifact.digest]));
}

function madeUpId(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * A version as the record of a log that saved it; `placeOf` says where the bytes of an entry lie.
 * Source: protocol 11.3.
 */
export function versionRecord(version: VersionFacts, run: string, placeOf: (sha256: string) => string): Decoded {
  const contents = version.entries.map(({ path, digest, sizeBytes, ref, extra, sha256 }) => ({
    path,
    digest,
    size: sizeBytes,
    ...(ref === undefined ? {} : { ref }),
    ...(sha256 === undefined ? {} : { localPath: placeOf(sha256) }),
    ...(extra === undefined ? {} : { extra: extraItems(extra) }),
  }));
  const text = (name: string, value: string | undefined): Decoded => (value === undefined ? {} : { [name]: value });
  return {
    runId: run,
    project: version.project,
    type: version.type,
    name: version.collection,
    digest: version.digest,
    ...text('description', version.description),
    ...(version.metadata === '{}' ? {} : { metadata: version.metadata }),
    aliases: version.aliases,
    manifest: {
      version: 1,
      storagePolicy: 'wandb-storage-policy-v1',
      storagePolicyConfig: [{ key: 'storageLayout', valueJson: '"V2"' }],
      contents,
    },
    finalize: true,
    clientId: version.clientId,
    sequenceClientId:
      version.sequenceClientId ?? madeUpId(JSON.stringify([version.entity, version.project, version.collection])),
    ...(version.ttlS > 0 ? { ttlDurationSeconds: version.ttlS } : {}),
    tags: version.tags,
  };
}

function extraItems(text: string): Decoded[] {
  const extra = parseExtended(text);
  if (!isJsonObject(extra)) return [];
  return Object.entries(extra).map(([key, value]) => ({ key, valueJson: stringifyExtended(value) }));
}
