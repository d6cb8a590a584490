import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { CollectionId } from './types.ts';

/** Tells the windows, and the collector of unused bytes, that something about a collection changed. */
export function emitArtifacts(ctx: WriteContext, collection: CollectionId): void {
  const sql = `SELECT e.name AS entity, p.name AS project FROM artifact_collections c
    JOIN projects p ON p.id = c.project_id JOIN entities e ON e.id = p.entity_id WHERE c.id = ?`;
  const path = prepared(ctx.db, sql).get(collection) as { entity: string; project: string } | undefined;
  if (path !== undefined) ctx.emit({ kind: 'project', path, aspects: ['artifacts'] });
}
