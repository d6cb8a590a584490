import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectClient, connectPaths, type ConnectPaths, connectState, disconnectClient } from './index.ts';

const TARGET = { baseUrl: 'http://127.0.0.1:8080', key: 'a'.repeat(40) };
let home: string;
let paths: ConnectPaths;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'taffrail-connect-'));
  paths = connectPaths({ HOME: home }, 'linux', home);
  mkdirSync(dirname(paths.settingsFile), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const read = (path: string): string => readFileSync(path, 'utf8');

test('where the client looks', () => {
  expect(paths).toMatchObject({ settingsFile: `${home}/.config/wandb/settings`, netrcFile: `${home}/.netrc` });
  const env = { HOME: home, WANDB_CONFIG_DIR: '~/cfg', NETRC: '/x/netrc' };
  expect(connectPaths(env, 'linux', home)).toMatchObject({
    settingsFile: `${home}/cfg/settings`,
    netrcFile: '/x/netrc',
  });
  expect(connectPaths({ HOME: home }, 'win32', home).netrcFile).toBe(`${home}/_netrc`);
});

test('without any files they are made, private, and undoing removes them', () => {
  expect(connectClient(paths, TARGET)).toMatchObject({
    isConnected: true,
    canUndo: true,
    currentBaseUrl: TARGET.baseUrl,
  });
  expect(statSync(paths.netrcFile).mode & 0o777).toBe(0o600);
  expect(read(paths.settingsFile)).toBe('[default]\nbase_url = http://127.0.0.1:8080\n');
  expect(read(paths.netrcFile)).toBe(`machine 127.0.0.1:8080\n  login user\n  password ${TARGET.key}\n`);
  expect(disconnectClient(paths, TARGET)).toMatchObject({ isConnected: false, canUndo: false });
  expect([existsSync(paths.settingsFile), existsSync(paths.netrcFile)]).toEqual([false, false]);
});

const SETTINGS = '; mine\n[default]\nentity = team\nbase_url = https://example.com\n\n[other]\nbase_url = x\n';
const NETRC = 'machine api.example.com\n  login user\n  password old\n\n# note\ndefault login anonymous password x\n';

test('other entries and modes stay, and undoing restores every byte', () => {
  writeFileSync(paths.settingsFile, SETTINGS, { mode: 0o640 });
  writeFileSync(paths.netrcFile, NETRC, { mode: 0o600 });
  connectClient(paths, TARGET);
  expect(read(paths.settingsFile)).toBe(SETTINGS.replace('https://example.com', TARGET.baseUrl));
  expect(read(paths.netrcFile)).toContain('password old');
  expect(read(paths.netrcFile).indexOf('machine 127')).toBeLessThan(read(paths.netrcFile).indexOf('default'));
  expect(statSync(paths.settingsFile).mode & 0o777).toBe(0o640);
  disconnectClient(paths, TARGET);
  expect([read(paths.settingsFile), read(paths.netrcFile)]).toEqual([SETTINGS, NETRC]);
});

test('connecting again at another port still goes back to the beginning', () => {
  writeFileSync(paths.settingsFile, SETTINGS);
  writeFileSync(paths.netrcFile, NETRC);
  connectClient(paths, TARGET);
  const other = { ...TARGET, baseUrl: 'http://127.0.0.1:8081' };
  expect(connectState(paths, other).isConnected).toBe(false);
  expect(connectClient(paths, other).isConnected).toBe(true);
  expect(read(paths.netrcFile)).not.toContain(':8080');
  disconnectClient(paths, other);
  expect([read(paths.settingsFile), read(paths.netrcFile)]).toEqual([SETTINGS, NETRC]);
});

test('what was changed by hand meanwhile is kept', () => {
  writeFileSync(paths.settingsFile, SETTINGS);
  writeFileSync(paths.netrcFile, NETRC);
  connectClient(paths, TARGET);
  writeFileSync(paths.settingsFile, read(paths.settingsFile).replace('team', 'friends'));
  writeFileSync(paths.netrcFile, `${read(paths.netrcFile)}machine late login a password b\n`);
  disconnectClient(paths, TARGET);
  expect(read(paths.settingsFile)).toBe(SETTINGS.replace('team', 'friends'));
  expect(read(paths.netrcFile)).toBe(`${NETRC}machine late login a password b\n`);
});
