import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** What the local API says of a run, without what means this store only. */
async function localAnswers(host: TestHost, run: string): Promise<Json> {
  const { entity } = await read<{ entity: string }>(host, '/api/session');
  const at = `/api/runs/${entity}/${run}`;
  const detail = await read<Json>(host, at);
  const logs = await read<Json>(host, `${at}/logs?from=0&count=1000`);
  const artifacts = await read<Json>(host, `${at}/artifacts`);
  return { detail, logs, artifacts };
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

  test.each(runs)('%s: the client reads the same on both sides', async (run) => {
    const [before, after] = await Promise.all([readBack(here, `offline/${run}`), readBack(there, `offline/${run}`)]);
    for (const key of Object.keys(before)) expect(after[key], key).toEqual(before[key]);
  });

  test.each(runs)('%s: the pages read the same on both sides', async (run) => {
    const [before, after] = await Promise.all([
      localAnswers(here, `offline/${run}`),
      localAnswers(there, `offline/${run}`),
    ]);
    expect(after).toEqual(before);
  });
});
