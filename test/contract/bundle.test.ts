import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BundleJob } from '#shared/api';
import { ANY_KEY } from '../support/demo/client.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript, startScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing();
const JSON_HEADERS = { 'Content-Type': 'application/json' };

type Json = Readonly<Record<string, unknown>>;

async function read<T>(host: TestHost, path: string): Promise<T> {
  const response = await fetch(`${host.address}${path}`);
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

/** Starts a job and waits for its end. */
async function job(host: TestHost, path: string, body: unknown): Promise<BundleJob> {
  const response = await fetch(`${host.address}${path}`, {
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify(body),
  });
  const { id } = (await response.json()) as { readonly id: number };
  expect(response.status).toBe(202);
  return ended(host, id);
}

async function ended(host: TestHost, id: number): Promise<BundleJob> {
  return until('the bundle to be over', async () => {
    const found = (await read<BundleJob[]>(host, '/api/bundles')).find((one) => one.id === id);
    return found?.state === 'working' ? undefined : found;
  });
}

/** All that wandb.Api() says of the runs of a script. */
async function readBack(host: TestHost, run: string): Promise<Json> {
  const { stdout } = await runScript(fixture('offline_read.py'), { address: host.address, args: [run] });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Json;
}

/** What the local API says of a run of the project, without what means this store only. */
async function localAnswers(host: TestHost, run: string): Promise<Json> {
  const { entity } = await read<{ entity: string }>(host, '/api/session');
  const at = `/api/runs/${entity}/offline/${run}`;
  // Bytes on the disk depend on how lines came in.
  const { sizeBytes: _, ...detail } = await read<Json>(host, at);
  const logs = await read<Json>(host, `${at}/logs?from=0&count=1000`);
  const artifacts = await read<Json>(host, `${at}/artifacts`);
  return { detail, logs, artifacts };
}

async function readEvents(host: TestHost, run: string): Promise<unknown[]> {
  const { stdout } = await runScript(fixture('bundle_events.py'), { address: host.address, args: [run] });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown[];
}

async function aliases(host: TestHost, collection: string): Promise<Json> {
  const { stdout } = await runScript(fixture('bundle_aliases.py'), { address: host.address, args: [collection] });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Json;
}

/** An answer without row ids and times of this store. */
function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (typeof value !== 'object' || value === null) return value;
  const left = Object.entries(value).filter(([key]) => !['id', 'updatedAt', 'createdAt'].includes(key));
  return Object.fromEntries(left.map(([key, member]) => [key, withoutSpans(member)]));
}

describe.skipIf(missing !== undefined)(`bundles${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-bundle-'));
  const zip = join(folder, 'runs.zip');
  let here: TestHost;
  let there: TestHost;
  const runs = ['everything', 'reader'] as const;
  const paths = async (): Promise<Json[]> => {
    const { entity } = await read<{ entity: string }>(here, '/api/session');
    return runs.map((run) => ({ entity, project: 'offline', run }));
  };

  async function log(script: string, id: string): Promise<void> {
    const place = join(folder, id);
    const env = { HOME: folder, WANDB_DATA_DIR: join(folder, 'data'), WANDB_CACHE_DIR: join(folder, 'cache') };
    await startScript(fixture(script), { address: here.address, args: [id, place], env }).done;
  }

  beforeAll(async () => {
    pythonWith('0.31.0');
    [here, there] = await Promise.all([startHost(), startHost()]);
    await log('offline_script.py', 'everything');
    await log('bundle_reader.py', 'reader');
    const made = await job(here, '/api/bundles', { runs: await paths(), form: 'zip', path: zip });
    expect(made).toMatchObject({ state: 'done', reason: '', runCount: 2 });
    const taken = await job(there, '/api/bundles/import', { path: zip });
    expect(taken).toMatchObject({ state: 'done', reason: '', faults: [], newRuns: 2 });
  });

  afterAll(async () => {
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const both = async <T>(ask: (host: TestHost) => Promise<T>): Promise<readonly [T, T]> => [
    await ask(here),
    await ask(there),
  ];

  test.each(runs)('%s: the client reads the same on both sides', async (run) => {
    const [before, after] = await both((host) => readBack(host, `offline/${run}`));
    for (const key of Object.keys(before)) expect(after[key], key).toEqual(before[key]);
  });

  test.each(runs)('%s: the pages read the same on both sides', async (run) => {
    const [before, after] = await both((host) => localAnswers(host, run));
    expect(after).toEqual(before);
  });

  test('system metrics come over with their times', async () => {
    const [before, after] = await both((host) => readEvents(host, 'offline/reader'));
    expect(before.length).toBeGreaterThan(0);
    expect(after).toEqual(before);
  });

  test('lineage, versions and aliases come over', async () => {
    const { entity } = await read<{ entity: string }>(here, '/api/session');
    const [before, after] = await both((host) => read<Json>(host, `/api/projects/${entity}/offline/artifacts`));
    expect(withoutSpans(after)).toEqual(withoutSpans(before));
  });

  test('a second import changes nothing, under another name too', async () => {
    const before = await Promise.all(runs.map((run) => localAnswers(there, run)));
    expect(await job(there, '/api/bundles/import', { path: zip })).toMatchObject({
      state: 'done',
      newRuns: 0,
      faults: [],
    });
    const other = join(folder, 'other.zip');
    copyFileSync(zip, other);
    expect(await job(there, '/api/bundles/import', { path: other })).toMatchObject({ state: 'done', newRuns: 0 });
    expect(await Promise.all(runs.map((run) => localAnswers(there, run)))).toEqual(before);
  });

  test('what a person changed on the other side stays', async () => {
    const { entity } = await read<{ entity: string }>(there, '/api/session');
    const edit = { method: 'PATCH', headers: JSON_HEADERS, body: JSON.stringify({ notes: 'changed there' }) };
    const at = `/api/runs/${entity}/offline/reader`;
    expect((await fetch(`${there.address}${at}`, edit)).status).toBe(200);
    await job(there, '/api/bundles/import', { path: zip });
    expect(await read<Json>(there, at)).toMatchObject({ head: { notes: 'changed there' } });
  });

  test('an altered bundle is refused, and nothing of it is there', async () => {
    await using empty = await startHost();
    const bytes = readFileSync(zip);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    const bad = join(folder, 'bad.zip');
    writeFileSync(bad, bytes);
    const refused = await job(empty, '/api/bundles/import', { path: bad });
    expect(refused).toMatchObject({ state: 'failed' });
    expect(refused.reason).toMatch(/^bad\.zip is not imported/);
    expect(await read(empty, '/api/projects')).toEqual([]);
  });

  test('a bundle is sent from another machine, and fetched from one', async () => {
    await using other = await startHost();
    const response = await fetch(`${other.address}/api/bundles/upload?name=mine.zip`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: readFileSync(zip),
    });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { readonly id: number };
    expect(await ended(other, id)).toMatchObject({ state: 'done', name: 'mine.zip', newRuns: 2 });
    const { entity } = await read<{ entity: string }>(other, '/api/session');
    const made = await job(other, '/api/bundles', { projects: [{ entity, project: 'offline' }], form: 'zip' });
    expect(made).toMatchObject({ state: 'done', isKept: true, runCount: 2 });
    const file = await fetch(`${other.address}/api/bundles/${made.id}/file`);
    expect(file.headers.get('content-disposition')).toContain(made.name);
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  test('another run with the same id is not touched', async () => {
    await using other = await startHost();
    const place = join(folder, 'clash');
    const env = { HOME: folder, WANDB_DATA_DIR: join(folder, 'data') };
    await startScript(fixture('bundle_clash.py'), { address: other.address, args: ['reader', place], env }).done;
    const before = await localAnswers(other, 'reader');
    const taken = await job(other, '/api/bundles/import', { path: zip });
    expect(taken).toMatchObject({ state: 'done', newRuns: 1 });
    expect(taken.faults.join()).toMatch(/reader: .*is not the one that has this id here/);
    expect(await localAnswers(other, 'reader')).toEqual(before);
    // The bundle's versions stand behind the one that is here, which keeps its aliases.
    const { entity } = await read<{ entity: string }>(other, '/api/session');
    expect(await aliases(other, `${entity}/offline/data`)).toEqual({ v0: ['best', 'latest'], v1: [], v2: ['second'] });
  });

  test('ordinary tools read it', () => {
    const listed = spawnSync(pythonWith('0.31.0'), ['-m', 'zipfile', '-t', zip], { encoding: 'utf8' });
    expect(listed.stdout).toMatch(/Done testing/);
  });

  test('the exported folder is synced by the client, and reads the same there', async () => {
    await using far = await startHost();
    const place = join(mkdtempSync(join(folder, 'out-')), 'runs');
    expect(await job(here, '/api/bundles', { runs: await paths(), form: 'folder', path: place })).toMatchObject({
      state: 'done',
    });
    const logs = readdirSync(join(place, 'wandb'))
      .sort()
      .map((name) => join(place, 'wandb', name));
    expect(logs).toHaveLength(2);
    // One after the other: the client sends several at once, in no order.
    for (let time = 0; time < 2; time++) for (const log of logs) sync(far, log);
    for (const run of runs) {
      const [before, after] = await Promise.all([readBack(here, `offline/${run}`), readBack(far, `offline/${run}`)]);
      for (const key of ['name', 'state', 'tags', 'notes', 'group', 'job_type', 'last_step', 'config', 'history']) {
        expect(after[key], key).toEqual(before[key]);
      }
      expect(after.summary).toEqual(before.summary);
      expect(after.artifacts).toEqual(before.artifacts);
      expect(Object.keys(after.files as Json)).toEqual(Object.keys(before.files as Json));
    }
  });

  function sync(far: TestHost, log: string): void {
    const answer = spawnSync(pythonWith('0.31.0'), ['-m', 'wandb', 'sync', log], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        WANDB_BASE_URL: far.address,
        WANDB_API_KEY: ANY_KEY,
        LANG: 'C.UTF-8',
      },
    });
    expect(answer.status, answer.stdout + answer.stderr).toBe(0);
  }
});
