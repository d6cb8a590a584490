import { Problem } from '#shared/errors';
import { refuseLocked, type RunRow } from '../runs/index.ts';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { addMembership, setAliases } from './aliases.ts';
import { artifactById, ensureArtifactType, ensureCollection } from './create.ts';
import { emitArtifacts } from './emit.ts';
import {
  aliasesOfArtifact,
  findCollection,
  findCollectionById,
  findMembership,
  membershipsOf,
  membershipsOfArtifact,
} from './find.ts';
import type { ArtifactId, ArtifactRow, CollectionId, CollectionRow, MembershipRow } from './types.ts';

export interface ArtifactChange {
  readonly description?: string;
  readonly metadata?: string;
  readonly ttlS?: number;
  readonly tagsToAdd?: readonly string[];
  readonly tagsToDelete?: readonly string[];
}

/** Changes what is named; the rest stays. */
export function editArtifact(ctx: WriteContext, artifact: ArtifactRow, change: ArtifactChange): ArtifactRow {
  prepared(
    ctx.db,
    `UPDATE artifacts SET description = coalesce(?, description), metadata_json = coalesce(?, metadata_json),
       ttl_s = coalesce(?, ttl_s), updated_at = ? WHERE id = ?`,
  ).run(change.description ?? null, change.metadata ?? null, change.ttlS ?? null, ctx.now(), artifact.id);
  const add = prepared(ctx.db, 'INSERT INTO artifact_tags (artifact_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const remove = prepared(ctx.db, 'DELETE FROM artifact_tags WHERE artifact_id = ? AND tag = ?');
  for (const tag of change.tagsToAdd ?? []) add.run(artifact.id, tag);
  for (const tag of change.tagsToDelete ?? []) remove.run(artifact.id, tag);
  emitArtifacts(ctx, artifact.collectionId);
  return artifactById(ctx, artifact.id);
}

/**
 * Deletes a version; its number is not given again and its bytes go when no other version holds them.
 * Errors: `input.invalid` when it still has aliases other than `latest` and `deleteAliases` is false; `run.locked` when
 * the run that made it is.
 */
export function deleteArtifact(ctx: WriteContext, artifact: ArtifactRow, deleteAliases: boolean): void {
  refuseLockedMakers(ctx, 'a.id = ?', artifact.id);
  const aliases = aliasesOfArtifact(ctx.db, artifact.id).map((row) => row.alias);
  const others = aliases.filter((alias) => alias !== 'latest');
  if (others.length > 0 && !deleteAliases) {
    const expected = 'a version without aliases, or delete_aliases=True';
    throw new Problem('input.invalid', { field: 'artifact', expected, got: others.join(', ') });
  }
  const collections = membershipsOfArtifact(ctx.db, artifact.id).map((membership) => membership.collectionId);
  for (const table of ['artifact_memberships', 'artifact_files', 'artifact_uploads', 'artifact_manifests']) {
    prepared(ctx.db, `DELETE FROM ${table} WHERE artifact_id = ?`).run(artifact.id);
  }
  prepared(ctx.db, "UPDATE artifacts SET state = 'DELETED', updated_at = ? WHERE id = ?").run(ctx.now(), artifact.id);
  for (const collection of collections) moveLatest(ctx, collection);
  emitArtifacts(ctx, artifact.collectionId);
}

/** Deletes a collection; the versions of a sequence go with it, in portfolios too. Errors: `run.locked` when a run that made one is. */
export function deleteCollection(ctx: WriteContext, collection: CollectionRow): void {
  refuseLockedMakers(ctx, 'a.collection_id = ?', collection.id);
  emitArtifacts(ctx, collection.id);
  prepared(ctx.db, 'DELETE FROM artifact_collections WHERE id = ?').run(collection.id);
}

/** Changes a collection's name, description or type. Errors: `input.invalid` for a name that is taken. */
export function editCollection(
  ctx: WriteContext,
  collection: CollectionRow,
  change: { readonly name?: string; readonly description?: string; readonly typeName?: string },
): CollectionRow {
  const { name, description, typeName } = change;
  const isTaken = name !== undefined && name !== collection.name && isKnown(ctx, collection, name);
  if (isTaken) throw new Problem('input.invalid', { field: 'name', expected: 'a name that is free', got: name });
  const typeId = typeName === undefined ? null : ensureArtifactType(ctx, collection.projectId, typeName);
  prepared(
    ctx.db,
    `UPDATE artifact_collections SET name = coalesce(?, name), description = coalesce(?, description),
       type_id = coalesce(?, type_id), updated_at = ? WHERE id = ?`,
  ).run(name ?? null, description ?? null, typeId, ctx.now(), collection.id);
  emitArtifacts(ctx, collection.id);
  return collectionById(ctx, collection.id);
}

export function setCollectionTags(
  ctx: WriteContext,
  collection: CollectionRow,
  change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): void {
  const add = 'INSERT INTO artifact_collection_tags (collection_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING';
  const remove = 'DELETE FROM artifact_collection_tags WHERE collection_id = ? AND tag = ?';
  for (const tag of change.add ?? []) prepared(ctx.db, add).run(collection.id, tag);
  for (const tag of change.remove ?? []) prepared(ctx.db, remove).run(collection.id, tag);
  emitArtifacts(ctx, collection.id);
}

/**
 * Links a version into a portfolio, which is made when it is missing; linking again keeps its number and moves the
 * aliases. Errors: `input.invalid` for a version that is not committed or a portfolio of another type.
 */
export function linkArtifact(
  ctx: WriteContext,
  artifact: ArtifactRow,
  target: {
    readonly projectId: CollectionRow['projectId'];
    readonly name: string;
    readonly aliases: readonly string[];
  },
): MembershipRow {
  if (artifact.state !== 'COMMITTED') {
    throw new Problem('input.invalid', { field: 'artifact', expected: 'a committed version', got: artifact.state });
  }
  const { typeName } = collectionById(ctx, artifact.collectionId);
  const portfolio = ensureCollection(ctx, {
    projectId: target.projectId,
    kind: 'portfolio',
    name: target.name,
    typeName,
  });
  const known = findMembership(ctx.db, portfolio.id, artifact.id);
  const membership = known ?? addMembership(ctx, portfolio.id, artifact.id);
  if (known === undefined) setAliases(ctx, membership, ['latest']);
  setAliases(ctx, membership, target.aliases);
  emitArtifacts(ctx, portfolio.id);
  return membership;
}

/** Takes a version out of a portfolio. Returns false when it was not in it. */
export function unlinkArtifact(ctx: WriteContext, artifact: ArtifactRow, portfolio: CollectionRow): boolean {
  const membership = findMembership(ctx.db, portfolio.id, artifact.id);
  if (membership === undefined || portfolio.kind !== 'portfolio') return false;
  prepared(ctx.db, 'DELETE FROM artifact_memberships WHERE id = ?').run(membership.id);
  moveLatest(ctx, portfolio.id);
  emitArtifacts(ctx, portfolio.id);
  return true;
}

/** Deletes the versions that a run made. */
export function deleteArtifactsOf(ctx: WriteContext, run: RunRow): void {
  const sql = "SELECT id FROM artifacts WHERE run_id = ? AND state <> 'DELETED'";
  for (const { id } of prepared(ctx.db, sql).all(run.id) as { id: ArtifactId }[]) {
    deleteArtifact(ctx, artifactById(ctx, id), true);
  }
}

/** What a locked run made stays. `condition` is over `artifacts a`. */
function refuseLockedMakers(ctx: WriteContext, condition: string, id: number): void {
  const sql = `SELECT DISTINCT r.name, r.display_name AS displayName FROM artifacts a JOIN runs r ON r.id = a.run_id
    WHERE ${condition} AND a.state <> 'DELETED' AND r.locked = 1 ORDER BY r.id`;
  const makers = prepared(ctx.db, sql).all(id) as { name: string; displayName: string }[];
  refuseLocked(makers.map((run) => ({ ...run, isLocked: true })));
}

function isKnown(ctx: WriteContext, collection: CollectionRow, name: string): boolean {
  return findCollection(ctx.db, collection.projectId, name) !== undefined;
}

/** After its version went, `latest` is the newest that is left. */
function moveLatest(ctx: WriteContext, collection: CollectionId): void {
  const newest = membershipsOf(ctx.db, collection)[0];
  if (newest !== undefined) setAliases(ctx, newest, ['latest']);
}

function collectionById(ctx: WriteContext, id: CollectionId): CollectionRow {
  const collection = findCollectionById(ctx.db, id);
  if (collection === undefined) throw new Error(`collection ${id} vanished`);
  return collection;
}
