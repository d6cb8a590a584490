import type { CollectionRow, ReadableDb } from '#host/store';
import type { ArtifactRemoval } from '#shared/api';
import { statement } from '../sql.ts';
import { IS_THERE, type Place } from './places.ts';

// What holds bytes is listed once more in the files room (unused.ts), which gives the space back.
const HELD = `WITH gone (id) AS (SELECT value FROM json_each(@gone)),
  held (blob_id) AS (
    SELECT blob_id FROM artifact_files WHERE artifact_id IN (SELECT id FROM gone) AND blob_id IS NOT NULL
    UNION SELECT blob_id FROM artifact_uploads WHERE artifact_id IN (SELECT id FROM gone) AND blob_id IS NOT NULL
    UNION SELECT blob_id FROM artifact_manifests WHERE artifact_id IN (SELECT id FROM gone) AND blob_id IS NOT NULL)
  SELECT b.size_bytes AS sizeBytes,
    EXISTS (SELECT 1 FROM run_files h WHERE h.blob_id = b.id)
    OR EXISTS (SELECT 1 FROM artifact_files h WHERE h.blob_id = b.id AND h.artifact_id NOT IN (SELECT id FROM gone))
    OR EXISTS (SELECT 1 FROM artifact_uploads h WHERE h.blob_id = b.id AND h.artifact_id NOT IN (SELECT id FROM gone))
    OR EXISTS (SELECT 1 FROM artifact_manifests h WHERE h.blob_id = b.id AND h.artifact_id NOT IN (SELECT id FROM gone))
      AS isShared
  FROM held JOIN blobs b ON b.id = held.blob_id`;

/** What deleting a version would do; taking it out of a portfolio frees nothing. */
export function readVersionRemoval(db: ReadableDb, { artifact, membership, collection }: Place): ArtifactRemoval {
  const isLink = collection.kind === 'portfolio';
  const aliases = isLink
    ? 'SELECT alias FROM artifact_aliases WHERE membership_id = @membership'
    : `SELECT l.alias FROM artifact_aliases l JOIN artifact_memberships m ON m.id = l.membership_id
       WHERE m.artifact_id = @artifact`;
  const one = { artifact: artifact.id, membership: membership.id };
  return {
    ...spaceOf(db, isLink ? [] : [artifact.id]),
    versionCount: 1,
    aliases: namedOf(db, aliases, isLink ? { membership: one.membership } : { artifact: one.artifact }),
    links: isLink ? [] : linksTo(db, [artifact.id]),
    readerCount: isLink ? 0 : readersOf(db, [artifact.id]),
  };
}

/** What deleting a collection would do: the versions of a sequence go with it, those of a portfolio stay. */
export function readCollectionRemoval(db: ReadableDb, collection: CollectionRow): ArtifactRemoval {
  const isLinks = collection.kind === 'portfolio';
  const all = statement(db, 'SELECT id FROM artifacts WHERE collection_id = ?').all(collection.id) as { id: number }[];
  const gone = isLinks ? [] : all.map(({ id }) => id);
  const sql = 'SELECT count(*) AS count FROM artifact_memberships WHERE collection_id = ?';
  const aliases = 'SELECT alias FROM artifact_aliases WHERE collection_id = @collection';
  return {
    ...spaceOf(db, gone),
    versionCount: (statement(db, sql).get(collection.id) as { count: number }).count,
    aliases: namedOf(db, aliases, { collection: collection.id }),
    links: linksTo(db, gone),
    readerCount: readersOf(db, gone),
  };
}

function spaceOf(
  db: ReadableDb,
  gone: readonly number[],
): Pick<ArtifactRemoval, 'freedBytes' | 'freedFiles' | 'sharedBytes'> {
  const rows = statement(db, HELD).all({ gone: JSON.stringify(gone) }) as { sizeBytes: number; isShared: number }[];
  const space = { freedBytes: 0, freedFiles: 0, sharedBytes: 0 };
  for (const { sizeBytes, isShared } of rows) {
    if (isShared === 1) space.sharedBytes += sizeBytes;
    else {
      space.freedBytes += sizeBytes;
      space.freedFiles += 1;
    }
  }
  return space;
}

function namedOf(db: ReadableDb, sql: string, params: Readonly<Record<string, number>>): string[] {
  const rows = statement(db, sql).all(params) as { alias: string }[];
  const names = rows.map(({ alias }) => alias).filter((alias) => alias !== 'latest');
  return [...new Set(names)].sort();
}

function linksTo(db: ReadableDb, gone: readonly number[]): string[] {
  const sql = `SELECT DISTINCT c.name FROM json_each(?) g JOIN artifact_memberships m ON m.artifact_id = g.value
    JOIN artifact_collections c ON c.id = m.collection_id WHERE c.kind = 'portfolio' ORDER BY c.name`;
  return (statement(db, sql).all(JSON.stringify(gone)) as { name: string }[]).map(({ name }) => name);
}

function readersOf(db: ReadableDb, gone: readonly number[]): number {
  const sql = `SELECT count(DISTINCT u.run_id) AS count FROM json_each(?) g
    JOIN artifact_uses u ON u.artifact_id = g.value AND u.direction = 'input'
    JOIN runs r ON r.id = u.run_id AND ${IS_THERE}`;
  return (statement(db, sql).get(JSON.stringify(gone)) as { count: number }).count;
}
