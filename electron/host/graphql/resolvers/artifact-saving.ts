import { type ArtifactTarget, normaliseFileName, signArtifactUrl } from '#host/files';
import {
  announceArtifactFile,
  type ArtifactRow,
  changeManifest,
  commitArtifact,
  createArtifact,
  decodeArtifactId,
  ensureProject,
  findArtifactById,
  findManifest,
  findRun,
  type ManifestId,
  type ManifestType,
  putManifest,
  recordUse,
  type RunRow,
} from '#host/store';
import { Problem } from '#shared/errors';
import { decodeId, encodeId } from '../ids.ts';
import { type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { given, pageFrom } from '../wire.ts';
import { signerOf, storagePath } from './artifact-files.ts';
import { projectPathOf } from './projects.ts';
import { runAtPath } from './run-edits.ts';

type Optional<T> = T | null | undefined;

interface CreateArtifactInput {
  readonly entityName?: Optional<string>;
  readonly projectName: string;
  readonly artifactTypeName: string;
  readonly artifactCollectionName?: Optional<string>;
  readonly artifactCollectionNames?: Optional<readonly string[]>;
  readonly runName?: Optional<string>;
  readonly digest: string;
  readonly description?: Optional<string>;
  readonly aliases?: Optional<readonly { readonly alias: string }[]>;
  readonly tags?: Optional<readonly { readonly tagName: string }[]>;
  readonly metadata?: Optional<string>;
  readonly ttlDurationSeconds?: Optional<number>;
  readonly historyStep?: Optional<number>;
  readonly enableDigestDeduplication?: Optional<boolean>;
  readonly distributedID?: Optional<string>;
  readonly clientID?: Optional<string>;
  readonly sequenceClientID?: Optional<string>;
}

interface ManifestInput {
  readonly artifactID: string;
  readonly baseArtifactID?: Optional<string>;
  readonly name: string;
  readonly digest: string;
  readonly type?: Optional<ManifestType>;
  readonly runName?: Optional<string>;
}

interface ManifestUpdate {
  readonly artifactManifestID: string;
  readonly digest?: Optional<string>;
  readonly baseArtifactID?: Optional<string>;
}

interface FileSpec {
  readonly artifactID: string;
  readonly name: string;
  readonly md5: string;
  readonly mimetype?: Optional<string>;
}

interface UseArtifactInput {
  readonly artifactID: string;
  readonly entityName?: Optional<string>;
  readonly projectName?: Optional<string>;
  readonly runName: string;
  readonly usedAs?: Optional<string>;
}

export const artifactSavingResolvers: ResolverMap = {
  Mutation: {
    createArtifact: (_: unknown, args: { input: CreateArtifactInput }, scope) => ({
      artifact: begin(scope, args.input),
    }),
    createArtifactManifest: (_: unknown, args: { input: ManifestInput }, scope) => ({
      artifactManifest: putManifest(writeOf(scope), {
        artifactId: artifactById(scope, args.input.artifactID).id,
        name: args.input.name,
        type: args.input.type ?? 'FULL',
        digest: args.input.digest,
        writer: args.input.runName ?? '',
        ...baseOf(args.input.baseArtifactID),
      }),
    }),
    updateArtifactManifest: (_: unknown, args: { input: ManifestUpdate }, scope) => ({
      artifactManifest: updateManifest(scope, args.input),
    }),
    createArtifactFiles: (_: unknown, args: { input: { artifactFiles: readonly FileSpec[] } }, scope) => {
      const nodes = args.input.artifactFiles.map((spec) => announce(scope, spec));
      return { files: { ...pageFrom(nodes, { first: nodes.length }), totalCount: nodes.length, uploadHeaders: [] } };
    },
    commitArtifact: (_: unknown, args: { input: { artifactID: string } }, scope) => ({
      artifact: commitArtifact(writeOf(scope), artifactById(scope, args.input.artifactID)),
    }),
    useArtifact: (_: unknown, args: { input: UseArtifactInput }, scope) => {
      const artifact = artifactById(scope, args.input.artifactID);
      const run = runAtPath(scope, args.input);
      recordUse(writeOf(scope), run, artifact.id, 'input', given(args.input.usedAs));
      return { artifact };
    },
  },
};

/** The artifact with this id. Errors: `input.invalid` when there is none. */
export function artifactById(scope: Scope, id: string): ArtifactRow {
  const rowId = decodeArtifactId(id);
  const artifact = rowId === undefined ? undefined : findArtifactById(scope.db, rowId);
  if (artifact !== undefined) return artifact;
  throw new Problem('input.invalid', { field: 'artifactID', expected: 'the id of an artifact', got: id });
}

function begin(scope: Scope, input: CreateArtifactInput): ArtifactRow {
  const ctx = writeOf(scope);
  const path = projectPathOf(scope, { entityName: input.entityName, name: input.projectName });
  const { project } = ensureProject(ctx, path);
  const collectionName = input.artifactCollectionName ?? input.artifactCollectionNames?.[0];
  if (collectionName === undefined) {
    throw new Problem('input.invalid', { field: 'artifactCollectionName', expected: 'a name', got: 'nothing' });
  }
  const texts = {
    description: given(input.description),
    metadata: given(input.metadata),
    clientId: given(input.clientID),
    sequenceClientId: given(input.sequenceClientID),
    distributedId: given(input.distributedID),
  };
  const numbers = { historyStep: given(input.historyStep), ttlS: given(input.ttlDurationSeconds) };
  const run = creatorOf(scope, path, input.runName);
  return createArtifact(ctx, {
    projectId: project.id,
    typeName: input.artifactTypeName,
    collectionName,
    digest: input.digest,
    username: scope.request.username,
    aliases: (input.aliases ?? []).map((item) => item.alias),
    tags: (input.tags ?? []).map((item) => item.tagName),
    isDeduplicated: input.enableDigestDeduplication ?? false,
    ...(run === undefined ? {} : { run }),
    ...withoutUndefined(texts),
    ...withoutUndefined(numbers),
  });
}

function creatorOf(
  scope: Scope,
  path: { readonly entity: string; readonly project: string },
  name: Optional<string>,
): RunRow | undefined {
  if (name === null || name === undefined || name === '') return undefined;
  const run = findRun(scope.db, { ...path, run: name });
  if (run === undefined) throw new Problem('run.unknown', { ...path, run: name });
  return run;
}

function updateManifest(scope: Scope, input: ManifestUpdate): object {
  const parts = decodeId('Manifest', input.artifactManifestID);
  const manifest = parts === undefined ? undefined : findManifest(scope.db, parts.rowId as ManifestId);
  if (manifest === undefined) {
    const got = input.artifactManifestID;
    throw new Problem('input.invalid', { field: 'artifactManifestID', expected: 'the id of a manifest', got });
  }
  const digest = given(input.digest);
  return changeManifest(writeOf(scope), manifest, {
    ...(digest === undefined ? {} : { digest }),
    ...baseOf(input.baseArtifactID),
  });
}

/** A file to be sent: its address is null when its bytes are here already. */
function announce(scope: Scope, spec: FileSpec): object {
  const artifact = artifactById(scope, spec.artifactID);
  // Refuses names that would leave a folder; the manifest's own spelling is what counts otherwise.
  normaliseFileName(spec.name);
  const { birthId, isStored } = announceArtifactFile(writeOf(scope), artifact, { name: spec.name, digest: spec.md5 });
  const target: ArtifactTarget = { kind: 'upload', artifactId: artifact.id, name: spec.name };
  return {
    id: encodeId('ArtifactFile', artifact.id, spec.name),
    name: spec.name,
    displayName: spec.name,
    storagePath: storagePath(birthId, spec.name),
    uploadUrl: isStored ? null : () => signArtifactUrl(signerOf(scope), 'put', target),
    // No blank after the colon: old clients would send it as part of the value.
    uploadHeaders: [`Content-MD5:${spec.md5}`],
    uploadMultipartUrls: null,
    md5: spec.md5,
    digest: spec.md5,
    artifact: birthId === artifact.id ? artifact : findArtifactById(scope.db, birthId),
  };
}

function baseOf(id: Optional<string>): { readonly baseId?: NonNullable<ReturnType<typeof decodeArtifactId>> } {
  const baseId = typeof id === 'string' ? decodeArtifactId(id) : undefined;
  return baseId === undefined ? {} : { baseId };
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
