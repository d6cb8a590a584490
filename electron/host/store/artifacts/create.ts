import { Problem } from '#shared/errors';
import type { ProjectRowId } from '#shared/units';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { emitRun } from '../runs/index.ts';
import type { RunRow } from '../runs/index.ts';
import { setAliases } from './aliases.ts';
import { emitArtifacts } from './emit.ts';
import { findArtifactById, findByClientId, findCollection, findMembership, latestMembership } from './find.ts';
import type { ArtifactId, ArtifactRow, CollectionId, CollectionRow } from './types.ts';

/** What a client says of a version that it is about to save. */
export interface NewArtifact {
  readonly projectId: ProjectRowId;
  readonly typeName: string;
  readonly collectionName: string;
  readonly digest: string;
  readonly run?: RunRow;
  readonly username: string;
  readonly description?: string;
  /** JSON text of an object. */
  readonly metadata?: string;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly historyStep?: number;
  readonly ttlS?: number;
  /** Names the client made up for this draft and for its collection. */
  readonly clientId?: string;
  readonly sequenceClientId?: string;
  /** Several processes write one version under this name. */
  readonly distributedId?: string;
  readonly isDeduplicated: boolean;
}

/** Wishes that wait for the commit. */
export interface CommitPlan {
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
}

/**
 * Begins a version, or finds the one that this request means: one with the same client id, a draft with the same
 * distributed id, or a committed version of the collection with the same digest, which then gets the aliases. It is noted as
 * the run's output. Errors: `input.invalid` when the collection holds another type.
 */
export function createArtifact(ctx: WriteContext, input: NewArtifact): ArtifactRow {
  const known = input.clientId === undefined ? undefined : findByClientId(ctx.db, input.clientId)?.artifactId;
  if (known !== undefined) return madeBy(ctx, known, input.run);
  const collection = ensureSequence(ctx, input);
  const found = sharedDraft(ctx, collection.id, input) ?? sameContent(ctx, collection.id, input);
  const id = found ?? insertArtifact(ctx, collection, input);
  rememberClientId(ctx, input.clientId, { artifactId: id });
  const artifact = madeBy(ctx, id, input.run);
  if (artifact.state === 'COMMITTED') carryOut(ctx, artifact, { aliases: input.aliases, tags: input.tags });
  return artifact;
}

/** Notes that a run made a version. One that came here without its maker (a reader was synced before it) gets it now. */
function madeBy(ctx: WriteContext, id: ArtifactId, run: RunRow | undefined): ArtifactRow {
  if (run !== undefined) {
    recordUse(ctx, run, id, 'output');
    prepared(ctx.db, 'UPDATE artifacts SET run_id = ? WHERE id = ? AND run_id IS NULL').run(run.id, id);
  }
  return artifactById(ctx, id);
}

/** Notes that a run made or read a version; the same again changes nothing. */
export function recordUse(
  ctx: WriteContext,
  run: RunRow,
  artifact: ArtifactId,
  direction: 'input' | 'output',
  usedAs?: string,
): void {
  const sql = `INSERT INTO artifact_uses (run_id, artifact_id, direction, used_as, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (run_id, direction, artifact_id) DO UPDATE SET used_as = coalesce(excluded.used_as, used_as)`;
  prepared(ctx.db, sql).run(run.id, artifact, direction, usedAs ?? null, ctx.now());
  emitRun(ctx, run, 'files');
  const found = findArtifactById(ctx.db, artifact);
  if (found?.state === 'COMMITTED') emitArtifacts(ctx, found.collectionId);
}

/** Gives a committed version the aliases and tags that its writer asked for. */
export function carryOut(ctx: WriteContext, artifact: ArtifactRow, plan: CommitPlan): void {
  const membership = findMembership(ctx.db, artifact.collectionId, artifact.id);
  if (membership === undefined) return;
  setAliases(ctx, membership, plan.aliases);
  const tag = prepared(ctx.db, 'INSERT INTO artifact_tags (artifact_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const name of plan.tags) tag.run(artifact.id, name);
}

export function artifactById(ctx: WriteContext, id: ArtifactId): ArtifactRow {
  const artifact = findArtifactById(ctx.db, id);
  if (artifact === undefined) throw new Error(`artifact ${id} vanished`);
  return artifact;
}

/** The type of a project, made when it is missing. */
export function ensureArtifactType(ctx: WriteContext, project: ProjectRowId, name: string): number {
  prepared(
    ctx.db,
    'INSERT INTO artifact_types (project_id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(project, name, ctx.now());
  const sql = 'SELECT id FROM artifact_types WHERE project_id = ? AND name = ?';
  return (prepared(ctx.db, sql).get(project, name) as { id: number }).id;
}

/** A collection of this name and kind, made when it is missing. Errors: `input.invalid` for another type or kind. */
export function ensureCollection(
  ctx: WriteContext,
  wanted: Pick<CollectionRow, 'projectId' | 'kind' | 'name' | 'typeName'>,
): CollectionRow {
  const known = findCollection(ctx.db, wanted.projectId, wanted.name);
  if (known !== undefined) {
    refuseOther('type', wanted.typeName, known.typeName, known.name);
    refuseOther('kind', wanted.kind, known.kind, known.name);
    return known;
  }
  if (wanted.name === '' || wanted.name.includes(':') || wanted.name.includes('/')) {
    throw new Problem('input.invalid', { field: 'collection', expected: 'a name without : and /', got: wanted.name });
  }
  prepared(
    ctx.db,
    `INSERT INTO artifact_collections (project_id, type_id, kind, name, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(
    wanted.projectId,
    ensureArtifactType(ctx, wanted.projectId, wanted.typeName),
    wanted.kind,
    wanted.name,
    ctx.now(),
    ctx.now(),
  );
  const made = findCollection(ctx.db, wanted.projectId, wanted.name);
  if (made === undefined) throw new Error(`collection ${wanted.name} vanished`);
  return made;
}

function refuseOther(what: string, wanted: string, found: string, name: string): void {
  if (wanted === found) return;
  throw new Problem('input.invalid', { field: `${what} of ${name}`, expected: found, got: wanted });
}

function ensureSequence(ctx: WriteContext, input: NewArtifact): CollectionRow {
  const collection = ensureCollection(ctx, {
    projectId: input.projectId,
    kind: 'sequence',
    name: input.collectionName,
    typeName: input.typeName,
  });
  rememberClientId(ctx, input.sequenceClientId, { collectionId: collection.id });
  return collection;
}

function rememberClientId(
  ctx: WriteContext,
  clientId: string | undefined,
  target: { readonly artifactId?: ArtifactId; readonly collectionId?: CollectionId },
): void {
  if (clientId === undefined || clientId === '') return;
  const sql = `INSERT INTO artifact_client_ids (client_id, artifact_id, collection_id) VALUES (?, ?, ?)
    ON CONFLICT (client_id) DO NOTHING`;
  prepared(ctx.db, sql).run(clientId, target.artifactId ?? null, target.collectionId ?? null);
}

function sharedDraft(ctx: WriteContext, collection: CollectionId, input: NewArtifact): ArtifactId | undefined {
  if (input.distributedId === undefined || input.distributedId === '') return undefined;
  const sql = `SELECT id FROM artifacts WHERE collection_id = ? AND distributed_id = ? AND state = 'PENDING'`;
  return (prepared(ctx.db, sql).get(collection, input.distributedId) as { id: ArtifactId } | undefined)?.id;
}

function sameContent(ctx: WriteContext, collection: CollectionId, input: NewArtifact): ArtifactId | undefined {
  if (!input.isDeduplicated) return undefined;
  const sql = `SELECT id FROM artifacts WHERE collection_id = ? AND digest = ? AND state = 'COMMITTED'
    ORDER BY version DESC LIMIT 1`;
  return (prepared(ctx.db, sql).get(collection, input.digest) as { id: ArtifactId } | undefined)?.id;
}

function insertArtifact(ctx: WriteContext, collection: CollectionRow, input: NewArtifact): ArtifactId {
  const plan: CommitPlan = { aliases: input.aliases, tags: input.tags };
  const made = prepared(
    ctx.db,
    `INSERT INTO artifacts (collection_id, state, digest, description, metadata_json, history_step, ttl_s, run_id, username,
       base_id, distributed_id, plan_json, created_at, updated_at)
     VALUES (?, 'PENDING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    collection.id,
    input.digest,
    input.description ?? null,
    input.metadata ?? '{}',
    input.historyStep ?? null,
    input.ttlS ?? -1,
    input.run?.id ?? null,
    input.username,
    latestMembership(ctx.db, collection.id)?.artifactId ?? null,
    input.distributedId === '' ? null : (input.distributedId ?? null),
    JSON.stringify(plan),
    ctx.now(),
    ctx.now(),
  );
  return Number(made.lastInsertRowid) as ArtifactId;
}
