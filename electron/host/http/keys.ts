import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { UnixMs } from '#shared/units';

/** What a request shows to prove who sends it. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'unreadable' };

/** Reads the Authorization header: `Basic base64(user:KEY)` or `Bearer KEY`. An empty key counts as none. */
export function readCredential(authorization: string | undefined): Credential {
  if (authorization === undefined || authorization.trim() === '') return { kind: 'none' };
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) return value === '' ? { kind: 'none' } : { kind: 'bearer', token: value };
  if (!/^basic$/i.test(scheme)) return { kind: 'unreadable' };
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return { kind: 'unreadable' };
  const key = text.slice(colon + 1);
  return key === '' ? { kind: 'none' } : { kind: 'key', key };
}

/** True when the client would take `key` as a key: an optional `prefix-`, then 40 characters or more (protocol 1.3). */
export function hasKeyShape(key: string): boolean {
  return /^[A-Za-z0-9_-]{40,512}$/.test(key);
}

/** Compares without telling by its duration how much was right. */
export function isSameSecret(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** How long a browser stays signed in, milliseconds. */
export const SESSION_LIFE_MS = 30 * 24 * 3600 * 1000;

export interface SessionSecrets {
  readonly signingSecret: string;
  readonly apiKey: string;
}

/** Cookies are shared by all ports of one machine, so that each data directory has a cookie of its own name. */
export function sessionCookieName(secrets: SessionSecrets): string {
  return `taffrail-${createHash('sha256').update(secrets.signingSecret).digest('hex').slice(0, 12)}`;
}

/** The value of a session cookie: when it ends, and a seal that only this host can make. A new key ends all sessions. */
export function makeSessionToken(secrets: SessionSecrets, now: UnixMs): string {
  const expires = now + SESSION_LIFE_MS;
  return `${expires}.${sealSession(secrets, expires)}`;
}

export function isSessionTokenValid(token: string, secrets: SessionSecrets, now: UnixMs): boolean {
  const [expires = '', seal = ''] = token.split('.', 2);
  if (!/^\d{1,16}$/.test(expires)) return false;
  return isSameSecret(seal, sealSession(secrets, Number(expires))) && now <= Number(expires);
}

/** One cookie's value from a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}

function sealSession(secrets: SessionSecrets, expires: number): string {
  const key = `${secrets.signingSecret}\n${secrets.apiKey}`;
  return createHmac('sha256', key).update(`session ${expires}`).digest('base64url');
}
