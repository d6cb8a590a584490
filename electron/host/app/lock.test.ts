import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#host/base';
import { acquireLock, type LockContent } from './lock.ts';
import { machineId, processStart } from './machine.ts';

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'host.lock');
}

const read = (path: string): LockContent => JSON.parse(readFileSync(path, 'utf8')) as LockContent;

/** A lock file as another process would have left it. */
function plant(path: string, content: Partial<LockContent>): void {
  const whole = { pid: 1, address: 'http://127.0.0.1:9', startedAtUnixMs: 0, machine: machineId(), ...content };
  writeFileSync(path, JSON.stringify(whole));
}

async function sleeper(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

test('the lock says who has the data directory and where, and goes with its owner', async () => {
  const path = lockPath();
  const lock = await acquireLock(path, systemClock);
  expect(read(path)).toMatchObject({ pid: process.pid, address: '', machine: machineId() });
  lock.setAddress('http://127.0.0.1:8080');
  expect(read(path).address).toBe('http://127.0.0.1:8080');
  await expect(acquireLock(path, systemClock)).rejects.toMatchObject({
    code: 'host.locked',
    details: { pid: process.pid, address: 'http://127.0.0.1:8080' },
  });
  lock.release();
  expect(readdirSync(join(path, '..'))).toEqual([]);
});

test('a living owner keeps it', async () => {
  const path = lockPath();
  const pid = await sleeper();
  const start = processStart(pid);
  plant(path, { pid, ...(start === undefined ? {} : { processStart: start }) });
  await expect(acquireLock(path, systemClock)).rejects.toMatchObject({ code: 'host.locked', details: { pid } });
});

test('the lock of a process that is gone is taken over', async () => {
  const path = lockPath();
  plant(path, { pid: 4_000_000 });
  const lock = await acquireLock(path, systemClock);
  expect(read(path).pid).toBe(process.pid);
  lock.release();
});

test.runIf(process.platform === 'linux')('a number that now belongs to another process is no owner', async () => {
  const path = lockPath();
  plant(path, { pid: await sleeper(), processStart: '1' });
  (await acquireLock(path, systemClock)).release();
});

test('a file that is no lock is no obstacle', async () => {
  const path = lockPath();
  for (const text of ['', '{"pid":', 'null', '{"pid":"x"}', '[]']) {
    writeFileSync(path, text);
    (await acquireLock(path, systemClock)).release();
  }
});

test('an owner that is still starting is waited for', async () => {
  const path = lockPath();
  const lock = await acquireLock(path, systemClock);
  const second = acquireLock(path, systemClock);
  systemClock.after(150, () => lock.setAddress('http://127.0.0.1:1234'));
  await expect(second).rejects.toMatchObject({ details: { address: 'http://127.0.0.1:1234' } });
  lock.release();
});

test('an owner in another container is known by its touching the file', async () => {
  const path = lockPath();
  plant(path, { pid: 7, machine: 'elsewhere' });
  const stop = systemClock.every(200, () =>
    plant(path, { pid: 7, machine: 'elsewhere', startedAtUnixMs: performance.now() }),
  );
  await expect(acquireLock(path, systemClock)).rejects.toMatchObject({ code: 'host.locked', details: { pid: 7 } });
  stop();
});

test('of many that start at once one gets it', async () => {
  const path = lockPath();
  plant(path, { pid: 4_000_000 });
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, async () => {
      const lock = await acquireLock(path, systemClock);
      lock.setAddress('http://127.0.0.1:1');
      return lock;
    }),
  );
  const owners = results.filter((result) => result.status === 'fulfilled');
  expect(owners).toHaveLength(1);
  owners[0]?.value.release();
  expect(existsSync(path)).toBe(false);
});
