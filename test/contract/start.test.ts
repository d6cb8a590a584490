import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { WireClient } from '../support/demo/client.ts';
import { newDataDir, runHostToEnd, startHost } from '../support/host.ts';

async function withData(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = newDataDir();
  try {
    await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function writeOneRun(dataDir: string): Promise<void> {
  const host = await startHost({ dataDir });
  const run = await new WireClient(host.address).startRun({ project: 'start', name: 'one' });
  await run.history([{ _step: 0, loss: 0.25 }]);
  await run.finish(0);
  expect(await host.stop()).toBe(0);
}

test('a port that was asked for and is taken is said, and nothing else is tried', () =>
  withData(async (dataDir) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, output } = await runHostToEnd({ dataDir, port });
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`${port} is taken`);
    expect(output).toContain('--port');
  }));

test('a second start on the same data folder shows where the first one is', () =>
  withData(async (dataDir) => {
    const host = await startHost({ dataDir });
    const { code, output } = await runHostToEnd({ dataDir });
    expect(code).toBe(0);
    expect(output).toContain(host.address);
    await host.stop();
  }));

test('a lock that a killed host left behind is no obstacle', () =>
  withData(async (dataDir) => {
    const first = await startHost({ dataDir });
    await first.kill();
    const second = await startHost({ dataDir });
    expect(await second.stop()).toBe(0);
  }));

test('a data folder of a newer version is refused with words, and left as it is', () =>
  withData(async (dataDir) => {
    await writeOneRun(dataDir);
    const file = join(dataDir, 'taffrail.db');
    const db = new Database(file);
    db.pragma('user_version = 9999');
    db.close();
    const before = readFileSync(file);
    const { code, output } = await runHostToEnd({ dataDir });
    expect(code).toBe(1);
    expect(output).toMatch(/newer Taffrail/);
    expect(output).toContain('9999');
    expect(readFileSync(file).equals(before)).toBe(true);
  }));

test('a damaged database is said, copied, and never overwritten', () =>
  withData(async (dataDir) => {
    await writeOneRun(dataDir);
    const file = join(dataDir, 'taffrail.db');
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 0, 8192);
    writeFileSync(file, bytes);
    const { code, output } = await runHostToEnd({ dataDir });
    expect(code).toBe(1);
    expect(output).toMatch(/damaged/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const copies = readdirSync(join(dataDir, 'backups'), { recursive: true, encoding: 'utf8' });
    expect(copies.some((name) => readFileSafe(join(dataDir, 'backups', name))?.equals(bytes) === true)).toBe(true);
  }));

const isRoot = process.getuid?.() === 0;

test('a read-only folder is said with the folder and the way out', (context) =>
  withData(async (dataDir) => {
    const locked = join(dataDir, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o555);
    // Root may write anywhere; a user that may not takes its place.
    const wrapper = isRoot ? asNobody(dataDir) : undefined;
    if (isRoot && wrapper === undefined) return context.skip('root may write anywhere, and setpriv is not there');
    const { code, output } = await runHostToEnd({ dataDir: locked, ...(wrapper === undefined ? {} : { wrapper }) });
    expect(code).toBe(1);
    expect(output).toContain('cannot be written');
    expect(output).toContain('--data');
    chmodSync(locked, 0o755);
  }));

/** A command prefix that runs the rest without root's power to ignore permissions. */
function asNobody(dataDir: string): readonly string[] | undefined {
  chmodSync(dataDir, 0o755);
  const prefix = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  return spawnSync(prefix[0] ?? '', [...prefix.slice(1), 'true']).status === 0 ? prefix : undefined;
}

test('a full disk answers 503 with Retry-After, stores nothing half, and goes on when there is space', async () => {
  // A small disk of its own where that is allowed, else a limit on the size of a file.
  const disk = mkdtempSync(join(tmpdir(), 'taffrail-disk-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]).status === 0;
  const wrapper = isMounted ? [] : ['prlimit', `--fsize=${8 * 1024 * 1024}`];
  const dataDir = join(disk, 'data');
  try {
    await using host = await startHost({ dataDir, wrapper });
    const run = await new WireClient(host.address).startRun({ project: 'full', name: 'one' });
    let stored = 0;
    let refused: Response | undefined;
    for (let i = 0; i < 400 && refused === undefined; i++) {
      const content = Array.from({ length: 50 }, (_, n) =>
        JSON.stringify({ _step: i * 50 + n, s: unpackableText(i * 50 + n, 4000) }),
      );
      const response = await run.post({ files: { 'wandb-history.jsonl': { offset: stored, content } } });
      if (response.status === 200) stored += content.length;
      else refused = response;
    }
    expect(refused?.status).toBe(503);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused?.text()).toMatch(/full/i);
    const detail = (await (await fetch(`${host.address}/api/runs/${run.entity}/full/one`)).json()) as object;
    expect(detail).toMatchObject({ historyLineCount: stored });
    if (isMounted) {
      spawnSync('mount', ['-o', 'remount,size=200m', disk]);
      const content = [JSON.stringify({ _step: stored, s: 'after' })];
      await expect
        .poll(async () => (await run.post({ files: { 'wandb-history.jsonl': { offset: stored, content } } })).status)
        .toBe(200);
    }
  } finally {
    if (isMounted) spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  }
});

/** Text that hardly packs, so that a disk fills as fast as it is sent; the same for the same seed. */
function unpackableText(seed: number, length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part++) {
    text += createHash('sha512').update(`${seed}/${part}`).digest('base64');
  }
  return text.slice(0, length);
}

function readFileSafe(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
