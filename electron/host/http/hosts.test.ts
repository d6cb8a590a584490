import { expect, test } from 'vitest';
import { isHostAllowed, isOriginAllowed, type HostRules } from './hosts.ts';

const LOCAL: HostRules = { bindHost: '127.0.0.1', machineName: 'ship', extraHosts: ['tracker.lan'], extraOrigins: [] };
const WIDE: HostRules = { ...LOCAL, bindHost: '0.0.0.0' };

test.each([
  ['localhost:8080', true, true],
  ['127.0.0.1', true, true],
  ['[::1]:9000', true, true],
  ['taffrail.localhost:8080', true, true],
  ['LOCALHOST', true, true],
  ['tracker.lan:443', true, true],
  ['192.168.1.5:8080', false, true],
  ['[fe80::1]:8080', false, true],
  ['ship:8080', false, true],
  ['ship.local:8080', false, true],
  ['evil.example', false, false],
  ['127.0.0.1.evil.example', false, false],
  ['localhost.evil.example:8080', false, false],
  ['user@localhost', false, false],
  ['localhost:8080/path', false, false],
  ['', false, false],
  [undefined, false, false],
])('Host %s: on loopback %s, beyond it %s', (header, onLoopback, beyond) => {
  expect(isHostAllowed(header, LOCAL)).toBe(onLoopback);
  expect(isHostAllowed(header, WIDE)).toBe(beyond);
});

test.each([
  ['http://localhost:8080', 'localhost:8080', true],
  ['http://localhost', 'localhost', true],
  ['http://localhost', 'localhost:80', true],
  ['https://tracker.lan', 'tracker.lan', true],
  ['http://localhost:3000', 'localhost:8080', false],
  ['http://127.0.0.1:8080', 'localhost:8080', false],
  ['https://evil.example', 'localhost:8080', false],
  ['null', 'localhost:8080', false],
  ['file://', 'localhost:8080', false],
  ['http://localhost:5173', 'localhost:8080', true],
])('a page at %s asking %s: %s', (origin, host, isAllowed) => {
  expect(isOriginAllowed(origin, host, { ...LOCAL, extraOrigins: ['http://localhost:5173'] })).toBe(isAllowed);
});
