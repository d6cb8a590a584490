import { type ArtifactTarget, artifactUrl, mediaTypeOf, signArtifactUrl, type UrlSigner } from '#host/files';
import {
  type ArtifactFileRow,
  artifactFiles,
  type ArtifactRow,
  type CollectionRow,
  findCollectionById,
  type ManifestRow,
} from '#host/store';
import { encodeId } from '../ids.ts';
import type { Scope } from '../scope.ts';
import { type PageArgs, pageOf, wireTime } from '../wire.ts';

export interface ArtifactFilesArgs extends PageArgs {
  readonly names?: readonly string[] | null;
}

/** The client pages by 5000 when it downloads. */
const DEFAULT_PAGE = 1000;

export function signerOf(scope: Scope): UrlSigner {
  return { baseUrl: scope.request.baseUrl, secret: scope.request.signingSecret, now: scope.now() };
}

/**
 * What a version holds as a page of `File`. References are among them, with their own address: the client downloads
 * what this list names, and follows references itself.
 */
export function artifactFilePage(scope: Scope, artifact: ArtifactRow, args: ArtifactFilesArgs): object {
  const { limit } = pageOf(args, DEFAULT_PAGE);
  const collection = findCollectionById(scope.db, artifact.collectionId);
  if (collection === undefined) throw new Error(`collection ${artifact.collectionId} vanished`);
  const names = args.names ?? undefined;
  const rows = artifactFiles(scope.db, artifact.id, {
    ...(names === undefined || names.length === 0 ? {} : { names }),
    ...(args.after === null || args.after === undefined ? {} : { after: Buffer.from(args.after, 'base64').toString() }),
    limit: limit + 1,
  });
  const edges = rows.slice(0, limit).map((row) => ({
    cursor: Buffer.from(row.path).toString('base64'),
    node: fileNode(scope, artifact, collection, row),
  }));
  const pageInfo = {
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? args.after ?? null,
    hasNextPage: rows.length > limit,
    hasPreviousPage: args.after !== null && args.after !== undefined,
  };
  return { edges, pageInfo, totalCount: artifact.fileCount };
}

function fileNode(scope: Scope, artifact: ArtifactRow, collection: CollectionRow, row: ArtifactFileRow): object {
  const target: ArtifactTarget = {
    kind: 'file',
    entity: collection.entity,
    project: collection.project,
    collection: collection.name,
    artifactId: row.birthId ?? artifact.id,
    digest: row.digest,
    path: row.path,
  };
  return {
    id: encodeId('ArtifactFile', artifact.id, row.path),
    name: row.path,
    displayName: row.path,
    url: () => row.ref ?? artifactUrl(scope.request.baseUrl, target),
    directUrl: () => row.ref ?? signArtifactUrl(signerOf(scope), 'get', target),
    uploadHeaders: [],
    sizeBytes: row.sizeBytes,
    mimetype: mediaTypeOf(row.path),
    createdAt: wireTime(artifact.createdAt),
    updatedAt: wireTime(artifact.updatedAt),
    md5: row.digest,
    digest: row.digest,
    storagePath: storagePath(row.birthId ?? artifact.id, row.path),
    artifact,
  };
}

export function storagePath(artifactId: number, name: string): string {
  return `artifact/${artifactId}/${name}`;
}

/** The manifest's file. Its upload address is made only when it is asked for. */
export function manifestFile(scope: Scope, manifest: ManifestRow): object {
  const target: ArtifactTarget = { kind: 'manifest', manifestId: manifest.id };
  return {
    id: encodeId('ManifestFile', manifest.id),
    name: manifest.name,
    displayName: manifest.name,
    url: () => artifactUrl(scope.request.baseUrl, target),
    directUrl: () => signArtifactUrl(signerOf(scope), 'get', target),
    uploadUrl: () => signArtifactUrl(signerOf(scope), 'put', target),
    uploadHeaders: [],
    mimetype: 'application/json',
    digest: manifest.digest,
    md5: manifest.digest,
  };
}
