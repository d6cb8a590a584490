import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import { Api, Histogram, Image, type Row, type RunRecord } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { runSdkScript, type SdkScript, startSdkScript } from '../support/sdk.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing();

type Answer = Readonly<Record<string, JsonValue>>;

/** Choices among the runs of a project: filters and orders as scripts write them. */
const CHOICES: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [{}, '+created_at'],
  [{}, '-created_at'],
  [{}, '-summary_metrics.loss'],
  [{}, '+config.lr.value'],
  [{ tags: 'even' }, '+created_at'],
  [{ tags: { $in: ['n1', 'n4'] } }, '+created_at'],
  [{ 'config.lr': { $gte: 0.1, $lt: 0.4 } }, '-config.lr.value'],
  [{ 'config.a.b': 3 }, '+created_at'],
  [{ $or: [{ group: 'first' }, { jobType: 'eval' }] }, '+created_at'],
  [{ $and: [{ 'summary_metrics.loss': { $gt: 1 } }, { 'config.opt.name': 'adam' }] }, '+summary_metrics.loss'],
  [{ display_name: { $regex: 'number [34]' } }, '+created_at'],
  [{ state: 'finished', 'summary_metrics.nothing': { $exists: false } }, '+created_at'],
  [{ group: { $ne: 'second' } }, '+created_at'],
  [{ $not: { tags: 'even' } }, '+created_at'],
];

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Without the step, which our rows always have. */
const withoutStep = (rows: readonly Row[]): unknown[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== '_step')));

/** The client writes NaN and the infinities as words where it cannot tell them. */
function unworded(value: JsonValue): JsonValue {
  if (value === 'NaN') return Number.NaN;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(unworded);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unworded(one)]));
}

describe.skipIf(missing !== undefined)(`runs read from two languages${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folders: string[] = [];
  let host: TestHost;
  let api: Api;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    const { address } = host;
    api = new Api({ baseUrl: address, apiKey: ANY_KEY });
    const env = { WANDB_X_STATS_SAMPLING_INTERVAL: '0.5' };
    await Promise.all([
      runScript(fixture('sdk_api_run.py'), { address, args: ['read', 'python'], env }),
      runSdkScript(fixture('sdk_api_run.ts'), { address, args: ['read', 'typescript'] }).then(({ folder }) =>
        folders.push(folder),
      ),
    ]);
  });

  afterAll(async () => {
    await api?.[Symbol.asyncDispose]();
    await host?.[Symbol.asyncDispose]();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): SdkScript {
    const script = startSdkScript(fixture('sdk_rows.ts'), { address: host.address, args, env });
    folders.push(script.folder);
    return script;
  }

  describe.each(['python', 'typescript'])('a run made from %s', (id) => {
    let run: RunRecord;
    let python: Answer;

    beforeAll(async () => {
      const entity = await api.defaultEntity;
      const args = [`${entity}/read/${id}`, JSON.stringify(CHOICES)];
      const { stdout } = await runScript(fixture('sdk_api_read.py'), { address: host.address, args });
      python = parseExtended(stdout.trim().split('\n').at(-1) ?? '') as Answer;
      run = await api.run(`read/${id}`);
    });

    test('has the same attributes', async () => {
      const { createdAt, commit, user, ...facts } = run.toJSON();
      const { createdAt: at, username, ...expected } = python['facts'] as Answer;
      expect({ ...facts, commit: commit ?? null }).toEqual(expected);
      expect((createdAt as Date).getTime()).toBe(Date.parse(String(at)));
      expect(user).toMatchObject({ username });
      expect(await run.metadata()).toEqual(python['metadata']);
      expect(await api.defaultEntity).toBe(python['entity']);
      expect(facts['config']).toMatchObject({ big: 2n ** 60n });
    });

    test('has the same sampled rows', async () => {
      expect(await run.history()).toEqual(python['history']);
      expect(await run.history({ samples: 20 })).toEqual(python['history of 20']);
      expect(await run.history({ keys: ['loss', 'acc'], samples: 30 })).toEqual(python['history of keys']);
      const overEpoch = await run.history({ keys: ['acc'], xAxis: 'epoch', samples: 10 });
      expect(withoutStep(overEpoch)).toEqual(python['history over epoch']);
      expect(overEpoch.length).toBe(10);
    });

    test('has the same rows, all of them, in any choice', async () => {
      const all = await listed(run.scanHistory());
      expect(all).toEqual(python['scan']);
      expect(all).toHaveLength(1303);
      expect(await listed(run.scanHistory({ minStep: 700, maxStep: 1303, pageSize: 97 }))).toEqual(
        python['scan of steps'],
      );
      expect(await listed(run.scanHistory({ keys: ['acc', 'epoch'] }))).toEqual(python['scan of keys']);
      const exact = await listed(run.scanHistory({ keys: ['nan', 'inf', 'big', 'word', 'nest.deep.y'] }));
      expect(exact).toMatchObject([{ nan: Number.NaN, inf: -Infinity, big: 2n ** 60n + 1n, word: 'NaN' }]);
      // The client's own reader rounds what it reads by keys.
      const [words] = python['scan of exact'] as readonly JsonValue[];
      expect({ ...(unworded(words ?? null) as Answer), word: 'NaN' }).toEqual({ ...exact[0], big: 2 ** 60 });
      expect(await listed(run.scanHistory({ keys: ['late'] }))).toEqual(python['scan of late']);
    });

    test('has the same values as columns', async () => {
      const rows = python['scan'] as readonly Answer[];
      const columns = await run.columns(['loss', 'acc', 'nest.x', 'inf']);
      const kept = rows.filter((row) => ['loss', 'acc', 'nest', 'inf'].some((key) => key in row));
      expect(Array.from(columns._step)).toEqual(kept.map((row) => row['_step']));
      expect(Array.from(columns.acc)).toEqual(kept.map((row) => row['acc'] ?? Number.NaN));
      expect(columns['nest.x'].filter((value) => !Number.isNaN(value))).toEqual(Float64Array.of(1));
      expect(columns.inf.includes(-Infinity)).toBe(true);
    });

    test('has the same system metrics, files and lines', async () => {
      expect(await run.systemHistory()).toEqual(python['system']);
      const files = await listed(run.files({ pageSize: 2 }));
      expect(files.map(({ name, size, md5 }) => [name, size, md5])).toEqual(
        (python['files'] as readonly (readonly JsonValue[])[]).map((file) => file.slice(0, 3)),
      );
      expect((await listed(run.files({ pattern: '%.json' }))).map(({ name }) => name)).toEqual(python['json files']);
      expect(await (await run.file('wandb-summary.json')).text()).toBe(python['text']);
      const lines = await listed(run.consoleLogs());
      expect(
        lines.map(({ line, level, time, text }) => [
          line,
          level === 'error' ? 'error' : '',
          time === undefined ? null : time.getTime() / 1000,
          text,
        ]),
      ).toEqual((python['logs'] as readonly JsonValue[][]).map(([n, l, at, text]) => [n, l, rounded(at), text]));
      expect(lines.map(({ text }) => text)).toEqual(expect.arrayContaining(['to stdout', 'to stderr ü']));
      expect((await listed(run.consoleLogs({ last: 1 }))).map(({ text }) => text)).toEqual(python['tail']);
    });

    test('lies among the same projects and runs', async () => {
      const chosen = CHOICES.map(([filters, order]) => api.runs('choice', { filters, order, pageSize: 2 }));
      const ids = await Promise.all(chosen.map(async (list) => (await list.toArray()).map((one) => one.id)));
      expect(ids).toEqual(python['runs']);
      expect(await Promise.all(chosen.map((list) => list.count()))).toEqual(python['counts']);
      expect((await listed(api.projects())).map(({ name }) => name).sort()).toEqual(python['projects']);
    });
  });

  test('runs become plain records, with all attributes', async () => {
    const records = await api.runs('choice', { filters: { 'config.lr': { $gt: 0.25 } } }).toRecords();
    expect(records).toMatchObject([
      { id: 'run3', config: { lr: 0.3, 'a.b': 3 }, summary: { acc: 3 }, metadata: { program: expect.any(String) } },
      { id: 'run4', group: 'second', jobType: 'eval', tags: ['even', 'n4'] },
    ]);
    expect(await api.runs('choice').toArray(2)).toHaveLength(2);
  });

  test('what is changed here is seen from Python', async () => {
    const run = await api.run('choice/run1');
    const pixels = { data: new Uint8Array(12).fill(200), width: 2, height: 2, channels: 3 as const };
    const changed = await run.update({
      name: 'renamed',
      notes: 'later',
      tags: ['kept'],
      group: null,
      config: { lr: null, opt: { beta: 0.5 }, seed: 2n ** 60n },
      summary: { loss: null, f1: { a: 0.5, b: Number.NaN }, spread: new Histogram([1, 2, 3]), shot: new Image(pixels) },
    });
    expect(changed).toMatchObject({ name: 'renamed', tags: ['kept'], group: undefined });
    expect((await changed.update({ summary: { f1: { a: null, c: 2 } } })).summary).toMatchObject({ f1: { c: 2 } });
    const { stdout } = await runScript(fixture('sdk_read.py'), { address: host.address, args: ['choice/run1'] });
    const seen = parseExtended(stdout.trim().split('\n').at(-1) ?? '') as Answer;
    expect(seen).toMatchObject({
      name: 'renamed',
      notes: 'later',
      tags: ['kept'],
      group: null,
      state: 'finished',
      config: { 'a.b': 1, opt: { name: 'adam', beta: 0.5 }, seed: 2n ** 60n },
      summary: { acc: 1, f1: { b: Number.NaN, c: 2 }, spread: { _type: 'histogram' }, shot: { _type: 'image-file' } },
    });
    expect(Object.keys(seen['config'] as Answer)).not.toContain('lr');
    expect(Object.keys(seen['summary'] as Answer)).not.toContain('loss');
    const { path } = (changed.summary as { shot: { path: string } }).shot;
    expect(seen['files']).toContain(path);
    await expect(run.update({ summary: { bad: () => 1 } })).rejects.toThrow('bad');
  });

  test('files go up, come back and go away', async () => {
    const run = await api.run('choice/run2');
    const folder = mkdtempSync(join(tmpdir(), 'taffrail-files-'));
    folders.push(folder);
    const text = await run.uploadFile('notes/ü a%b.txt', 'four bytes: ü');
    expect(text).toMatchObject({ name: 'notes/ü a%b.txt', size: 14 });
    const path = await text.download(folder);
    expect(readFileSync(path, 'utf8')).toBe('four bytes: ü');
    await expect(text.download(folder)).rejects.toMatchObject({ code: 'file.exists' });
    expect(await text.download(folder, { replace: true })).toBe(path);
    const big = await run.uploadFile('big.bin', Readable.from([Buffer.alloc(3_000_000, 1), Buffer.alloc(5, 2)]));
    expect(big.size).toBe(3_000_005);
    expect((await big.bytes()).at(-1)).toBe(2);
    expect((await run.uploadFile('blob', new Blob(['xyz']))).md5).toBe((await run.uploadFile('same', 'xyz')).md5);
    await expect(run.uploadFile('../out', 'x')).rejects.toMatchObject({ code: 'file.name' });
    await big.delete();
    await expect(run.file('big.bin')).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(big.bytes()).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  test('a run that goes on is followed to its end: its rows, its lines, its state', async () => {
    const script = start(['live', 'rows', '60', '40']);
    const run = await until('the run', () => api.run('live/rows').catch(() => undefined));
    const lines = listed(run.consoleLogs({ follow: true }));
    const rows = await listed(run.follow({ keys: ['i'] }));
    expect((await script.done).code, script.output()).toBe(0);
    expect(rows.at(-1)).toMatchObject({ i: 59, _step: 59 });
    expect(rows.map((row) => row['i'])).toEqual(rows.map((_, n) => n + run.lastStep + 1));
    expect((await lines).some(({ text }) => text.startsWith('synced'))).toBe(true);
    expect((await run.refresh()).state).toBe('finished');
  });

  test('Stop is heard by the script; following can be given up', async () => {
    const script = start(['live', 'stopped', '100000', '20'], { STOPPABLE: '1' });
    const run = await until('the run', () => api.run('live/stopped').catch(() => undefined));
    const given = new AbortController();
    const followed = (async () => {
      for await (const row of run.follow({ signal: given.signal })) if (row._step > 5) given.abort(new Error('enough'));
    })();
    await expect(followed).rejects.toThrow('enough');
    await run.stop();
    expect((await script.done).code, script.output()).toBe(0);
    expect(script.output()).toContain('stopped');
  });

  test('runs and charts are made, a run is deleted', async () => {
    const made = await api.createRun({ project: 'made', id: 'empty' });
    expect(made).toMatchObject({ id: 'empty', project: 'made', state: 'running', lastStep: -1 });
    expect(await made.metadata()).toBeUndefined();
    expect(await listed(made.scanHistory())).toEqual([]);
    const spec = { mark: 'point', data: { name: 'wandb' }, encoding: {} };
    expect(await api.createChart({ name: 'dots', spec })).toBe(`${await api.defaultEntity}/dots`);
    await made.delete();
    await expect(made.refresh()).rejects.toMatchObject({ name: 'NotFoundError', code: 'run.unknown' });
    await expect(made.update({ notes: 'x' })).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(await api.runs('made').count()).toBe(0);
  });

  test('what is not there, and who does not answer, is said', async () => {
    await expect(api.run('read/nobody')).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(api.run('nowhere/nobody')).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(api.runs('nowhere').toArray()).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(api.run('a/b/c/d')).rejects.toMatchObject({ name: 'UsageError' });
    const run = await api.run('read/python');
    expect((await api.run(run.url)).path).toEqual(run.path);
    await expect(run.file('none.txt')).rejects.toMatchObject({ code: 'file.unknown' });
    await expect(listed(run.scanHistory({ minStep: -1 }))).rejects.toMatchObject({ code: 'scan.range' });
    const nobody = new Api({ baseUrl: 'http://127.0.0.1:9' });
    await expect(nobody.run('a/b/c')).rejects.toMatchObject({ name: 'ConnectionError', code: 'host.absent' });
    const silent = createServer().listen(0, '127.0.0.1');
    await until('a server that says nothing', async () => silent.address() ?? undefined);
    const { port } = silent.address() as { port: number };
    const deaf = new Api({ baseUrl: `http://127.0.0.1:${port}`, timeout: 50 });
    await expect(deaf.run('a/b/c')).rejects.toMatchObject({ name: 'ConnectionError', code: 'timeout' });
    const signal = AbortSignal.abort(new Error('given up'));
    await expect(run.refresh({ signal })).rejects.toThrow('given up');
    const closed = new Api({ baseUrl: `http://127.0.0.1:${port}` });
    const asked = closed.run('a/b/c');
    await closed[Symbol.asyncDispose]();
    await expect(asked).rejects.toMatchObject({ code: 'api.closed' });
    silent.close();
  });
});

/** Python's microseconds as the milliseconds of a Date. */
function rounded(seconds: JsonValue | undefined): JsonValue {
  return typeof seconds === 'number' ? Math.floor(seconds * 1000) / 1000 : null;
}
