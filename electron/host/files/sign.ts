import type { RunPath } from '#shared/units';
import { encodeFileName } from './names.ts';
import { type FileAction, isSignedFor, signedQuery, type TokenKey, type TokenQuery } from './token.ts';

/** One file of one run; `name` is normalised (see normaliseFileName). */
export interface FileTarget {
  readonly path: RunPath;
  readonly name: string;
}

/** What signing needs; made by the main thread and handed to the threads that run resolvers. */
export interface UrlSigner extends TokenKey {
  /** `http://127.0.0.1:8080`, from the request (`request.baseUrl`). */
  readonly baseUrl: string;
}

/** Absolute address of a run file, without a signature: reading it needs a trusted peer or the key. */
export function fileUrl(baseUrl: string, target: FileTarget): string {
  const { entity, project, run } = target.path;
  const folder = [entity, project, run].map(encodeURIComponent).join('/');
  return `${baseUrl}/files/${folder}/${encodeFileName(target.name)}`;
}

/** Absolute address that takes one PUT after another for this file, from anybody who holds it. */
export function signUpload(signer: UrlSigner, target: FileTarget): string {
  return signed(signer, 'put', target);
}

/** Absolute address from which anybody who holds it can read this file (the client sends no key to `directUrl`). */
export function signDownload(signer: UrlSigner, target: FileTarget): string {
  return signed(signer, 'get', target);
}

function signed(signer: UrlSigner, action: FileAction, target: FileTarget): string {
  return `${fileUrl(signer.baseUrl, target)}?${signedQuery(signer, subjectOf(action, target))}`;
}

/** True when the query was signed for this action and file and its time is not over. */
export function isTokenValid(key: TokenKey, action: FileAction, target: FileTarget, query: TokenQuery): boolean {
  return isSignedFor(key, subjectOf(action, target), query);
}

function subjectOf(action: FileAction, { path, name }: FileTarget): string[] {
  return ['run-file', action, path.entity, path.project, path.run, name];
}
