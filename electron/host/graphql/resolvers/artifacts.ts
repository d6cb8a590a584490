import {
  type ArtifactRow,
  artifactsOfRun,
  decodeArtifactId,
  encodeArtifactId,
  findArtifactById,
  findByClientId,
  findCollectionById,
  findRunById,
  type ManifestRow,
  manifestsOf,
  membershipsOfArtifact,
  type RunRow,
  runsUsing,
  tagsOfArtifact,
} from '#host/store';
import { encodeId } from '../ids.ts';
import type { ResolverMap, Scope } from '../scope.ts';
import { pageFrom, type PageArgs, wireTime } from '../wire.ts';
import { artifactFilePage, type ArtifactFilesArgs, manifestFile } from './artifact-files.ts';
import { type AliasNode, aliasNodes, tagNode } from './artifact-collections.ts';

export const artifactResolvers: ResolverMap = {
  Query: {
    artifact: (_: unknown, args: { id: string }, scope) => {
      const id = decodeArtifactId(args.id);
      return id === undefined ? null : (findArtifactById(scope.db, id) ?? null);
    },
    clientIDMapping: (_: unknown, args: { clientID: string }, scope) => {
      const id = findByClientId(scope.db, args.clientID)?.artifactId;
      return id === undefined ? null : { serverID: encodeArtifactId(id) };
    },
  },
  Run: {
    outputArtifacts: (run: RunRow, args: PageArgs, scope) => pageOfArtifacts(scope, run, 'output', args),
    inputArtifacts: (run: RunRow, args: PageArgs, scope) => pageOfArtifacts(scope, run, 'input', args),
  },
  Artifact: {
    id: (artifact: ArtifactRow) => encodeArtifactId(artifact.id),
    artifactSequence: sequenceOf,
    artifactType: (artifact: ArtifactRow, _: unknown, scope) => {
      const sequence = sequenceOf(artifact, _, scope);
      return { projectId: sequence.projectId, name: sequence.typeName };
    },
    versionIndex: (artifact: ArtifactRow) => artifact.version,
    digestAlgorithm: () => 'MANIFEST_MD5',
    commitHash: (artifact: ArtifactRow) => (artifact.state === 'COMMITTED' ? encodeId('Commit', artifact.id) : null),
    ttlDurationSeconds: (artifact: ArtifactRow) => artifact.ttlS,
    ttlIsInherited: (artifact: ArtifactRow) => artifact.ttlS === -1,
    tags: (artifact: ArtifactRow, _: unknown, scope) => tagsOfArtifact(scope.db, artifact.id).map(tagNode),
    aliases: (artifact: ArtifactRow, _: unknown, scope) =>
      membershipsOfArtifact(scope.db, artifact.id).flatMap((membership) => aliasNodes(scope, membership)),
    size: (artifact: ArtifactRow) => artifact.sizeBytes,
    createdAt: (artifact: ArtifactRow) => wireTime(artifact.createdAt),
    updatedAt: (artifact: ArtifactRow) => wireTime(artifact.updatedAt),
    currentManifest: (artifact: ArtifactRow, _: unknown, scope) =>
      manifestsOf(scope.db, artifact.id).findLast((manifest) => manifest.isUploaded) ?? null,
    files: (artifact: ArtifactRow, args: ArtifactFilesArgs, scope) => artifactFilePage(scope, artifact, args),
    filesByManifestEntries: (
      artifact: ArtifactRow,
      args: PageArgs & { entries?: readonly { name?: string | null }[] | null },
      scope,
    ) => {
      const names = (args.entries ?? []).flatMap((entry) => entry.name ?? []);
      return artifactFilePage(scope, artifact, { ...args, names });
    },
    artifactMemberships: (artifact: ArtifactRow, args: PageArgs, scope) => {
      const memberships = membershipsOfArtifact(scope.db, artifact.id);
      return { totalCount: memberships.length, ...pageFrom(memberships, args) };
    },
    createdBy: (artifact: ArtifactRow, _: unknown, scope) =>
      (artifact.runId === undefined ? undefined : findRunById(scope.db, artifact.runId)) ?? {
        username: artifact.username,
      },
    usedBy: (artifact: ArtifactRow, args: PageArgs, scope) => {
      const runs = runsUsing(scope.db, artifact.id).flatMap((id) => findRunById(scope.db, id) ?? []);
      return { totalCount: runs.length, ...pageFrom(runs, args) };
    },
  },
  ArtifactManifest: {
    id: (manifest: ManifestRow) => encodeId('Manifest', manifest.id),
    file: (manifest: ManifestRow, _: unknown, scope) => manifestFile(scope, manifest),
  },
  ArtifactAlias: {
    artifactCollection: (alias: AliasNode, _: unknown, scope) => findCollectionById(scope.db, alias.collectionId),
  },
};

/** Which type stands behind `createdBy`. */
export function creatorType(creator: object): string {
  return 'displayName' in creator ? 'Run' : 'User';
}

function sequenceOf(
  artifact: ArtifactRow,
  _: unknown,
  scope: Scope,
): NonNullable<ReturnType<typeof findCollectionById>> {
  const sequence = findCollectionById(scope.db, artifact.collectionId);
  if (sequence === undefined) throw new Error(`collection ${artifact.collectionId} vanished`);
  return sequence;
}

function pageOfArtifacts(scope: Scope, run: RunRow, direction: 'input' | 'output', args: PageArgs): object {
  const artifacts = artifactsOfRun(scope.db, run.id, direction);
  return { totalCount: artifacts.length, ...pageFrom(artifacts, args) };
}
