import { expect, test } from 'vitest';
import type { UnixMs } from '#shared/units';
import { isTokenValid, signDownload, signUpload, type FileTarget } from './sign.ts';
import { SIGNED_URL_LIFE_MS, type FileAction } from './token.ts';

const now = Date.UTC(2026, 0, 1) as UnixMs;
const secret = 'a secret of the host';
const target: FileTarget = { path: { entity: 'ada', project: 'a/b ü', run: 'r1' }, name: 'media/x y%.png' };

function check(
  url: string,
  action: FileAction,
  other: Partial<FileTarget> = {},
  at: number = now,
  key = secret,
): boolean {
  const query = Object.fromEntries(new URL(url).searchParams);
  return isTokenValid({ secret: key, now: at as UnixMs }, action, { ...target, ...other }, query);
}

test('an upload address is absolute, encoded once, and good for its one file', () => {
  const url = signUpload({ baseUrl: 'http://127.0.0.1:8080', secret, now }, target);
  expect(url).toMatch(
    /^http:\/\/127\.0\.0\.1:8080\/files\/ada\/a%2Fb%20%C3%BC\/r1\/media\/x%20y%25\.png\?expires=\d+&token=/,
  );
  expect(check(url, 'put')).toBe(true);
  expect(check(url, 'get')).toBe(false);
  expect(check(url, 'put', { name: 'media/other.png' })).toBe(false);
  expect(check(url, 'put', { path: { ...target.path, run: 'r2' } })).toBe(false);
  expect(check(url, 'put', {}, now, 'another secret')).toBe(false);
  expect(check(url.replace(/expires=\d+/, `expires=${now * 2}`), 'put')).toBe(false);
});

test('addresses live for weeks, so that a client that lost us can still upload, and then end', () => {
  const url = signDownload({ baseUrl: 'http://h', secret, now }, target);
  expect(check(url, 'get', {}, now + SIGNED_URL_LIFE_MS)).toBe(true);
  expect(check(url, 'get', {}, now + SIGNED_URL_LIFE_MS + 1)).toBe(false);
});
