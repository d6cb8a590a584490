import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Api, Artifact, init, type LoggedArtifact } from '../../sdk/index.ts';
import { ANY_KEY, WireClient } from '../support/demo/client.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { entityOf, ROOT, startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { runSdkScript } from '../support/sdk.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing();

interface Version {
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly string[];
  readonly digest: string;
  readonly files: Readonly<Record<string, number>>;
  readonly refs: Readonly<Record<string, string>>;
  readonly table: unknown;
  readonly logged_by: string;
  readonly used_by: readonly string[];
}

interface Reading {
  readonly logged: readonly Version[];
  readonly used: readonly string[];
  readonly files: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
}

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

function runFolders(folder: string): readonly string[] {
  const root = join(folder, 'wandb');
  return readdirSync(root)
    .filter((name) => name.startsWith('offline-run-'))
    .map((name) => join(root, name));
}

/** What a person does with a run that was left behind. */
function sync(address: string, folder: string): void {
  const { status, stderr } = spawnSync(pythonWith('0.31.0'), ['-m', 'wandb', 'sync', '--no-skip-online', folder], {
    env: { ...process.env, WANDB_BASE_URL: address, WANDB_API_KEY: ANY_KEY },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

describe.skipIf(missing !== undefined)(
  `artifacts and files from TypeScript${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const folders: string[] = [];
    let host: TestHost;
    let entity: string;
    let output: readonly string[];

    beforeAll(async () => {
      pythonWith('0.31.0');
      host = await startHost();
      entity = await entityOf(host.address);
      const script = await runSdkScript(fixture('sdk_artifacts.ts'), { address: host.address, args: ['maker'] });
      folders.push(script.folder);
      output = script.output().split('\n');
    });
    afterAll(async () => {
      await host?.[Symbol.asyncDispose]();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });

    const read = async (run: string, ...more: string[]): Promise<Reading> => {
      const { stdout: text } = await runScript(fixture('sdk_artifacts_read.py'), {
        address: host.address,
        args: [`${entity}/boxes/${run}`, ...more],
      });
      return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Reading;
    };
    const options = (): { readonly baseUrl: string; readonly apiKey: string } => ({
      baseUrl: host.address,
      apiKey: ANY_KEY,
    });

    test('versions have the digests, files and references that the real client would give them and reads', async () => {
      const { stdout: digest } = await runScript(fixture('sdk_artifacts_digest.py'), { address: host.address });
      const [name, type, version, aliases, ours] = JSON.parse(output[0] ?? '') as unknown[];
      expect([name, type, version, aliases]).toEqual([
        'set:v0',
        'dataset',
        0,
        expect.arrayContaining(['latest', 'best']),
      ]);
      expect(ours).toBe(digest.trim());
      expect(output[1]).toBe('set:v0');
      const { logged } = await read('maker');
      const set = logged.find((one) => one.name === 'set:v0');
      expect(set).toMatchObject({
        type: 'dataset',
        description: 'numbers',
        metadata: { rows: 3, by: { hand: true } },
        aliases: ['best', 'latest'],
        files: { 'in/a.txt': 5, 'in/deep/b.bin': 300_000, 'hello.txt': 5 },
        refs: { 'far/big.bin': 'https://example.org/big.bin' },
        logged_by: 'maker',
      });
      expect(logged.find((one) => one.name === 'net:v0')?.files).toEqual({ 'model/weights.txt': 7 });
      const words = logged.find((one) => one.name === 'words:v0');
      expect(words?.table).toEqual([['one', 'grey', [2, 2]]]);
      expect(logged).toHaveLength(3);
    });

    test('files are kept as they were, as they are at the end, and as they change; some stay here', async () => {
      expect(output[2]).toBe('1 saved');
      const { files, texts } = await read('maker', 'texts');
      expect(files).toEqual(expect.arrayContaining(['data/a.txt', 'notes.md', 'trace.log']));
      expect(files).not.toContain('a.secret');
      expect(texts).toEqual({ 'data/a.txt': 'alpha', 'notes.md': 'last words', 'trace.log': 'one two' });
    });

    test('a run reads a version: its content is compared with its digest, and both sides know of it', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'taffrail-use-'));
      folders.push(dir);
      const run = await init({ ...options(), project: 'boxes', id: 'reader', dir, console: false });
      const set = await run.useArtifact('set:best', { type: 'dataset' });
      expect(set).toMatchObject({ name: 'set:v0', metadata: { rows: 3, by: { hand: true } }, size: 300_010 });
      await expect(run.useArtifact('set', { type: 'model' })).rejects.toMatchObject({ code: 'artifact.type' });
      await expect(run.useArtifact('nothing:v7')).rejects.toMatchObject({ code: 'artifact.unknown' });
      const target = join(dir, 'out');
      await set.download(target);
      expect(readFileSync(join(target, 'in/a.txt'), 'utf8')).toBe('alpha');
      expect(readFileSync(join(target, 'in/deep/b.bin'))).toEqual(Buffer.alloc(300_000, 7));
      expect((await listed(set.files())).map((file) => [file.name, file.size, file.reference])).toEqual(
        expect.arrayContaining([
          ['hello.txt', 5, undefined],
          ['far/big.bin', 0, 'https://example.org/big.bin'],
        ]),
      );
      await expect(set.open('far/big.bin')).rejects.toMatchObject({ code: 'artifact.reference' });
      expect((await set.loggedBy())?.id).toBe('maker');
      await run.finish();
      expect((await listed(set.usedBy())).map((one) => one.id)).toEqual(['reader']);
      const { used } = await read('reader');
      expect(used).toEqual(['set:v0']);
      const api = new Api(options());
      const names = async (items: AsyncIterable<LoggedArtifact>): Promise<string[]> =>
        (await listed(items)).map((one) => one.name).sort();
      const maker = await api.run(`${entity}/boxes/maker`);
      expect(await names(maker.loggedArtifacts())).toEqual(['net:v0', 'set:v0', 'words:v0']);
      expect(await names((await api.run(`${entity}/boxes/reader`)).usedArtifacts())).toEqual(['set:v0']);
      expect((await api.artifact(`${entity}/boxes/net`)).type).toBe('model');
    });

    test('without a host nothing stops: the version is delivered when one comes', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'taffrail-later-'));
      folders.push(dir);
      const away = { ...options(), baseUrl: 'http://127.0.0.1:9' };
      const run = await init({ ...away, project: 'boxes', id: 'later', dir, console: false });
      const logging = run.logArtifact(new Artifact('late', 'dataset').addBytes('x', 'y'));
      const report = await run.finish({ wait: 0 });
      expect(report.delivered).toBe('journal');
      await expect(logging).rejects.toMatchObject({ code: 'host.absent' });
      const script = await runSdkScript(fixture('sdk_artifacts.ts'), {
        address: host.address,
        args: ['offline', 'offline'],
      });
      folders.push(script.folder);
      for (const folder of [report.dir, ...runFolders(script.folder)]) sync(host.address, folder);
      const late = await new Api(options()).artifact(`${entity}/boxes/late`);
      expect((await listed(late.files())).map((file) => [file.name, file.size])).toEqual([['x', 1]]);
      expect(await new Response(await late.open('x')).text()).toBe('y');
      expect((await late.loggedBy())?.id).toBe('later');
      const { files, texts } = await read('offline', 'texts');
      expect(files).toContain('data/a.txt');
      expect(texts['notes.md']).toBe('last words');
    });

    test('several threads log to one run: no row is lost, and each has its own step', async () => {
      const script = await runSdkScript(fixture('sdk_threads.ts'), { address: host.address });
      folders.push(script.folder);
      const run = await new Api(options()).run(`${entity}/threads/many`);
      const rows = await listed(run.scanHistory());
      expect(rows.map((row) => row._step)).toEqual(rows.map((_, i) => i));
      const valuesOf = (key: string): unknown[] => rows.flatMap((row) => (row[key] === undefined ? [] : [row[key]]));
      expect(valuesOf('main')).toEqual(Array.from({ length: 20 }, (_, i) => i));
      for (const name of ['a', 'b']) {
        expect(valuesOf(name)).toEqual(Array.from({ length: 50 }, (_, i) => 50 - i));
        expect(valuesOf(`both.${name}`)).toEqual(Array.from({ length: 50 }, (_, i) => i));
        expect(valuesOf(`picture ${name}`)).toEqual([expect.objectContaining({ _type: 'image-file', caption: name })]);
        expect(run.config[`by ${name}`]).toBe(0.1);
        expect(run.summary[`done ${name}`]).toBe(true);
        expect(run.summary[name]).toEqual({ max: 50 });
        expect(run.summary[`curve ${name}_table`]).toMatchObject({ _type: 'table-file', nrows: 1 });
        expect(await (await run.file(`notes-${name}.txt`)).text()).toBe(`by ${name}`);
        expect(run.summary[`used ${name}`]).toBe(`set-${name}:v0 best latest`);
        expect(run.summary[`refused ${name}`]).toBe('NotFoundError');
      }
      const { project } = await new WireClient(host.address).graphql<{ project: { run: { config: string } } }>(
        'query C($e: String!) { project(name: "threads", entityName: $e) { run(name: "many") { config } } }',
        { e: entity },
      );
      expect(JSON.parse(project.run.config)).toMatchObject({
        _wandb: { value: { visualize: { 'curve a': { panel_type: 'Vega2' }, 'curve b': { panel_type: 'Vega2' } } } },
      });
      const named = async (versions: AsyncIterable<LoggedArtifact>): Promise<string[]> =>
        (await listed(versions)).map((one) => one.name).filter((one) => one.startsWith('set-'));
      expect((await named(run.loggedArtifacts())).sort()).toEqual(['set-a:v0', 'set-b:v0']);
      expect((await named(run.usedArtifacts())).sort()).toEqual(['set-a:v0', 'set-b:v0']);
    });

    test('a run that is being recorded is not recorded twice; once it is over it is gone on with', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'taffrail-twice-'));
      folders.push(dir);
      const start = (): ReturnType<typeof init> =>
        init({ ...options(), project: 'boxes', id: 'once', dir, console: false, resume: 'allow' });
      const first = await start();
      first.log({ i: 0 });
      await expect(start()).rejects.toMatchObject({ code: 'run.busy' });
      await first.finish();
      // What a process that was killed leaves behind holds up nobody.
      writeFileSync(join(dir, 'wandb', '.run-once.lock'), '999999999');
      const second = await start();
      expect(second.resumed).toBe(true);
      second.log({ i: 1 });
      await second.finish();
      const run = await new Api(options()).run(`${entity}/boxes/once`);
      expect((await listed(run.scanHistory())).map((row) => row['i'])).toEqual([0, 1]);
    });

    test('what cannot be logged says why, and the run goes on', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'taffrail-bad-'));
      folders.push(dir);
      const run = await init({ ...options(), project: 'boxes', id: 'bad', dir, console: false });
      expect(() => new Artifact('a/b', 'dataset')).toThrow(/1 to 128/);
      expect(() => new Artifact('a', 'dataset').addFile(join(dir, 'nothing'))).toThrow(/there is no file/);
      expect(() => new Artifact('a', 'dataset').addBytes('../x', '')).toThrow(/no name of a file/);
      expect(() => new Artifact('a', 'dataset').addReference('not an address')).toThrow(/scheme/);
      await expect(run.saveFile(join(dir, '..', '*'), { base: dir })).rejects.toMatchObject({ code: 'file.outside' });
      await expect(run.logArtifact(new Artifact('set', 'other type').addBytes('x', 'y'))).rejects.toMatchObject({
        code: 'host.refused',
      });
      run.log({ loss: 3 });
      const report = await run.finish();
      expect(report.delivered).toBe('host');
    });
  },
);

describe('a version whose files take long', () => {
  let host: TestHost;
  let proxy: FaultProxy;
  let isHeld = true;
  let folder: string;
  let api: Api;

  beforeAll(async () => {
    host = await startHost();
    folder = mkdtempSync(join(tmpdir(), 'taffrail-aside-'));
    const isUpload = ({ method, url = '' }: IncomingMessage): boolean => method === 'PUT' && url.includes('/artifact');
    proxy = await startFaultProxy(
      () => host.address,
      (request) => (isHeld && isUpload(request) ? 'error' : 'none'),
    );
    api = new Api({ baseUrl: host.address, apiKey: ANY_KEY });
  });
  beforeEach(() => {
    isHeld = true;
  });
  afterAll(async () => {
    await proxy?.stop();
    await host?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const versionsOf = async (run: string): Promise<string[]> => {
    const record = await api.run(`boxes/${run}`);
    return (await listed(record.loggedArtifacts())).map(({ name }) => name);
  };

  test('rows, output and files go on beside it; the end of the run waits for it', async () => {
    const place = { baseUrl: proxy.address, apiKey: ANY_KEY, dir: folder };
    const run = await init({ ...place, project: 'boxes', id: 'aside', console: false });
    run.on('warning', () => undefined);
    const held = proxy.counts.error ?? 0;
    const given = run.logArtifact(new Artifact('large', 'dataset').addBytes('a.bin', Buffer.alloc(100_000, 1)));
    const after = run.logArtifact(new Artifact('small', 'dataset').addBytes('b.txt', 'b'));
    for (const one of [given, after]) one.catch(() => undefined);
    await until('the upload to be held', () => (proxy.counts.error ?? 0) > held);
    run.log({ i: 0 });
    run.writeConsole('said meanwhile\n');
    run.summary.set('late', 7);
    await until('the row to be there', async () => (await api.run('boxes/aside')).lastStep === 0);
    expect(await run.finish({ wait: 0.2 })).toMatchObject({ delivered: 'journal' });
    const { state, summary } = await until('the summary', async () => {
      const record = await api.run('boxes/aside');
      return record.summary['late'] === undefined ? undefined : record;
    });
    expect([state, summary['late']]).toEqual(['running', 7]);
    expect(await versionsOf('aside')).toEqual([]);
    isHeld = false;
    const done = await until('the end', async () => {
      const record = await api.run('boxes/aside');
      return record.state === 'finished' ? record : undefined;
    });
    expect((await versionsOf('aside')).sort()).toEqual(['large:v0', 'small:v0']);
    const lines: string[] = [];
    for await (const { text } of done.consoleLogs()) lines.push(text);
    expect(lines).toEqual(['said meanwhile']);
  });

  test('one that its process could not send goes with what is left of the run', async () => {
    const file = join(folder, 'left.ts');
    writeFileSync(
      file,
      `import { Artifact, init } from '${join(ROOT, 'sdk', 'index.ts')}';
const run = await init({ project: 'boxes', id: 'left', systemMetrics: false });
for (let i = 0; i < 2000; i++) run.log({ i, text: 'x'.repeat(1000) });
run.logArtifact(new Artifact('left', 'dataset').addBytes('a.bin', Buffer.alloc(100_000, 2))).catch(() => undefined);
for (let i = 2000; i < 4000; i++) run.log({ i, text: 'x'.repeat(1000) });
await run.finish({ wait: 4 });
process.exit(0);
`,
    );
    const script = await runSdkScript(file, { address: proxy.address, folder });
    expect((await api.run('boxes/left')).lastStep, script.output()).toBe(3999);
    expect(await versionsOf('left')).toEqual([]);
    const places = { env: { ...process.env, WANDB_BASE_URL: proxy.address, WANDB_API_KEY: ANY_KEY } };
    const [left = ''] = readdirSync(join(folder, 'wandb')).filter((name) => name.endsWith('-left'));
    isHeld = false;
    const command = [join(ROOT, 'sdk', 'cli.ts'), 'sync', '--force', join(folder, 'wandb', left)];
    const child = spawn(process.execPath, command, { ...places, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
    expect(await new Promise((resolve) => child.once('close', resolve)), words).toBe(0);
    expect(await versionsOf('left')).toEqual(['left:v0']);
    const record = await api.run('boxes/left');
    expect([record.state, record.lastStep]).toEqual(['finished', 3999]);
    expect((await record.columns(['i'])).i).toHaveLength(4000);
  });
});
