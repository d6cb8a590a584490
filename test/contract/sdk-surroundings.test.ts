import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api, type RunRecord } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { ROOT, startHost, type TestHost } from '../support/host.ts';
import { runSdkScript } from '../support/sdk.ts';

const SCRIPT = `import { setTimeout as pause } from 'node:timers/promises';
import { init } from '${join(ROOT, 'sdk', 'index.ts')}';
const [id = '', options = '{}', ms = '0'] = process.argv.slice(2);
const run = await init({ project: 'around', id, ...JSON.parse(options) });
let asked = 0;
const gradients = () => ({ weight: Float64Array.from({ length: 100 }, (_, i) => i), bias: [++asked] });
{
  using watched = run.watch({ gradients, parameters: () => [['weight', new Float32Array([1, 2])]] }, { every: 2, bins: 8 });
  for (let i = 0; i < 5; i++) run.log({ i });
}
run.log({ i: 5 });
await pause(Number(ms));
await run.finish({ wait: 30 });
`;

/** A repository with a commit and a change after it; the script lies in a folder of it. */
let folder: string;
let host: TestHost;
let api: Api;
let commit: string;

beforeAll(async () => {
  host = await startHost();
  api = new Api({ baseUrl: host.address, apiKey: ANY_KEY });
  folder = mkdtempSync(join(tmpdir(), 'taffrail-around-'));
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  git('init', '-q');
  git('remote', 'add', 'origin', 'https://me:secret@example.org/models.git');
  writeFileSync(join(folder, 'train.ts'), SCRIPT);
  writeFileSync(join(folder, 'notes.txt'), 'old words\n');
  git('add', 'train.ts', 'notes.txt');
  git('-c', 'user.name=me', '-c', 'user.email=me@example.org', 'commit', '-q', '-m', 'first');
  writeFileSync(join(folder, 'notes.txt'), 'new words\n');
  commit = git('rev-parse', 'HEAD');
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function train(
  id: string,
  options: Readonly<Record<string, unknown>>,
  { ms = 0, env = {} }: { readonly ms?: number; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<RunRecord> {
  const args = [id, JSON.stringify(options), String(ms)];
  await runSdkScript(join(folder, 'train.ts'), { address: host.address, folder, args, env });
  return api.run(`around/${id}`);
}

async function filesOf(run: RunRecord): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of run.files()) names.push(name);
  return names.filter((name) => !/^(?:config\.yaml|output\.log|wandb-.*\.json)$/.test(name));
}

test('where code is saved: commit, remote without its password, script and patch', async () => {
  const run = await train('saved', { saveCode: true });
  expect(run.commit).toBe(commit);
  const metadata = await run.metadata();
  expect(metadata).toMatchObject({
    git: { commit, remote: 'https://me@example.org/models.git' },
    codePath: 'train.ts',
  });
  expect(await filesOf(run)).toEqual(['code/train.ts', 'diff.patch']);
  expect(await (await run.file('code/train.ts')).text()).toBe(SCRIPT);
  const patch = await (await run.file('diff.patch')).text();
  expect(patch).toContain('-old words\n+new words\n');
});

test('unless asked, only the commit; what is refused is not noted at all', async () => {
  const [plain, refused, noGit] = await Promise.all([
    train('plain', {}),
    train('refused', { disableCode: true, saveCode: true }),
    train('no-git', {}, { env: { WANDB_DISABLE_GIT: 'true', WANDB_SAVE_CODE: 'true' } }),
  ]);
  expect(plain.commit).toBe(commit);
  expect(await filesOf(plain)).toEqual([]);
  expect(refused.commit).toBeUndefined();
  expect(await filesOf(refused)).toEqual([]);
  expect(await refused.metadata()).not.toHaveProperty('git');
  expect(noGit.commit).toBeUndefined();
  expect(await filesOf(noGit)).toEqual(['code/train.ts']);
});

test('what is ignored stays on this machine; the setting of the host asks for code', async () => {
  const response = await fetch(`${host.address}/api/settings`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ isCodeSavingEnabled: true, crashAfterSeconds: 300 }),
  });
  expect(response.ok, await response.text()).toBe(true);
  const run = await train('ignored', {}, { env: { WANDB_IGNORE_GLOBS: '*.patch,*.gz' } });
  expect(await filesOf(run)).toEqual(['code/train.ts']);
  const [local = ''] = readdirSync(join(folder, 'wandb')).filter((name) => name.endsWith('-ignored'));
  expect(readFileSync(join(folder, 'wandb', local, 'files', 'diff.patch'), 'utf8')).toContain('+new words');
});

test('the machine is measured, as often as asked, at least once, or never', async () => {
  const [often, once, never] = await Promise.all([
    train('often', { systemMetrics: { sample: 0.5, average: 0.5 } }, { ms: 1800 }),
    train('once', {}),
    train('never', { systemMetrics: false }),
  ]);
  const rows = await often.systemHistory();
  expect(rows.length).toBeGreaterThanOrEqual(3);
  const [first, second] = rows as readonly Readonly<Record<string, number>>[];
  expect((second?.['_timestamp'] ?? 0) - (first?.['_timestamp'] ?? 0)).toBeGreaterThan(0.4);
  const { systemMetrics } = often;
  for (const name of ['cpu', 'memory_percent', 'proc.memory.percent', 'disk./.usagePercent'])
    expect(systemMetrics[`system.${name}`], name).toSatisfy((value: number) => value >= 0 && value <= 100);
  expect(systemMetrics['system.proc.memory.rssMB']).toBeGreaterThan(20);
  expect(systemMetrics['system.proc.memory.availableMB']).toBeGreaterThan(0);
  expect(await once.systemHistory()).toHaveLength(1);
  expect(await never.systemHistory()).toEqual([]);
  await expect(train('odd', { systemMetrics: { sample: 0.1 } })).rejects.toThrow('systemMetrics.sample');
});

test('graphics cards are measured under the names of the Python client', async () => {
  const tools = mkdtempSync(join(tmpdir(), 'taffrail-cards-'));
  const line = '0, GPU-a, Tesla T4, 550.1, [N/A], 50, 15360, 1536, 40, 35.00, 70.00, 300, 405, [N/A], 41';
  const loop = `#!/bin/sh\nwhile :; do echo "${line}"; sleep 0.2; done\n`;
  writeFileSync(join(tools, 'nvidia-smi'), loop, { mode: 0o755 });
  const env = { PATH: `${tools}:${process.env.PATH ?? ''}` };
  const run = await train('cards', { systemMetrics: { sample: 0.5, average: 0.5 } }, { ms: 2500, env });
  rmSync(tools, { recursive: true, force: true });
  expect(run.systemMetrics).toMatchObject({
    'system.gpu.0.gpu': 50,
    'system.gpu.0.memoryAllocated': 10,
    'system.gpu.0.temp': 40,
    'system.gpu.0.powerWatts': 35,
    'system.gpu.0.powerPercent': 50,
  });
});

test('what is watched joins every second row until it is let go', async () => {
  const run = await api.run('around/plain');
  const rows = await run.history();
  expect(rows.map((row) => 'gradients/weight' in row)).toEqual([false, true, false, true, false, false]);
  expect(rows[1]).toMatchObject({
    i: 1,
    'gradients/weight': { _type: 'histogram', values: [13, 12, 13, 12, 12, 13, 12, 13] },
    'gradients/bias': { bins: expect.arrayContaining([0.5, 1.5]) as unknown },
    'parameters/weight': { _type: 'histogram' },
  });
  expect(rows[3]).toMatchObject({ 'gradients/bias': { bins: expect.arrayContaining([1.5, 2.5]) as unknown } });
});
