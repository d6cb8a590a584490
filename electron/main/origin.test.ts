import { expect, test } from 'vitest';
import { isAllowedRequest, isSameOrigin, isWebLink } from './origin.ts';

const HOST = 'http://127.0.0.1:8080';

test('only the exact origin counts as our own', () => {
  expect(isSameOrigin('http://127.0.0.1:8080/ada/digits', HOST)).toBe(true);
  for (const other of [
    'http://127.0.0.1:8081/',
    'https://127.0.0.1:8080/',
    'http://127.0.0.1:8080.evil.example/',
    'http://127.0.0.1:8080@evil.example/',
    'http://localhost:8080/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not an address',
  ]) {
    expect(isSameOrigin(other, HOST), other).toBe(false);
  }
});

test('the window asks nobody but the host', () => {
  expect(isAllowedRequest(`${HOST}/api/events`, HOST)).toBe(true);
  expect(isAllowedRequest('data:image/png;base64,AA==', HOST)).toBe(true);
  expect(isAllowedRequest('https://example.com/font.woff2', HOST)).toBe(false);
  expect(isAllowedRequest('ws://127.0.0.1:8080/', HOST)).toBe(false);
  expect(isAllowedRequest('file:///etc/passwd', HOST)).toBe(false);
  expect(isAllowedRequest(`${HOST}/`, undefined)).toBe(false);
});

test('only plain web and mail links leave the window', () => {
  expect(isWebLink('https://github.com/ada/digits')).toBe(true);
  expect(isWebLink('mailto:ada@example.com')).toBe(true);
  for (const bad of [
    'http://example.com',
    'file:///etc/passwd',
    'smb://host/share',
    'https://user:pw@example.com',
    'x',
  ])
    expect(isWebLink(bad), bad).toBe(false);
});
