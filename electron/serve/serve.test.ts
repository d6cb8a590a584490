import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const ENTRY = new URL('./index.ts', import.meta.url).pathname;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function launch(...args: string[]): { child: ChildProcess; ended: Promise<number | null>; output(): string } {
  const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, ended: once(child, 'close').then(([code]) => code as number | null), output: () => text };
}

async function serve(dataDir: string) {
  const launched = launch('--data', dataDir, '--port', '0');
  await expect.poll(() => /running at (http\S+)/.exec(launched.output())?.[1], { timeout: 45_000 }).toBeDefined();
  return { ...launched, address: /running at (http\S+)/.exec(launched.output())?.[1] ?? '' };
}

test('it says where it is and what a script needs, and a second start only shows the first', async () => {
  const dataDir = newFolder();
  const { address, child, ended, output } = await serve(dataDir);
  const { apiKey } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { apiKey: string };
  expect(output()).toContain(`export WANDB_BASE_URL=${address}`);
  expect(output()).toContain(`export WANDB_API_KEY=${apiKey}`);
  const second = launch('--data', dataDir);
  expect(await second.ended).toBe(0);
  expect(second.output().trim()).toBe(`Taffrail is already running at ${address}`);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(existsSync(join(dataDir, 'host.lock'))).toBe(false);
});

test('a command line with a mistake ends with code 2 and the help', async () => {
  const { ended, output } = launch('--port', 'many');
  expect(await ended).toBe(2);
  expect(output()).toMatch(/--port takes a whole number[^]*--data DIR/);
});

async function uploadUrl(address: string): Promise<string> {
  const ask = async (query: string): Promise<{ data: { createRunFiles: { files: { uploadUrl: string }[] } } }> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${address}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return (await response.json()) as never;
  };
  await ask('mutation { upsertBucket(input: {entityName: "ada", modelName: "p", name: "r"}) { bucket { id } } }');
  const { data } = await ask(
    'mutation { createRunFiles(input: {entityName: "ada", projectName: "p", runName: "r", files: ["big.bin"]}) { files { uploadUrl } } }',
  );
  return data.createRunFiles.files[0]?.uploadUrl ?? '';
}

test('a host that is killed in the middle of an upload comes back without a trace of it', async () => {
  const dataDir = newFolder();
  const first = await serve(dataDir);
  const url = await uploadUrl(first.address);
  const sending = request(url, { method: 'PUT', headers: { 'content-length': '5000000' } });
  sending.on('error', () => undefined);
  sending.write(Buffer.alloc(2_000_000));
  const uploads = join(dataDir, 'uploads');
  await expect.poll(() => (existsSync(uploads) ? readdirSync(uploads).length : 0)).toBe(1);
  first.child.kill('SIGKILL');
  await first.ended;
  sending.destroy();

  const second = await serve(dataDir);
  expect(existsSync(uploads)).toBe(false);
  const moved = new URL(url);
  moved.port = new URL(second.address).port;
  const file = moved.href.replace(/\?.*/, '');
  expect((await fetch(file)).status).toBe(404);
  // The client holds on to its address and sends again.
  expect((await fetch(moved, { method: 'PUT', body: Buffer.alloc(5_000_000, 7) })).status).toBe(200);
  expect((await (await fetch(file)).arrayBuffer()).byteLength).toBe(5_000_000);
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});
