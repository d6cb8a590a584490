import {
  announceArtifactFile,
  commitArtifact,
  createArtifact,
  decodeArtifactId,
  encodeArtifactId,
  findArtifactById,
  findByClientId,
  findCollectionById,
  findRunById,
  latestMembership,
  type ManifestId,
  putManifest,
  recordUse,
  type RunRow,
  type ArtifactId,
  type WriteContext,
} from '#host/store';
import { Problem } from '#shared/errors';
import type { ProjectRowId } from '#shared/units';
import { isJsonObject, type JsonValue, parseExtended, stringifyExtended } from '#shared/wire';
import type { LogArtifact, LogArtifactEntry, LogUse } from '#sdk/journal';
import { importById } from './rows.ts';

export interface BegunArtifact {
  readonly artifactId: ArtifactId;
  /** Nothing more to do: this version is here. */
  readonly isCommitted: boolean;
  /** Paths of entries whose bytes have to be sent. */
  readonly wanted: readonly string[];
  /** Text of the manifest that goes with them. */
  readonly manifest: string;
  readonly manifestId?: ManifestId;
}

const MANIFESTS = {
  FULL: 'wandb_manifest.json',
  INCREMENTAL: 'wandb_manifest.incremental.json',
  PATCH: 'wandb_manifest.patch.json',
} as const;

const CLIENT_ARTIFACT = /^wandb-client-artifact:\/\/([^/:]+)(:latest)?\/(.*)$/s;

/**
 * Begins a version that a log tells of, as the client does: draft, announced files, manifest. The bytes and the manifest
 * are sent by the caller, then `handleCommitArtifact` makes it whole. A version that is here is only noted for the run.
 * Errors: `input.invalid` for another type in the collection; `run.unknown` when the run is gone.
 */
export function handleBeginArtifact(
  ctx: WriteContext,
  args: { readonly id: number; readonly username: string; readonly artifact: LogArtifact },
): BegunArtifact {
  const { artifact, username } = args;
  const row = importById(ctx.db, args.id);
  const run = row.runId === undefined ? undefined : findRunById(ctx.db, row.runId);
  if (run === undefined) throw new Problem('run.unknown', { entity: '', project: '', run: '' });
  return beginVersion(ctx, { projectId: run.projectId, run, username, artifact });
}

/** As `handleBeginArtifact`, in any project and for any run or none. */
export function beginVersion(
  ctx: WriteContext,
  args: {
    readonly projectId: ProjectRowId;
    readonly run?: RunRow;
    readonly username: string;
    readonly historyStep?: number;
    readonly artifact: LogArtifact;
  },
): BegunArtifact {
  const { artifact: log, run, historyStep } = args;
  const type = log.isIncremental ? 'INCREMENTAL' : log.distributedId === undefined ? 'FULL' : 'PATCH';
  const artifact = createArtifact(ctx, {
    projectId: args.projectId,
    typeName: log.typeName,
    collectionName: log.name,
    digest: log.digest,
    username: args.username,
    aliases: log.aliases,
    tags: log.tags,
    isDeduplicated: true,
    ...(run === undefined ? {} : { run }),
    ...(historyStep === undefined ? {} : { historyStep }),
    ...(log.description === undefined ? {} : { description: log.description }),
    ...(log.metadata === undefined ? {} : { metadata: log.metadata }),
    ...(log.ttlS === undefined ? {} : { ttlS: log.ttlS }),
    ...(log.clientId === undefined ? {} : { clientId: log.clientId }),
    ...(log.sequenceClientId === undefined ? {} : { sequenceClientId: log.sequenceClientId }),
    ...(log.distributedId === undefined ? {} : { distributedId: log.distributedId }),
  });
  if (artifact.state !== 'PENDING') return { artifactId: artifact.id, isCommitted: true, wanted: [], manifest: '' };
  const contents: string[] = [];
  const wanted: string[] = [];
  for (const entry of log.entries) {
    const birth = entry.ref === undefined ? announce(ctx, artifact, entry, wanted) : undefined;
    contents.push(`${JSON.stringify(entry.path)}:${entryText(ctx, entry, birth)}`);
  }
  const manifest = putManifest(ctx, { artifactId: artifact.id, name: MANIFESTS[type], type, digest: '' });
  const head = '{"version":1,"storagePolicy":"wandb-storage-policy-v1","storagePolicyConfig":{"storageLayout":"V2"}';
  const text = `${head},"contents":{${contents.join(',')}}}`;
  return { artifactId: artifact.id, isCommitted: false, wanted, manifest: text, manifestId: manifest.id };
}

/** Makes a begun version whole. Errors: `input.invalid` names files that are not here. */
export function handleCommitArtifact(
  ctx: WriteContext,
  args: { readonly id: number; readonly artifactId: ArtifactId; readonly isFinal: boolean; readonly isUsed: boolean },
): void {
  const artifact = findArtifactById(ctx.db, args.artifactId);
  const { runId } = importById(ctx.db, args.id);
  const run = runId === undefined ? undefined : findRunById(ctx.db, runId);
  if (artifact === undefined || run === undefined) return;
  if (args.isFinal) commitArtifact(ctx, artifact);
  if (args.isUsed) recordUse(ctx, run, artifact.id, 'input');
  ctx.emit({ kind: 'project', path: { entity: run.entity, project: run.project }, aspects: ['artifacts'] });
}

/** Notes that the run read an artifact, if that is here. Returns false when it is not. */
export function handleUseArtifact(ctx: WriteContext, args: { readonly id: number; readonly use: LogUse }): boolean {
  const { runId } = importById(ctx.db, args.id);
  const run = runId === undefined ? undefined : findRunById(ctx.db, runId);
  const artifactId = decodeArtifactId(args.use.id);
  const artifact = artifactId === undefined ? undefined : findArtifactById(ctx.db, artifactId);
  if (run === undefined || artifact === undefined) return false;
  // The id may be one of another server.
  const collection = findCollectionById(ctx.db, artifact.collectionId);
  const name = args.use.name.split('/').at(-1)?.split(':')[0];
  if (collection === undefined || collection.typeName !== args.use.type || collection.name !== name) return false;
  recordUse(ctx, run, artifact.id, 'input');
  return true;
}

function announce(
  ctx: WriteContext,
  artifact: Parameters<typeof announceArtifactFile>[1],
  entry: LogArtifactEntry,
  wanted: string[],
): ArtifactId | undefined {
  if (entry.birthArtifactId !== undefined) return undefined;
  const { birthId, isStored } = announceArtifactFile(ctx, artifact, { name: entry.path, digest: entry.digest });
  if (!isStored) wanted.push(entry.path);
  return birthId;
}

/** An entry as the core writes it; a reference to another draft of this log becomes one to the version it became. */
function entryText(ctx: WriteContext, entry: LogArtifactEntry, birth: ArtifactId | undefined): string {
  const birthId = birth === undefined ? entry.birthArtifactId : encodeArtifactId(birth);
  return stringifyExtended({
    digest: entry.digest,
    ...(birthId === undefined ? {} : { birthArtifactID: birthId }),
    ...(entry.ref === undefined ? {} : { ref: resolved(ctx, entry.ref) }),
    ...(entry.extra === undefined ? {} : { extra: readExtra(entry.extra) }),
    size: entry.sizeBytes,
  });
}

function readExtra(text: string): JsonValue {
  const value = parseExtended(text);
  return isJsonObject(value) ? value : {};
}

function resolved(ctx: WriteContext, ref: string): string {
  const [, clientId, latest, path] = CLIENT_ARTIFACT.exec(ref) ?? [];
  if (clientId === undefined) return ref;
  const known = findByClientId(ctx.db, clientId);
  const collection = known?.collectionId;
  const newest = latest !== undefined && collection !== undefined ? latestMembership(ctx.db, collection) : undefined;
  const id = newest?.artifactId ?? known?.artifactId;
  if (id === undefined) return ref;
  return `wandb-artifact://${Buffer.from(encodeArtifactId(id), 'base64').toString('hex')}/${path}`;
}
