import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANY_KEY } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript, startScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing();

type Json = Readonly<Record<string, unknown>>;

interface ReadBack {
  readonly config: Json;
  readonly raw_config: { readonly m: readonly Json[]; readonly e: Readonly<Record<string, Json>>; readonly t: Json };
  readonly summary: Json;
  readonly history: readonly Json[];
  readonly files: Readonly<Record<string, { readonly sha: string; readonly mime: string; readonly text?: string }>>;
  readonly artifacts: Json;
  readonly metadata: Json;
  readonly events: readonly string[];
  readonly [key: string]: unknown;
}

const WAYS = ['online', 'synced', 'opened'] as const;
type Way = (typeof WAYS)[number];

describe.skipIf(missing !== undefined)(`one script, three ways here${missing ? ` (skipped: ${missing})` : ''}`, () => {
  // Kept until the end: the logs of offline runs point at files in it.
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-three-'));
  const read = {} as Record<Way, ReadBack>;
  let host: TestHost;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    for (const way of WAYS) await log(way);
    sync(join(folder, 'synced'));
    await open(join(folder, 'opened', 'wandb'));
    for (const way of WAYS) read[way] = await readBack(way);
  });

  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function log(way: Way): Promise<void> {
    const place = join(folder, way);
    const env = { HOME: folder, WANDB_DATA_DIR: join(folder, 'data'), WANDB_DIR: place };
    const mode = way === 'online' ? {} : { WANDB_MODE: 'offline' };
    const args = [way, place];
    const { output } = await startScript(fixture('offline_script.py'), {
      address: host.address,
      args,
      env: { ...env, ...mode },
    }).done;
    expect(existsSync(join(place, 'wandb')), output).toBe(true);
  }

  function sync(place: string): void {
    const run = readdirSync(join(place, 'wandb')).find((name) => name.startsWith('offline-run-')) ?? '';
    const answer = spawnSync(pythonWith('0.31.0'), ['-m', 'wandb', 'sync', join(place, 'wandb', run)], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        WANDB_BASE_URL: host.address,
        WANDB_API_KEY: ANY_KEY,
        LANG: 'C.UTF-8',
      },
    });
    expect(answer.status, answer.stdout + answer.stderr).toBe(0);
  }

  async function open(path: string): Promise<Json> {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${host.address}/api/imports`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ paths: [path] }),
    });
    expect(response.status).toBe(202);
    return until('the log to be read', async () => {
      const list = (await (await fetch(`${host.address}/api/imports`)).json()) as { items: Json[] };
      const item = list.items.find((one) => String(one.path).startsWith(path));
      return item?.state === 'done' || item?.state === 'failed' ? item : undefined;
    });
  }

  async function readBack(way: Way): Promise<ReadBack> {
    const { stdout } = await runScript(fixture('offline_read.py'), { address: host.address, args: [`offline/${way}`] });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ReadBack;
  }

  const others = ['synced', 'opened'] as const;

  test.each(others)('%s: who the run is and how it ended', (way) => {
    for (const key of ['name', 'state', 'tags', 'notes', 'group', 'job_type', 'last_step']) {
      expect(read[way][key], key).toEqual(read.online[key]);
    }
    expect(read[way].state).toBe('failed');
  });

  test.each(others)('%s: config, with the metrics that the script defined', (way) => {
    expect(read[way].config).toEqual(read.online.config);
    expect(definitions(read[way])).toEqual(definitions(read.online));
    const [environment] = Object.values(read[way].raw_config.e);
    expect(Object.keys(environment ?? {}).sort()).toEqual(
      Object.keys(Object.values(read.online.raw_config.e)[0] ?? {}).sort(),
    );
    for (const key of ['4', '5', '12', '13']) expect(read[way].raw_config.t[key]).toBe(read.online.raw_config.t[key]);
  });

  test.each(others)('%s: every row and the summary, but for times', (way) => {
    expect(read[way].history.map(timeless)).toEqual(read.online.history.map(timeless));
    expect(timeless(read[way].summary)).toEqual(timeless(read.online.summary));
  });

  test.each(others)('%s: system metrics have the same names', (way) => {
    expect(read[way].events).toEqual(read.online.events);
  });

  test.each(others)('%s: the same files, byte for byte where no time is in them', (way) => {
    const made = new Set(['config.yaml', 'wandb-metadata.json', 'wandb-summary.json']);
    expect(Object.keys(read[way].files)).toEqual(Object.keys(read.online.files));
    for (const [name, file] of Object.entries(read[way].files)) {
      expect(file.mime, name).toBe(read.online.files[name]?.mime);
      if (!made.has(name)) expect(file.sha, name).toBe(read.online.files[name]?.sha);
    }
    expect(Object.keys(read[way].metadata).sort()).toEqual(Object.keys(read.online.metadata).sort());
  });

  test.each(others)('%s: the same artifacts', (way) => {
    expect(read[way].artifacts).toEqual(read.online.artifacts);
  });

  test.each(others)('%s: the same console output', async (way) => {
    const texts = async (run: string): Promise<unknown> => {
      const entity = await entityOf(host.address);
      const answer = await fetch(`${host.address}/api/runs/${entity}/offline/${run}/logs?from=0&count=100`);
      const { lines } = (await answer.json()) as { lines: { text: string; stream: string }[] };
      return lines.map(({ text, stream }) => [stream, text]);
    };
    expect(await texts(way)).toEqual(await texts('online'));
  });

  test('opening the folders of runs that are here already changes nothing, and the folders stay as they are', async () => {
    const before = snapshot(folder);
    for (const way of WAYS) {
      const item = await open(join(folder, way, 'wandb'));
      expect(item, way).toMatchObject({ state: 'done', reason: '' });
    }
    for (const way of WAYS) expect(await readBack(way), way).toEqual(read[way]);
    expect(snapshot(folder)).toEqual(before);
  });
});

/** Definitions by name, with the name of the step metric instead of its place in the list. */
function definitions({ raw_config: { m } }: ReadBack): Json {
  const nameOf = (entry: Json | undefined): string => String(entry?.['1'] ?? entry?.['2']);
  const numbers = (value: unknown): number[] => [...(value as number[])].sort((a, b) => a - b);
  return Object.fromEntries(
    m.map((entry) => [
      nameOf(entry),
      {
        options: numbers(entry['6']),
        summary: numbers(entry['7']),
        step: entry['5'] === undefined ? undefined : nameOf(m[Number(entry['5']) - 1]),
      },
    ]),
  );
}

/** Without what differs between any two runs: times, and the random names of drafts in references to tables. */
function timeless(row: Json): Json {
  const { _timestamp: _1, _runtime: _2, _wandb: _3, tab, ...rest } = row;
  if (typeof tab !== 'object' || tab === null) return { ...rest, ...(tab === undefined ? {} : { tab }) };
  const { artifact_path: _4, _latest_artifact_path: _5, ...table } = tab as Json;
  return { ...rest, tab: table };
}

/** Every log below a folder with its content. */
function snapshot(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wandb'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}
