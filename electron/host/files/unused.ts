import { giveBackPages, prepared, type WriteContext } from '#host/store';

// Every table that holds blobs stands here and has its triggers in the schema; what none of them holds may go.
const HOLDERS = ['run_files', 'artifact_uploads', 'artifact_manifests', 'artifact_files'];
const IS_UNUSED = HOLDERS.map((table) => `NOT EXISTS (SELECT 1 FROM ${table} h WHERE h.blob_id = c.blob_id)`).join(
  ' AND ',
);

/**
 * Looks at up to `limit` blobs that have lost a holder, and removes those that nothing holds any more.
 * Returns their hashes (SHA-256), so that the bytes can go too, and whether there are more to look at.
 */
export function forgetUnusedBlobs(ctx: WriteContext, limit: number): { hashes: string[]; hasMore: boolean } {
  const find = `SELECT c.blob_id AS id, b.sha256, ${IS_UNUSED} AS is_unused
    FROM unused_candidates c LEFT JOIN blobs b ON b.id = c.blob_id ORDER BY c.blob_id LIMIT ?`;
  const candidates = prepared(ctx.db, find).all(limit) as Candidate[];
  const settle = prepared(ctx.db, 'DELETE FROM unused_candidates WHERE blob_id = ?');
  const remove = prepared(ctx.db, 'DELETE FROM blobs WHERE id = ?');
  const hashes: string[] = [];
  for (const { id, sha256, is_unused } of candidates) {
    settle.run(id);
    if (is_unused !== 1 || sha256 === null) continue;
    remove.run(id);
    hashes.push(sha256);
  }
  // With the last of the files goes the room that deleted runs took in the database.
  return { hashes, hasMore: candidates.length === limit || giveBackPages(ctx) };
}

interface Candidate {
  readonly id: number;
  readonly sha256: string | null;
  readonly is_unused: number;
}

/**
 * Those of `hashes` that the database does not know: left behind by a crash. A write call although it only reads:
 * its answer then comes in order with the commits of uploads, and no file can become known in between.
 */
export function findUnknownBlobs(ctx: WriteContext, hashes: readonly string[]): string[] {
  const find = prepared(ctx.db, 'SELECT 1 FROM blobs WHERE sha256 = ?');
  return hashes.filter((sha256) => find.get(sha256) === undefined);
}
