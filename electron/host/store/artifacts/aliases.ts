import { Problem } from '#shared/errors';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { emitArtifacts } from './emit.ts';
import type { CollectionId, MembershipRow } from './types.ts';

/** Moves aliases to a version; the collection's other versions lose them. `v3` and the like are no stored aliases. */
export function setAliases(ctx: WriteContext, membership: MembershipRow, aliases: readonly string[]): void {
  const sql = `INSERT INTO artifact_aliases (collection_id, membership_id, alias) VALUES (?, ?, ?)
    ON CONFLICT (collection_id, alias) DO UPDATE SET membership_id = excluded.membership_id`;
  const put = prepared(ctx.db, sql);
  for (const alias of new Set(aliases)) {
    if (alias === '') throw new Problem('input.invalid', { field: 'alias', expected: 'a name', got: 'an empty text' });
    if (/^v\d+$/.test(alias)) continue;
    put.run(membership.collectionId, membership.id, alias);
  }
  if (aliases.length > 0) emitArtifacts(ctx, membership.collectionId);
}

/** Takes aliases away from a version, if it has them. */
export function removeAliases(ctx: WriteContext, membership: MembershipRow, aliases: readonly string[]): void {
  const remove = prepared(ctx.db, 'DELETE FROM artifact_aliases WHERE membership_id = ? AND alias = ?');
  for (const alias of aliases) remove.run(membership.id, alias);
  emitArtifacts(ctx, membership.collectionId);
}

/** Puts a version into a collection under the next number, which is never given again. */
export function addMembership(ctx: WriteContext, collection: CollectionId, artifact: number): MembershipRow {
  const { version } = prepared(
    ctx.db,
    `UPDATE artifact_collections SET next_version = next_version + 1, updated_at = ? WHERE id = ?
     RETURNING next_version - 1 AS version`,
  ).get(ctx.now(), collection) as { version: number };
  const made = prepared(
    ctx.db,
    'INSERT INTO artifact_memberships (collection_id, artifact_id, version, created_at) VALUES (?, ?, ?, ?)',
  ).run(collection, artifact, version, ctx.now());
  return {
    id: Number(made.lastInsertRowid),
    collectionId: collection,
    artifactId: artifact,
    version,
    createdAt: ctx.now(),
  } as MembershipRow;
}
