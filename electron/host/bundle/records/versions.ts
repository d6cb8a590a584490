import { beginVersion, type BegunArtifact } from '#host/offline';
import {
  type ArtifactId,
  aliasesOfCollection,
  type CollectionId,
  commitArtifact,
  editCollection,
  ensureProject,
  findArtifactById,
  findCollection,
  findMembership,
  findProject,
  findRun,
  linkArtifact,
  prepared,
  type ReadableDb,
  setAliases,
  setCollectionTags,
  type WriteContext,
} from '#host/store';
import type { VersionFacts } from '../format/schema.ts';

/** What tells a version from all others, in any store. */
export type VersionName = Pick<VersionFacts, 'entity' | 'project' | 'collection' | 'digest'>;

export interface BegunVersion extends BegunArtifact {
  /** Aliases of other versions of its collection, which stay where they are. */
  readonly held: readonly string[];
}

/** The newest committed version of this name and content. */
export function findVersion(db: ReadableDb, name: VersionName): ArtifactId | undefined {
  const project = findProject(db, { entity: name.entity, project: name.project });
  const collection = project === undefined ? undefined : findCollection(db, project.id, name.collection);
  if (collection === undefined) return undefined;
  const sql = `SELECT id FROM artifacts WHERE collection_id = ? AND digest = ? AND state = 'COMMITTED'
    ORDER BY version DESC LIMIT 1`;
  return (prepared(db, sql).get(collection.id, name.digest) as { id: ArtifactId } | undefined)?.id;
}

/**
 * Begins a version of a bundle under the number it had, if that is free. One that is here stays as it is.
 * Errors: `input.invalid` for another type in the collection.
 */
export function handleBeginVersion(
  ctx: WriteContext,
  args: {
    readonly version: VersionFacts;
    /** Versions that the same bundle brought before. */
    readonly own: readonly ArtifactId[];
  },
): BegunVersion {
  const { version, own } = args;
  const known = findVersion(ctx.db, version);
  if (known !== undefined) return { artifactId: known, isCommitted: true, wanted: [], manifest: '', held: [] };
  const { project } = ensureProject(ctx, version);
  const before = findCollection(ctx.db, project.id, version.collection);
  const run = version.creator === undefined ? undefined : findRun(ctx.db, version.creator);
  const begun = beginVersion(ctx, {
    projectId: project.id,
    username: version.username,
    ...(run === undefined ? {} : { run }),
    ...(version.historyStep === undefined ? {} : { historyStep: version.historyStep }),
    artifact: {
      typeName: version.type,
      name: version.collection,
      digest: version.digest,
      ...(version.description === undefined ? {} : { description: version.description }),
      metadata: version.metadata,
      aliases: [],
      tags: version.tags,
      clientId: version.clientId,
      ...(version.sequenceClientId === undefined ? {} : { sequenceClientId: version.sequenceClientId }),
      ttlS: version.ttlS,
      isFinal: true,
      isIncremental: false,
      isUsedAfterCommit: false,
      entries: version.entries.map(({ path, digest, sizeBytes, ref, extra }) => ({
        path,
        digest,
        sizeBytes,
        ...(ref === undefined ? {} : { ref }),
        ...(extra === undefined ? {} : { extra }),
      })),
      atMs: version.createdAt,
    },
  });
  return { ...begun, held: before === undefined ? [] : othersAliases(ctx.db, before.id, own) };
}

function othersAliases(db: ReadableDb, collection: CollectionId, own: readonly ArtifactId[]): string[] {
  const sql = `SELECT l.alias, m.artifact_id AS id FROM artifact_aliases l
    JOIN artifact_memberships m ON m.id = l.membership_id WHERE l.collection_id = ?`;
  const rows = prepared(db, sql).all(collection) as { alias: string; id: ArtifactId }[];
  return rows.filter((row) => !own.includes(row.id)).map((row) => row.alias);
}

/** Gives versions the aliases they had, once all of them are here: each new one took `latest` for a moment. */
export function handleSettleAliases(
  ctx: WriteContext,
  args: { readonly versions: readonly { readonly artifactId: ArtifactId; readonly aliases: readonly string[] }[] },
): void {
  for (const { artifactId, aliases } of args.versions) {
    const artifact = findArtifactById(ctx.db, artifactId);
    const membership = artifact && findMembership(ctx.db, artifact.collectionId, artifactId);
    if (membership !== undefined) setAliases(ctx, membership, aliases);
  }
}

/** Makes a begun version whole, with its number, aliases, links and times. Errors: `input.invalid` names missing files. */
export function handleCommitVersion(
  ctx: WriteContext,
  args: { readonly version: VersionFacts; readonly artifactId: ArtifactId; readonly held: readonly string[] },
): void {
  const { version, artifactId } = args;
  const artifact = findArtifactById(ctx.db, artifactId);
  if (artifact === undefined || artifact.state !== 'PENDING') return;
  const { collectionId } = artifact;
  const kept = aliasesOfCollection(ctx.db, collectionId).filter((row) => args.held.includes(row.alias));
  const holders = prepared(ctx.db, 'SELECT membership_id AS id FROM artifact_aliases WHERE id = ?');
  const keptAt = kept.map((row) => [row.alias, (holders.get(row.id) as { id: number }).id] as const);
  prepared(ctx.db, 'UPDATE artifact_collections SET next_version = max(next_version, ?) WHERE id = ?').run(
    version.version,
    collectionId,
  );
  commitArtifact(ctx, artifact);
  const membership = findMembership(ctx.db, collectionId, artifactId);
  if (membership === undefined) throw new Error(`version ${artifactId} vanished`);
  setAliases(ctx, membership, version.aliases);
  const putBack = prepared(
    ctx.db,
    'UPDATE artifact_aliases SET membership_id = ? WHERE collection_id = ? AND alias = ?',
  );
  for (const [alias, id] of keptAt) putBack.run(id, collectionId, alias);
  prepared(ctx.db, 'UPDATE artifacts SET created_at = ?, updated_at = ? WHERE id = ?').run(
    version.createdAt,
    version.updatedAt,
    artifactId,
  );
  prepared(ctx.db, 'UPDATE artifact_memberships SET created_at = ? WHERE id = ?').run(version.createdAt, membership.id);
  settleCollection(ctx, version);
  settleLinks(ctx, version, artifactId);
}

/** Description and tags of the collection, where nobody gave it others here. */
function settleCollection(ctx: WriteContext, version: VersionFacts): void {
  const project = findProject(ctx.db, version);
  const collection = project === undefined ? undefined : findCollection(ctx.db, project.id, version.collection);
  if (collection === undefined) return;
  const { collectionDescription: description, collectionTags } = version;
  if (description !== undefined && collection.description === undefined) {
    editCollection(ctx, collection, { description });
  }
  if (collectionTags.length > 0) setCollectionTags(ctx, collection, { add: collectionTags });
}

function settleLinks(ctx: WriteContext, version: VersionFacts, artifactId: ArtifactId): void {
  const artifact = findArtifactById(ctx.db, artifactId);
  if (artifact === undefined) return;
  for (const { entity, project, collection, aliases } of version.links) {
    const target = ensureProject(ctx, { entity, project });
    linkArtifact(ctx, artifact, { projectId: target.project.id, name: collection, aliases });
  }
}
