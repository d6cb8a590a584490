import { createHmac, timingSafeEqual } from 'node:crypto';
import type { UnixMs } from '#shared/units';

/**
 * How long a signed address is good, in milliseconds (30 days): a client that lost us keeps trying for a week, and an
 * upload refused with 403 is lost silently (protocol 13.3).
 */
export const SIGNED_URL_LIFE_MS = 30 * 24 * 3600 * 1000;

/** What an address gives: to put bytes, or to get them. */
export type FileAction = 'put' | 'get';

/** What a token is made with and tested against. */
export interface TokenKey {
  readonly secret: string;
  readonly now: UnixMs;
}

/** The part of an address that signs it; `undefined` where the request had none. */
export interface TokenQuery {
  readonly expires?: string | undefined;
  readonly token?: string | undefined;
}

/** The query of an address that is good from now on for `subject`: a list of texts that says for what. */
export function signedQuery(key: TokenKey, subject: readonly string[]): string {
  const expires = key.now + SIGNED_URL_LIFE_MS;
  return `expires=${expires}&token=${tokenFor(key.secret, subject, expires)}`;
}

/** True when the token was made for this subject and its time is not over. Compares in constant time. */
export function isSignedFor(key: TokenKey, subject: readonly string[], query: TokenQuery): boolean {
  if (query.token === undefined || !/^\d{1,16}$/.test(query.expires ?? '')) return false;
  const expires = Number(query.expires);
  const wanted = Buffer.from(tokenFor(key.secret, subject, expires));
  const given = Buffer.from(query.token);
  return given.length === wanted.length && timingSafeEqual(given, wanted) && key.now <= expires;
}

function tokenFor(secret: string, subject: readonly string[], expires: number): string {
  // JSON keeps the parts apart whatever characters they hold.
  return createHmac('sha256', secret)
    .update(JSON.stringify([...subject, expires]))
    .digest('base64url');
}
