import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RunPath, UnixMs } from '#shared/units';
import { encodeFileName } from './names.ts';

/** What an address gives: to put the bytes of one file of one run, or to get them. */
export type FileAction = 'put' | 'get';

/** One file of one run; `name` is normalised (see normaliseFileName). */
export interface FileTarget {
  readonly path: RunPath;
  readonly name: string;
}

/** What signing needs; made by the main thread and handed to the threads that run resolvers. */
export interface UrlSigner {
  /** `http://127.0.0.1:8080`, from the request (`request.baseUrl`). */
  readonly baseUrl: string;
  readonly secret: string;
  readonly now: UnixMs;
}

/**
 * How long a signed address is good, in milliseconds (30 days): a client that lost us keeps trying for a week, and an
 * upload refused with 403 is lost silently (protocol 13.3).
 */
export const SIGNED_URL_LIFE_MS = 30 * 24 * 3600 * 1000;

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
  const expires = signer.now + SIGNED_URL_LIFE_MS;
  const token = tokenFor(signer.secret, action, target, expires);
  return `${fileUrl(signer.baseUrl, target)}?expires=${expires}&token=${token}`;
}

/** True when `token` was made for this action and file and its time is not over. Compares in constant time. */
export function isTokenValid(
  key: { readonly secret: string; readonly now: UnixMs },
  action: FileAction,
  target: FileTarget,
  query: { readonly expires?: string | undefined; readonly token?: string | undefined },
): boolean {
  if (query.token === undefined || !/^\d{1,16}$/.test(query.expires ?? '')) return false;
  const expires = Number(query.expires);
  const wanted = Buffer.from(tokenFor(key.secret, action, target, expires));
  const given = Buffer.from(query.token);
  return given.length === wanted.length && timingSafeEqual(given, wanted) && key.now <= expires;
}

function tokenFor(secret: string, action: FileAction, target: FileTarget, expires: number): string {
  const { entity, project, run } = target.path;
  // JSON keeps the parts apart whatever characters they hold.
  const text = JSON.stringify(['run-file', action, entity, project, run, target.name, expires]);
  return createHmac('sha256', secret).update(text).digest('base64url');
}
