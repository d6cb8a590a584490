import { type ArtifactId, encodeArtifactId, type ManifestId } from '#host/store';
import { encodeFileName } from './names.ts';
import type { UrlSigner } from './sign.ts';
import { type FileAction, isSignedFor, signedQuery, type TokenKey, type TokenQuery } from './token.ts';

/** Something of an artifact that has an address. */
export type ArtifactTarget =
  /** A file on its way up: `name` is its path in the manifest. */
  | { readonly kind: 'upload'; readonly artifactId: ArtifactId; readonly name: string }
  | { readonly kind: 'manifest'; readonly manifestId: ManifestId }
  /** A stored file; `digest` is the base64 MD5, as manifests have it. */
  | {
      readonly kind: 'file';
      readonly entity: string;
      readonly project: string;
      readonly collection: string;
      readonly artifactId: ArtifactId;
      readonly digest: string;
      readonly path: string;
    };

/**
 * The path of an address. That of a stored file is the client's own convention, which it uses without asking:
 * `/artifactsV2/default/<entity>/<project>/<collection>/<artifact>/<md5 in hex>/<last part of the path>`.
 * Source: the client's wandb_storage_policy.py; protocol 6.6.
 */
function pathOfTarget(target: ArtifactTarget): string {
  if (target.kind === 'upload') return `/artifact-uploads/${target.artifactId}/${encodeFileName(target.name)}`;
  if (target.kind === 'manifest') return `/artifact-manifests/${target.manifestId}`;
  const owner = [target.entity, target.project, target.collection, encodeArtifactId(target.artifactId)];
  const hex = Buffer.from(target.digest, 'base64').toString('hex');
  const base = target.path.split('/').at(-1) ?? target.path;
  return `/artifactsV2/default/${[...owner, hex, base].map(encodeURIComponent).join('/')}`;
}

/** Absolute address that needs a trusted peer or the key. */
export function artifactUrl(baseUrl: string, target: ArtifactTarget): string {
  return `${baseUrl}${pathOfTarget(target)}`;
}

/** Absolute address that is good by itself for 30 days: for `put` takes bytes, for `get` gives them. */
export function signArtifactUrl(signer: UrlSigner, action: FileAction, target: ArtifactTarget): string {
  const path = pathOfTarget(target);
  return `${signer.baseUrl}${path}?${signedQuery(signer, ['artifact', action, path])}`;
}

/** True when the token was made for this action and path (as it stands in the request) and its time is not over. */
export function isArtifactTokenValid(key: TokenKey, action: FileAction, path: string, query: TokenQuery): boolean {
  return isSignedFor(key, ['artifact', action, canonical(path)], query);
}

/** Clients encode some characters that we leave as they are, or the other way round; the token is over what is meant. */
function canonical(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
    .join('/');
}
