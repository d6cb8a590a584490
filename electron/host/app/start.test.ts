import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startHost, type HostOptions } from './start.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(options: Partial<HostOptions> = {}) {
  const host = await startHost({ dataDir: newFolder(), port: 0, version: '1.2.3', ...options });
  onTestFinished(() => host.stop());
  return host;
}

const graphql = (address: string, key: string | undefined, query: string) =>
  fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` }),
    },
    body: JSON.stringify({ query }),
  });

test('a host answers at its address, to this user with any key', async () => {
  const host = await start();
  expect((await fetch(`${host.address}/`)).status).toBe(200);
  const viewer = await graphql(host.address, 'x'.repeat(40), '{ viewer { entity } }');
  expect([viewer.status, await viewer.json()]).toEqual([
    200,
    { data: { viewer: { entity: host.context.settings.username } } },
  ]);
});

test('beyond loopback, and where it is wanted, everybody needs the key', async () => {
  for (const options of [{ host: '0.0.0.0' }, { requireKey: true }]) {
    const host = await start(options);
    expect((await graphql(host.address, 'x'.repeat(40), '{ viewer { id } }')).status).toBe(401);
    expect((await graphql(host.address, host.context.apiKey, '{ viewer { id } }')).status).toBe(200);
    expect((await fetch(`${host.address}/`)).status).toBe(200);
  }
});

test('a data directory has one host; the second is told where the first is', async () => {
  const host = await start();
  const second = startHost({ dataDir: host.context.paths.root, port: 0, version: '1.2.3' });
  await expect(second).rejects.toMatchObject({
    code: 'host.locked',
    details: { address: host.address, pid: process.pid },
  });
  await host.stop();
  await host.stop();
  expect(existsSync(host.context.paths.lock)).toBe(false);
  const third = await start({ dataDir: host.context.paths.root });
  expect(third.context.apiKey).toBe(host.context.apiKey);
});

test('a named port that is taken is refused, and nothing is left behind', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const dataDir = newFolder();
  await expect(startHost({ dataDir, port, version: '1.2.3' })).rejects.toMatchObject({
    code: 'host.port',
    details: { port },
  });
  expect(existsSync(join(dataDir, 'host.lock'))).toBe(false);
  expect((await fetch((await start({ dataDir })).address)).status).toBe(200);
});

test('a folder that cannot be one is refused in words', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  await expect(startHost({ dataDir: join(folder, 'file'), version: '1' })).rejects.toMatchObject({
    code: 'store.read-only',
  });
  await expect(startHost({ dataDir: join(folder, 'file', 'x'), version: '1' })).rejects.toMatchObject({
    code: 'store.read-only',
  });
});

test('a stop closes the store whole and ends open requests', async () => {
  const host = await start();
  await fetch(`${host.address}/graphql`);
  await host.stop();
  const { root, database } = host.context.paths;
  expect(existsSync(`${database}-wal`)).toBe(false);
  expect(readFileSync(join(root, 'logs', 'host.log'), 'utf8')).toContain('host is up');
  expect(readFileSync(join(root, 'logs', 'host.log'), 'utf8')).not.toContain(host.context.apiKey);
  await expect(fetch(host.address)).rejects.toThrow();
});
