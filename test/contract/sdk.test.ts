import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseExtended } from '#shared/wire';
import { Api, init } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { entityOf, newDataDir, ROOT, startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { runSdkScript, type SdkScript, startSdkScript } from '../support/sdk.ts';
import { nowMs, until } from '../support/time.ts';

const missing = pythonMissing();

type Json = Readonly<Record<string, unknown>>;

describe.skipIf(missing !== undefined)(`one run from two languages${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let python: Json;
  let typescript: Json;
  const scripts: SdkScript[] = [];

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    const { address } = host;
    await runScript(fixture('sdk_run.py'), { address, args: ['twins', 'python'] });
    scripts.push(await runSdkScript(fixture('sdk_run.ts'), { address, args: ['twins', 'typescript'] }));
    python = await readBack('twins/python');
    typescript = await readBack('twins/typescript');
  });

  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    for (const { folder } of scripts) rmSync(folder, { recursive: true, force: true });
  });

  async function readBack(path: string): Promise<Json> {
    const { stdout } = await runScript(fixture('sdk_read.py'), { address: host.address, args: [path] });
    return parseExtended(stdout.trim().split('\n').at(-1) ?? '') as Json;
  }

  test.each([
    'state',
    'name',
    'tags',
    'notes',
    'group',
    'job_type',
    'last_step',
    'config',
    'summary',
    'history',
    'keys',
  ])('wandb.Api() answers the same: %s', (name) => {
    expect(typescript[name]).toEqual(python[name]);
  });

  test('the metrics are defined alike, whatever their order', () => {
    expect(sorted(typescript['definitions'])).toEqual(sorted(python['definitions']));
  });

  test('the run has the documents that a run has', () => {
    expect(typescript['files']).toEqual(
      expect.arrayContaining(['config.yaml', 'output.log', 'wandb-metadata.json', 'wandb-summary.json']),
    );
    expect(typescript['metadata']).toEqual(
      expect.arrayContaining(['os', 'startedAt', 'program', 'host', 'executable', 'cpu_count', 'memory', 'disk']),
    );
  });
});

/** Definitions by name, with the name of the step metric instead of its place in the list. */
function sorted(definitions: unknown): unknown {
  const list = definitions as readonly Readonly<Record<string, unknown>>[];
  const named = list.map(({ 5: step, ...rest }) => ({
    ...rest,
    6: [...((rest['6'] as readonly number[] | undefined) ?? [])].sort((a, b) => a - b),
    ...(typeof step === 'number' ? { 5: list[step - 1]?.['1'] } : {}),
  }));
  return named.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

describe.skipIf(missing !== undefined)(`bad days${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let dataDir: string;
  let host: TestHost;
  const folders: string[] = [];

  beforeAll(async () => {
    pythonWith('0.31.0');
    dataDir = newDataDir();
    host = await startHost({ dataDir });
  });

  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    for (const folder of [dataDir, ...folders]) rmSync(folder, { recursive: true, force: true });
  });

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}, folder?: string): SdkScript {
    const script = startSdkScript(fixture('sdk_rows.ts'), {
      address: host.address,
      args,
      env,
      ...(folder === undefined ? {} : { folder }),
    });
    folders.push(script.folder);
    return script;
  }

  const said = (script: SdkScript, words: string): Promise<true> =>
    until(`the script to say "${words}"`, async () => (script.output().includes(words) ? true : undefined));

  async function rowsOf(
    path: string,
  ): Promise<{ readonly state: unknown; readonly i: readonly unknown[]; readonly steps: readonly unknown[] }> {
    const { stdout } = await runScript(fixture('sdk_read.py'), { address: host.address, args: [path] });
    const { state, history } = parseExtended(stdout.trim().split('\n').at(-1) ?? '') as {
      state: unknown;
      history: readonly Json[];
    };
    return { state, i: history.map((row) => row['i']), steps: history.map((row) => row['_step']) };
  }

  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

  test('a host that comes late gets everything by itself, one that goes and comes back has no gap and nothing twice', async () => {
    const { port } = host;
    await host.stop();
    const script = start(['days', 'late', '400', '10']);
    await said(script, 'safe');
    host = await startHost({ dataDir, port });
    await said(script, 'synced');
    await host.kill();
    await said(script, 'warning host.absent');
    host = await startHost({ dataDir, port });
    const { code, output } = await script.done;
    expect(code, output).toBe(0);
    const { state, i } = await rowsOf('days/late');
    expect(i).toEqual(upTo(400));
    expect(state).toBe('finished');
  });

  test('what was recorded without a host has its own times once it is synced, by either command', async () => {
    const startedAt = new Date(Math.floor(nowMs() / 1000) * 1000 - 7 * 86_400_000);
    const dir = mkdtempSync(join(tmpdir(), 'taffrail-then-'));
    folders.push(dir);
    for (const id of ['then-python', 'then-taffrail']) {
      const run = await init({ project: 'days', id, dir, mode: 'offline', startedAt });
      run.log({ i: 0, _runtime: 1 });
      run.alert('then', 'told while it ran');
      run.log({ i: 1, _runtime: 3600 });
      await run.finish();
      const command =
        id === 'then-python'
          ? [pythonWith('0.31.0'), '-m', 'wandb', 'sync', run.dir]
          : [process.execPath, join(ROOT, 'sdk', 'cli.ts'), 'sync', run.dir];
      const env = { PATH: process.env.PATH, HOME: dir, WANDB_BASE_URL: host.address, WANDB_API_KEY: ANY_KEY };
      const answer = spawnSync(command[0] ?? '', command.slice(1), { cwd: dir, encoding: 'utf8', env });
      expect(answer.status, answer.stderr).toBe(0);
      const { path, createdAt } = await new Api({ baseUrl: host.address, apiKey: ANY_KEY }).run(`days/${id}`);
      expect(createdAt).toEqual(startedAt);
      const page = await fetch(`${host.address}/api/runs/${path.join('/')}`);
      const { head, alerts } = (await page.json()) as {
        head: Readonly<Record<string, number>>;
        alerts: readonly { readonly at: number }[];
      };
      expect([id, (head['finishedAt'] ?? 0) - startedAt.getTime(), head['durationMs']]).toEqual([
        id,
        3_600_000,
        3_600_000,
      ]);
      expect(alerts.map(({ at }) => at - startedAt.getTime())).toEqual([3_600_000]);
    }
  });

  test('kill -9 loses nothing that was safe; Python and Taffrail both open what is left', async () => {
    const { port } = host;
    await host.stop();
    const script = start(['days', 'killed', '100000000', '0']);
    await said(script, 'safe');
    script.kill('SIGKILL');
    await script.done;
    host = await startHost({ dataDir, port });
    const [run = ''] = readdirSync(join(script.folder, 'wandb')).filter((name) => name.startsWith('run-'));
    const answer = spawnSync(
      pythonWith('0.31.0'),
      ['-m', 'wandb', 'sync', '--no-skip-online', join(script.folder, 'wandb', run)],
      {
        cwd: script.folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: script.folder, WANDB_BASE_URL: host.address, WANDB_API_KEY: ANY_KEY },
      },
    );
    expect(answer.status, answer.stdout + answer.stderr).toBe(0);
    const synced = await rowsOf('days/killed');
    expect(synced.i.length).toBeGreaterThan(100);
    expect(synced.i).toEqual(upTo(synced.i.length));
    const response = await fetch(`${host.address}/api/imports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ paths: [join(script.folder, 'wandb', run)] }),
    });
    expect(response.status).toBe(202);
    const item = await until('the journal to be read', async () => {
      const list = (await (await fetch(`${host.address}/api/imports`)).json()) as { items: Json[] };
      return list.items.find((one) => String(one['path']).startsWith(script.folder) && one['state'] !== 'reading');
    });
    expect(item['state'], JSON.stringify(item)).not.toBe('failed');
    expect(await rowsOf('days/killed')).toMatchObject({ i: synced.i });
  });

  test.each([
    ['exit', 'failed', 7],
    ['error', 'failed', 1],
    ['none', 'finished', 0],
  ])('a script that ends by itself (%s) leaves all of its rows and the state %s', async (ending, state, exitCode) => {
    const script = start(['days', `ends-${ending}`, '50', '0'], { ENDING: ending });
    const { code, output } = await script.done;
    expect(code, output).toBe(exitCode);
    expect(await rowsOf(`days/ends-${ending}`)).toMatchObject({ state, i: upTo(50) });
  });

  test.each([
    ['told', { WANDB_SILENT: '' }, 1],
    ['untold', { WANDB_SILENT: 'true' }, 0],
  ])(
    'the address of a run is printed once, apart from its own output, unless silence is asked for: %s',
    async (id, env, count) => {
      const script = start(['days', id, '5'], env);
      const { code, output } = await script.done;
      expect(code, output).toBe(0);
      const address = `taffrail: the run is at ${host.address}/${await entityOf(host.address)}/days/runs/${id}\n`;
      expect(output.split(address)).toHaveLength(1 + count);
      const [run = ''] = readdirSync(join(script.folder, 'wandb')).filter((name) => name.startsWith('run-'));
      const printed = readFileSync(join(script.folder, 'wandb', run, 'files', 'output.log'), 'utf8');
      expect(printed).toContain('synced');
      expect(printed).not.toContain('the run is at');
    },
  );

  test('Ctrl-C ends a script that waits, and its run', async () => {
    const script = start(['days', 'interrupted', '150', '0'], { ENDING: 'wait' });
    await said(script, 'synced');
    script.kill('SIGINT');
    expect((await script.done).signal).toBe('SIGINT');
    expect(await rowsOf('days/interrupted')).toMatchObject({ state: 'failed', i: upTo(150) });
  });

  test('an offline run is synced by Python; a run is gone on with, here and unseen', async () => {
    const offline = start(['days', 'pieces', '5', '0'], { OFFLINE: '1' });
    expect((await offline.done).code, offline.output()).toBe(0);
    const [folder = ''] = readdirSync(join(offline.folder, 'wandb')).filter((name) => name.startsWith('offline-run-'));
    const answer = spawnSync(pythonWith('0.31.0'), ['-m', 'wandb', 'sync', join(offline.folder, 'wandb', folder)], {
      cwd: offline.folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: offline.folder, WANDB_BASE_URL: host.address, WANDB_API_KEY: ANY_KEY },
    });
    expect(answer.status, answer.stdout + answer.stderr).toBe(0);
    const never = start(['days', 'pieces', '1', '0', '5'], { RESUME: 'never' });
    expect((await never.done).output).toContain('ResumeError');
    const resumed = start(['days', 'pieces', '3', '0', '5'], { RESUME: 'must' });
    expect((await resumed.done).code, resumed.output()).toBe(0);
    const { port } = host;
    await host.stop();
    const unseen = start(['days', 'pieces', '110', '30', '8'], { RESUME: 'allow' });
    await said(unseen, 'safe');
    host = await startHost({ dataDir, port });
    expect((await unseen.done).code, unseen.output()).toBe(0);
    const { i, steps } = await rowsOf('days/pieces');
    expect(i).toEqual(upTo(118));
    expect(steps).toEqual(upTo(118));
  });
});
