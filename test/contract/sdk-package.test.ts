import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SDK_VERSION } from '#sdk/base';
import { Api } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { ROOT, startHost, type TestHost } from '../support/host.ts';
import { runSdkScript, startSdkScript } from '../support/sdk.ts';

/** What the package shows first. */
const FIRST_LOOK = readFileSync(join(ROOT, 'test', 'fixtures', 'sdk_first_look.ts'), 'utf8').replace(
  '../../sdk/index.ts',
  'taffrail',
);
const REQUIRED = `const { Api, Histogram, init, UsageError } = require('taffrail');
(async () => {
  const run = await init({ project: 'required', id: 'r1' });
  run.log({ loss: 0.5, spread: new Histogram([1, 2, 3]) });
  try { run.log({ bad: () => 1 }); } catch (error) { run.summary.set('refused', error instanceof UsageError); }
  await run.finish({ wait: 30 });
  const { summary } = await new Api().run('required/r1');
  console.log(JSON.stringify(summary));
})();
`;
const TYPED = `import { Api, type Filter, Histogram, init, plot, type RunRecord, Table } from 'taffrail';
const filters: Filter = { tags: 'x' };
export async function best(): Promise<Record<'loss' | '_step', Float64Array> | undefined> {
  await using run = await init({ project: 'typed', config: { lr: 0.1 } });
  const isRoomy: boolean = run.log({ h: new Histogram(new Float32Array(3)) }, { step: 1 });
  const table = Table.fromRecords([{ x: 1, y: 2 }]);
  run.log({ line: plot.line(table, { x: 'x', y: 'y' }), isRoomy });
  // @ts-expect-error There is no such column.
  plot.line(table, { x: 'x', y: 'z' });
  // @ts-expect-error There is no such option.
  await init({ projekt: 'typo' });
  const found: RunRecord | undefined = (await new Api().runs('typed', { filters }).toArray(1))[0];
  return found?.columns(['loss']);
}
`;

let folder: string;
let host: TestHost;
let files: readonly string[];

/** The package as npm makes it, installed into an empty folder without network. */
beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'build', 'scripts', 'package.mjs'), '--sdk'], { cwd: ROOT });
  folder = mkdtempSync(join(tmpdir(), 'taffrail-package-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'dist', 'sdk', 'package.json'), 'utf8')) as {
    version: string;
  };
  const packed = join(ROOT, 'out', `taffrail-${version}.tgz`);
  const env = { ...process.env, npm_config_cache: join(folder, 'cache') };
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', packed], { cwd: folder, env });
  files = readdirSync(join(folder, 'node_modules', 'taffrail'), { recursive: true }).map(String);
  host = await startHost();
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test('it is alone, without scripts at install, without anything of the sources', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['taffrail']);
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules', 'taffrail', 'package.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({ version: SDK_VERSION });
  expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']));
  expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['dependencies']));
  expect(files).toEqual(expect.arrayContaining(['index.js', 'LICENSE', 'README.md', 'THIRD-PARTY-LICENSES']));
  expect(files.filter((name) => /\.node$|(?<!\.d)\.ts$|test/.test(name) && !name.startsWith('examples'))).toEqual([]);
  const types = files.filter((name) => name.endsWith('.d.ts'));
  const text = types.map((name) => readFileSync(join(folder, 'node_modules', 'taffrail', name), 'utf8')).join('\n');
  expect(text).not.toMatch(/'node:|NodeJS\.|@internal/);
});

test('the first look runs as an ECMAScript module, with and without the newest syntax', async () => {
  const file = join(folder, 'first.mts');
  writeFileSync(file, FIRST_LOOK);
  await runSdkScript(file, { address: host.address, folder });
  const plain = join(folder, 'first.mjs');
  // The oldest Node that is meant has no "await using"; the one of the terminal may be older still.
  writeFileSync(plain, FIRST_LOOK.replace('await using run', 'const run') + '\nawait run.finish({ wait: 30 });\n');
  const env = { ...process.env, HOME: folder, WANDB_BASE_URL: host.address, WANDB_API_KEY: ANY_KEY };
  const { status, stderr } = spawnSync(isMeant() ? 'node' : process.execPath, [plain], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  const api = new Api({ baseUrl: host.address, apiKey: ANY_KEY });
  const runs = await api.runs('detect-pedestrians').toArray();
  expect(runs).toHaveLength(2);
  for (const run of runs) {
    expect(run).toMatchObject({ state: 'finished', notes: 'tweak baseline', lastStep: 10 });
    expect(run.summary).toMatchObject({ test_accuracy: 0.93, val_accuracy: { max: 0.95, last: 0.95 } });
  }
});

/** Whether the Node of the terminal is one that the package names. */
function isMeant(): boolean {
  const [major = 0, minor = 0] = spawnSync('node', ['--version'], { encoding: 'utf8' })
    .stdout.replace('v', '')
    .split('.')
    .map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

test('CommonJS requires it', async () => {
  const file = join(folder, 'required.cjs');
  writeFileSync(file, REQUIRED);
  const { done } = await runSdkScript(file, { address: host.address, folder });
  const { output } = await done;
  expect(output).toMatch(/"loss":0\.5/);
  expect(output).toMatch(/"refused":true/);
});

test.each([
  ['consumer.mts', { module: 'nodenext', lib: ['es2024', 'esnext.disposable', 'dom'] }],
  ['consumer.cts', { module: 'nodenext', lib: ['es2024', 'esnext.disposable', 'dom'] }],
  ['bundled.ts', { module: 'preserve', moduleResolution: 'bundler', lib: ['es2024', 'esnext.disposable', 'dom'] }],
])('%s is checked against its types, without those of Node', (name, options) => {
  const place = join(folder, 'typed');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, name), TYPED);
  const compilerOptions = { ...options, target: 'es2022', strict: true, noEmit: true, types: [], skipLibCheck: false };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [name] }));
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', place], { encoding: 'utf8' });
  expect(stdout).toBe('');
});

test('its examples run: a network learns digits, and its runs are compared', async () => {
  const place = join(folder, 'examples');
  cpSync(join(folder, 'node_modules', 'taffrail', 'examples'), place, { recursive: true });
  const run = async (name: string, ...args: string[]): Promise<string> => {
    const { done } = await runSdkScript(join(place, name), { address: host.address, args, folder });
    return (await done).output;
  };
  await Promise.all([run('train-digits.ts'), run('train-digits.ts', '0.001', '8', '2')]);
  const api = new Api({ baseUrl: host.address, apiKey: ANY_KEY });
  const [good, bad] = await api.runs('digits', { order: '-config.epochs.value' }).toArray();
  expect(good).toMatchObject({ state: 'finished', config: { epochs: 12, hidden: 24 }, lastStep: 12 });
  const summary = good?.summary ?? {};
  expect((summary['validation/accuracy'] as { max: number }).max).toBeGreaterThan(0.9);
  expect(summary).toMatchObject({
    wrong: { _type: 'table-file', nrows: summary['wrong pictures'] },
    confusion_table: { _type: 'table-file', nrows: 100 },
    'weights/first': { _type: 'histogram' },
  });
  const output = await run('compare-digits.ts');
  expect(output.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(`^${good?.name}: 9\\d\\.\\d % with a learning rate of 0.05 and 24 units$`),
    expect.stringContaining(`${bad?.name}: `),
    `best: ${good?.name}, ${good?.url}`,
  ]);
  expect(output).toMatch(/its loss fell from \d\.\d+ to 0\.\d+ in 12 epochs\n/);
  expect((await good?.refresh())?.tags).toEqual(['example', 'best']);
});

test('its command delivers what was recorded without a host, once', async () => {
  const place = mkdtempSync(join(folder, 'offline-'));
  const script = join(place, 'offline.mjs');
  writeFileSync(
    script,
    `import { init } from 'taffrail';
    for (const id of ['first', 'second']) {
      const run = await init({ project: 'late', id, mode: 'offline', config: { id } });
      for (let i = 0; i < 50; i++) run.log({ i });
      if (id === 'second') process.kill(process.pid, await run.flush() ?? 'SIGKILL');
      await run.finish();
    }`,
  );
  await startSdkScript(script, { address: 'http://127.0.0.1:9', folder: place }).done;
  const command = join(folder, 'node_modules', '.bin', 'taffrail');
  const sync = (
    url: string,
    ...args: string[]
  ): { readonly status: number | null; readonly lines: readonly string[] } => {
    const env = { ...process.env, HOME: place, WANDB_BASE_URL: url, WANDB_API_KEY: ANY_KEY };
    const { status, stdout, stderr } = spawnSync(command, ['sync', ...args], { cwd: place, env, encoding: 'utf8' });
    return { status, lines: (stdout + stderr).trimEnd().split('\n') };
  };
  expect(sync(host.address, 'nowhere')).toEqual({
    status: 2,
    lines: [expect.stringContaining('nowhere: there is no journal')],
  });
  expect(sync('http://127.0.0.1:9', '.')).toEqual({
    status: 1,
    lines: [expect.stringMatching(/^FAILED .*no host answers/)],
  });
  const api = new Api({ baseUrl: host.address, apiKey: ANY_KEY });
  const entity = await api.defaultEntity;
  expect(sync(host.address, '.')).toEqual({
    status: 0,
    lines: ['first', 'second'].map((id) => expect.stringMatching(`^delivered .*: ${entity}/late/${id}$`) as unknown),
  });
  const again = sync(host.address, 'wandb');
  expect(again).toEqual({ status: 0, lines: Array(2).fill(expect.stringMatching(/^left .*delivered before to/)) });
  for (const [id, state] of [
    ['first', 'finished'],
    ['second', 'failed'],
  ] as const) {
    const run = await api.run(`late/${id}`);
    expect(run).toMatchObject({ state, config: { id }, lastStep: 49 });
    expect((await run.columns(['i'])).i).toEqual(Float64Array.from({ length: 50 }, (_, i) => i));
  }
});
