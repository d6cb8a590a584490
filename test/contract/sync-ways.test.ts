import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SyncState } from '#shared/api';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { addRemote, call, ENV, itemOf, KEY, log, send, settled } from '../support/sync.ts';
import { LAB_CA, startForwardProxy, startTlsFront } from '../support/ways.ts';

let here: TestHost;
let there: TestHost;
let key: string;

beforeAll(async () => {
  [here, there] = await Promise.all([startHost({ env: ENV }), startHost({ args: ['--require-key'] })]);
  ({ apiKey: key } = JSON.parse(readFileSync(join(there.dataDir, 'secrets.json'), 'utf8')) as { apiKey: string });
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
  await there?.[Symbol.asyncDispose]();
});

const ask = (body: object): Promise<unknown> => call(here, 'POST', '/api/sync/remotes', { key, ...body }).catch(String);
const remoteId = async (name: string): Promise<number> => {
  const { remotes } = await call<SyncState>(here, 'GET', '/api/sync');
  return remotes.find((remote) => remote.name === name)?.id ?? 0;
};

/** What the far side answers to the one who has its key. */
async function farRun(run: string): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`api:${key}`).toString('base64')}`;
  const { entity } = await call<{ entity: string }>(here, 'GET', '/api/session');
  const response = await fetch(`${there.address}/api/runs/${entity}/p/${run}`, { headers: { authorization } });
  return response.json();
}

test('a certificate of an authority that nobody knows is refused in words, and trusted when a person gives it', async () => {
  const front = await startTlsFront(there.address, 'good');
  expect(await ask({ name: 'tls', baseUrl: front.address })).toMatch(
    /field ca .*nobody whom this machine trusts has signed its certificate/,
  );
  expect(await ask({ name: 'tls', baseUrl: front.address, ca: 'no pem' })).toMatch(/field ca .*holds no certificate/);
  const broken = LAB_CA.replace(/\n[^\n]{10}/, '\nAAAA');
  expect(await ask({ name: 'tls', baseUrl: front.address, ca: broken })).toMatch(/field ca .*certificate 1/);
  expect(await ask({ name: 'tls', baseUrl: front.address, ca: LAB_CA })).toMatchObject({ id: expect.any(Number) });
  await log(here, 'secure');
  const id = await remoteId('tls');
  expect(await send(here, id, 'secure')).toMatchObject({ state: 'synced', reason: '' });
  expect(await farRun('secure')).toMatchObject({ head: { displayName: 'secure', state: 'finished' } });
  const { remotes } = await call<SyncState>(here, 'GET', '/api/sync');
  expect(remotes.find((remote) => remote.id === id)?.trusted).toEqual([
    { subject: 'CN=Lab authority, O=Lab', validTo: expect.any(Number) },
  ]);
  // Without it a push ends with the same words instead of waiting for ever.
  const untrusting = { name: 'tls', baseUrl: front.address, ca: '' };
  expect(await call(here, 'PUT', `/api/sync/remotes/${id}`, untrusting).catch(String)).toMatch(/field ca/);
  await front.stop();
});

test('a certificate that has expired, or is for another name, says so', async () => {
  const old = await startTlsFront(there.address, 'old');
  const other = await startTlsFront(there.address, 'other');
  expect(await ask({ name: 'n', baseUrl: old.address, ca: LAB_CA })).toMatch(/field baseUrl .*certificate has expired/);
  expect(await ask({ name: 'n', baseUrl: other.address, ca: LAB_CA })).toMatch(/field baseUrl .*for another name/);
  expect(await ask({ name: 'n', baseUrl: old.address.replace('https', 'http') })).toMatch(/field baseUrl/);
  expect(await ask({ name: 'n', baseUrl: there.address.replace('http', 'https') })).toMatch(
    /field baseUrl .*is it an http:\/\/ address/,
  );
  await Promise.all([old.stop(), other.stop()]);
});

test('everything goes through the proxy that was named, with its user, and nothing beside it', async () => {
  const front = await startTlsFront(there.address, 'good');
  const proxy = await startForwardProxy('ada@lab', 'p:w/d');
  const through = { proxyUrl: proxy.address, ca: LAB_CA };
  expect(await ask({ name: 'p1', baseUrl: front.address, ...through })).toMatch(
    /field proxyUser .*proxy asks for a user/,
  );
  expect(await ask({ name: 'p1', baseUrl: there.address, ...through })).toMatch(
    /field proxyUser .*proxy asks for a user/,
  );
  const bad = { ...through, proxyUrl: proxy.address.replace('//', '//ada:x@') };
  expect(await ask({ name: 'p1', baseUrl: front.address, ...bad })).toMatch(
    /field proxyUrl .*do not belong into an address/,
  );
  expect(await ask({ name: 'p1', baseUrl: front.address, proxyUrl: 'http://127.0.0.1:1' })).toMatch(
    /field proxyUrl .*no proxy answers/,
  );
  const login = { proxyUser: 'ada@lab', proxyPassword: 'p:w/d' };
  const before = proxy.seen.length;
  for (const [name, baseUrl] of [
    ['p1', front.address],
    ['p2', there.address],
  ] as const) {
    expect(await ask({ name, baseUrl, ...through, ...login })).toMatchObject({ id: expect.any(Number) });
    await log(here, name);
    expect(await send(here, await remoteId(name), name)).toMatchObject({ state: 'synced', reason: '' });
    expect(await farRun(name)).toMatchObject({ head: { displayName: name } });
  }
  const seen = proxy.seen.slice(before);
  expect(seen).toContain(`CONNECT ${front.address.replace('https://', '')}`);
  expect(seen.some((line) => line.startsWith(`POST ${there.address}/graphql`))).toBe(true);
  expect(seen.some((line) => line.startsWith(`PUT ${there.address}/`))).toBe(true);
  // What is not said again stays: the password too.
  const id = await remoteId('p1');
  const { remotes } = await call<SyncState>(here, 'GET', '/api/sync');
  expect(remotes.find((remote) => remote.id === id)).toMatchObject({ proxyUrl: proxy.address, proxyUser: 'ada@lab' });
  await call(here, 'PUT', `/api/sync/remotes/${id}`, {
    name: 'p1 new',
    baseUrl: front.address,
    proxyUrl: proxy.address,
    proxyUser: 'ada@lab',
  });
  expect(await send(here, id, 'p1')).toMatchObject({ state: 'synced', sentBytes: 0 });
  await Promise.all([front.stop(), proxy.stop()]);
});

test('keys and passwords are in one file that only the user may read, and nowhere else', async () => {
  const secrets = [key, 'p:w/d', KEY];
  await addRemote(here, 'plain', (await startedLocal()).address);
  const found = readdirSync(here.dataDir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !['sync-keys.json', 'secrets.json'].includes(entry.name))
    .filter((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return secrets.some((secret) => bytes.includes(secret));
    });
  expect(found.map((entry) => entry.name)).toEqual([]);
  const shown = JSON.stringify(await call(here, 'GET', '/api/sync')) + here.output();
  for (const secret of secrets) expect(shown).not.toContain(secret);
});

test('where the window brings a key of the safe storage, secrets are sealed by it, and locked away without it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-vault-'));
  const start = (): Promise<TestHost> => startHost({ dataDir: folder, env: ENV });
  let host = await start();
  await using far = await startHost();
  const vault = (byte: number): Promise<unknown> =>
    call(host, 'PUT', '/api/sync/vault', { key: Buffer.alloc(32, byte).toString('base64') });
  const keysText = (): string => readFileSync(join(folder, 'sync-keys.json'), 'utf8');
  const place = async (): Promise<unknown> => (await call<SyncState>(host, 'GET', '/api/sync')).remotes[0]?.keyPlace;
  const id = await addRemote(host, 'far', far.address);
  expect(await place()).toBe('file');
  expect(keysText()).toContain(KEY);

  // What lies open is sealed when the window comes.
  await vault(1);
  expect(await place()).toBe('system');
  expect(keysText()).not.toContain(KEY);
  expect(statSync(join(folder, 'sync-keys.json')).mode & 0o777).toBe(0o600);
  await log(host, 'sealed');
  expect(await send(host, id, 'sealed')).toMatchObject({ state: 'synced' });

  // Without a window: what waits says why, and goes when the window comes, or the key is given again.
  await host.kill();
  host = await start();
  expect(await place()).toBe('locked');
  await log(host, 'locked');
  const runs = [{ entity: await entityOf(host.address), project: 'p', run: 'locked' }];
  await call(host, 'POST', '/api/sync/runs', { remoteId: id, runs });
  const waiting = { state: 'waiting', reason: expect.stringMatching(/open the window/) };
  expect(await itemOf(host, 'locked')).toMatchObject(waiting);
  await vault(2);
  expect(await place()).toBe('locked');
  expect(await itemOf(host, 'locked')).toMatchObject(waiting);
  await vault(1);
  expect(await settled(host, 'locked')).toMatchObject({ state: 'synced', reason: '' });
  await expect(call(host, 'PUT', '/api/sync/vault', { key: 'short' })).rejects.toThrow(/field key/);
  await host.kill();
  rmSync(folder, { recursive: true, force: true });
});

let local: TestHost | undefined;
async function startedLocal(): Promise<TestHost> {
  local = await startHost();
  return local;
}
afterAll(() => local?.[Symbol.asyncDispose]());
