import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type HostState, HostLink } from './host-link.ts';
import type { HostChild } from './launch.ts';
import { systemTimers } from './timers.ts';

const servers: Server[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A host as far as the link can see it: a lock file, an answer, an end. */
async function fakeHost(dataDir: string): Promise<HostChild & { die(): void; lock(): void }> {
  const listeners: ((reason: string) => void)[] = [];
  const server = createServer((_, response) => void response.end('ok'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const lock = (): void => {
    writeFileSync(join(dataDir, 'host.lock'), JSON.stringify({ pid: 1, address: `http://127.0.0.1:${port}` }));
  };
  const die = (): void => {
    server.closeAllConnections();
    server.close();
    for (const listener of listeners) listener('signal SIGKILL');
  };
  return { lock, die, stop: die, kill: die, onExit: (listener) => void listeners.push(listener), lastOutput: () => '' };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-link-'));
  folders.push(folder);
  return folder;
}

test('a host that dies is started again', async () => {
  const dataDir = newFolder();
  const states: HostState['kind'][] = [];
  const ready = [await fakeHost(dataDir)];
  let current: Awaited<ReturnType<typeof fakeHost>> | undefined;
  const link = new HostLink({
    dataDir,
    timers: systemTimers,
    onState: (state) => states.push(state.kind),
    launchers: [
      () => {
        const next = ready.shift();
        if (next === undefined) throw new Error('no more hosts');
        current = next;
        next.lock();
        return next;
      },
    ],
  });
  await link.connect();
  expect(link.state.kind).toBe('up');
  const dying = current;
  ready.push(await fakeHost(dataDir));
  dying?.die();
  await vi.waitFor(() => expect(states).toEqual(['up', 'restarting', 'up']), { timeout: 5000 });
  await link.close();
});

test('a running host is attached to and left alone at the end', async () => {
  const dataDir = newFolder();
  (await fakeHost(dataDir)).lock();
  const link = new HostLink({ dataDir, timers: systemTimers, onState: () => undefined, launchers: [] });
  await link.connect();
  expect(link.state.kind).toBe('up');
  await link.close();
  expect(servers[0]?.listening).toBe(true);
});

test('a host that never comes up is reported with what it printed', async () => {
  const dataDir = newFolder();
  const link = new HostLink({
    dataDir,
    timers: systemTimers,
    onState: () => undefined,
    launchers: [
      () => ({
        stop: () => undefined,
        kill: () => undefined,
        onExit: (listener) => listener('exit code 1'),
        lastOutput: () => 'The data folder was written by a newer Taffrail.',
      }),
    ],
  });
  await link.connect();
  expect(link.state).toEqual({
    kind: 'down',
    reason: 'exit code 1',
    output: 'The data folder was written by a newer Taffrail.',
  });
});
