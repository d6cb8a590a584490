import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startHost, type RunningHost } from '#host/app';
import { pause } from '#host/base';
import type { BundleJob, LogPage, RunDetail, RunFile } from '#shared/api';

// Each bundle is made and read by threads of their own, which a busy machine begins slowly.
vi.setConfig({ testTimeout: 90_000 });

const root = mkdtempSync(join(tmpdir(), 'taffrail-trip-'));
let here: RunningHost;
let there: RunningHost;

beforeAll(async () => {
  const start = (name: string): Promise<RunningHost> =>
    startHost({ dataDir: join(root, name), port: 0, version: '0.0.0', username: 'me', logLevel: 'error' });
  [here, there] = await Promise.all([start('here'), start('there')]);
});
afterAll(async () => {
  await here.stop();
  await there.stop();
  rmSync(root, { recursive: true, force: true });
});

async function call<T>(at: RunningHost, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${at.address}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function ended(at: RunningHost, id: number): Promise<BundleJob> {
  for (let tries = 0; tries < 1200; tries++) {
    const job = (await call<BundleJob[]>(at, 'GET', '/api/bundles')).find((one) => one.id === id);
    if (job !== undefined && job.state !== 'working') return job;
    await pause(50);
  }
  throw new Error('the bundle was not over');
}

let count = 0;
/** Takes a run from here to there; returns what the import says. */
async function carry(run: string): Promise<BundleJob> {
  const path = join(root, `bundle-${count++}.zip`);
  const runs = [{ entity: 'me', project: 'p', run }];
  const made = await ended(
    here,
    (await call<{ id: number }>(here, 'POST', '/api/bundles', { runs, form: 'zip', path })).id,
  );
  expect(made).toMatchObject({ state: 'done', reason: '' });
  const taken = await ended(there, (await call<{ id: number }>(there, 'POST', '/api/bundles/import', { path })).id);
  expect(taken).toMatchObject({ state: 'done', reason: '' });
  return taken;
}

async function begin(run: string): Promise<void> {
  const query = `mutation U($run: String!) { upsertBucket(input: {name: $run, modelName: "p", entityName: "me",
    config: "{\\"rate\\": {\\"value\\": 0.10}}", tags: ["a"]}) { bucket { id } } }`;
  await call(here, 'POST', '/graphql', { query, variables: { run } });
}

function stream(run: string, body: unknown): Promise<unknown> {
  return call(here, 'POST', `/files/me/p/${run}/file_stream`, body);
}

function rows(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => {
    const step = from + i;
    return `{"_step":${step},"_timestamp":${1_700_000_000 + step},"_runtime":${step},"loss":${1 / (step + 1)},"x":NaN}`;
  });
}

async function put(run: string, name: string, text: string): Promise<void> {
  const query = `mutation F($run: String!, $name: String!) { createRunFiles(input: {entityName: "me", projectName: "p",
    runName: $run, files: [$name]}) { files { uploadUrl } } }`;
  const answer = await call<{ data: { createRunFiles: { files: { uploadUrl: string }[] } } }>(
    here,
    'POST',
    '/graphql',
    {
      query,
      variables: { run, name },
    },
  );
  const [file] = answer.data.createRunFiles.files;
  expect((await fetch(file?.uploadUrl ?? '', { method: 'PUT', body: text })).status).toBe(200);
}

const detailOf = async (at: RunningHost, run: string): Promise<Omit<RunDetail, 'sizeBytes'>> => {
  const { sizeBytes: _, ...detail } = await call<RunDetail & { sizeBytes?: number }>(
    at,
    'GET',
    `/api/runs/me/p/${run}`,
  );
  return detail;
};

test('a run that goes on is carried over again, and only what is new is added', async () => {
  await begin('grows');
  await stream('grows', { files: { 'wandb-history.jsonl': { offset: 0, content: rows(0, 10) } } });
  await put('grows', 'notes.txt', 'first');
  expect(await carry('grows')).toMatchObject({ newRuns: 1 });
  expect((await detailOf(there, 'grows')).head).toMatchObject({ state: 'crashed', lastStep: 9, tags: ['a'] });
  await stream('grows', { files: { 'wandb-history.jsonl': { offset: 10, content: rows(10, 25) } } });
  await put('grows', 'notes.txt', 'second');
  await stream('grows', { complete: true, exitcode: 3 });
  expect(await carry('grows')).toMatchObject({ newRuns: 1 });
  expect(await detailOf(there, 'grows')).toEqual(await detailOf(here, 'grows'));
  expect((await detailOf(there, 'grows')).head).toMatchObject({ state: 'failed', lastStep: 24 });
  const file = await fetch(`${there.address}/files/me/p/grows/notes.txt`);
  expect(await file.text()).toBe('second');
  expect(await carry('grows')).toMatchObject({ newRuns: 0 });
});

test('output of every form comes over line by line', async () => {
  await begin('prints');
  const at = (i: number): string => new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString().slice(0, -1);
  const texts: readonly (readonly [text: string, isError?: true])[] = [
    ['first'],
    [''],
    [''],
    ['after two blank lines'],
    ['', true],
    ['a blank line of the other stream before', true],
    ['', true],
    ['then stdout'],
    ['\u001B[31mred\u001B[0m'],
    ['half\rover'],
    ['up \u001B[A here'],
    ['x'.repeat(5000)],
    ['[label] in brackets'],
    ['🎉'.repeat(100)],
    [''],
    ['', true],
  ];
  const content = texts.map(([text, isError], i) => `${isError === true ? 'ERROR ' : ''}${at(i)}000 ${text}`);
  await stream('prints', { files: { 'output.log': { offset: 0, content } } });
  await stream('prints', { complete: true, exitcode: 0 });
  await carry('prints');
  const read = async (host: RunningHost): Promise<string[]> => {
    const { lines } = await call<LogPage>(host, 'GET', '/api/runs/me/p/prints/logs?from=0&count=100');
    return lines.map((line) => line.text);
  };
  expect(await read(there)).toEqual(await read(here));
  expect(await read(there)).toHaveLength(texts.length);
});

test('files whose names some disk cannot hold come over by their names', async () => {
  await begin('names');
  const names = ['A.txt', 'a.txt', 'con.txt', 'a:b', 'dir/x ', 'dir', 'e\u0301.txt', `${'l'.repeat(300)}.txt`];
  for (const name of names) await put('names', name, `bytes of ${name}`);
  await stream('names', { complete: true, exitcode: 0 });
  await carry('names');
  const files = await call<RunFile[]>(there, 'GET', '/api/runs/me/p/names/files');
  expect(files.map((file) => file.name).sort()).toEqual([...names].sort());
  for (const name of names) {
    const at = name.split('/').map(encodeURIComponent).join('/');
    expect(await (await fetch(`${there.address}/files/me/p/names/${at}`)).text(), name).toBe(`bytes of ${name}`);
  }
});

test('a whole project brings its description, views and charts, and leaves those that are there', async () => {
  await begin('whole');
  const at = '/api/projects/me/p';
  const view = { scope: 'workspace', name: 'Mine', body: { version: 1, panels: ['x'] } };
  await call(here, 'PUT', `${at}/views/workspace`, view);
  await call(here, 'PUT', `${at}/views/other`, view);
  const chart = `mutation C($spec: String!) { createCustomChart(input: {entity: "me", name: "bars", displayName: "Bars",
    type: "vega2", access: "PRIVATE", spec: $spec}) { chart { id } } }`;
  await call(here, 'POST', '/graphql', { query: chart, variables: { spec: '{"mark":"bar"}' } });
  await call(there, 'PUT', `${at}/views/other`, { ...view, name: 'Theirs' });
  const path = join(mkdtempSync(join(root, 'whole-')), 'whole.zip');
  const projects = [{ entity: 'me', project: 'p' }];
  const made = await call<{ id: number }>(here, 'POST', '/api/bundles', { projects, form: 'zip', path });
  expect(await ended(here, made.id)).toMatchObject({ state: 'done' });
  const taken = await call<{ id: number }>(there, 'POST', '/api/bundles/import', { path });
  expect(await ended(there, taken.id)).toMatchObject({ state: 'done', faults: [] });
  const views = await call<{ id: string; name: string; body: unknown }[]>(there, 'GET', `${at}/views`);
  expect(views).toEqual([
    expect.objectContaining({ id: 'workspace', name: 'Mine', body: view.body }),
    expect.objectContaining({ id: 'other', name: 'Theirs' }),
  ]);
  const presetsOf = (host: RunningHost) => call<{ name: string; spec: string }[]>(host, 'GET', '/api/charts');
  expect((await presetsOf(there)).map(({ name, spec }) => [name, spec])).toEqual([['bars', '{"mark":"bar"}']]);
});

test('an export that is stopped leaves nothing', async () => {
  await begin('stopped');
  await stream('stopped', { files: { 'wandb-history.jsonl': { offset: 0, content: rows(0, 5000) } } });
  const folder = mkdtempSync(join(root, 'stop-'));
  const runs = [{ entity: 'me', project: 'p', run: 'stopped' }];
  for (const [form, name] of [
    ['zip', 'x.zip'],
    ['folder', 'x'],
  ]) {
    const path = join(folder, name ?? '');
    const { id } = await call<{ id: number }>(here, 'POST', '/api/bundles', { runs, form, path });
    await call(here, 'POST', `/api/bundles/${id}/cancel`);
    expect((await ended(here, id)).state).toBe('cancelled');
  }
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync(join(here.context.paths.root, 'bundles')).filter((name) => name.startsWith('stage'))).toEqual([]);
});

test('what cannot be asked for is refused with its field', async () => {
  const ask = (body: unknown) => call(here, 'POST', '/api/bundles', body).catch((error: unknown) => String(error));
  expect(await ask({ runs: [], form: 'zip' })).toMatch(/no runs to put into a bundle/);
  expect(await ask({ runs: [{ entity: 'me', project: 'p', run: 'x' }], form: 'tar' })).toMatch(/form/);
  expect(await ask({ projects: [{ entity: 'me', project: 'p' }], form: 'folder' })).toMatch(/a folder needs a place/);
  expect(await ask({ projects: [{ entity: 'me', project: 'p' }], form: 'zip', path: 'x.zip' })).toMatch(
    /not a full path/,
  );
  const path = join(root, 'none.zip');
  const gone = await call<{ id: number }>(here, 'POST', '/api/bundles', {
    runs: [{ entity: 'me', project: 'p', run: 'nobody' }],
    form: 'zip',
    path,
  });
  expect(await ended(here, gone.id)).toMatchObject({ state: 'failed', reason: 'There is no run me/p/nobody.' });
  expect(existsSync(path)).toBe(false);
});

test('the sweep of a run comes under its own id, paused where it was open, and stays as it is the second time', async () => {
  const config = 'method: grid\nparameters:\n  lr: {values: [0.1, 0.2]}\n';
  const ask = async (at: RunningHost, query: string, variables: object = {}): Promise<string> =>
    JSON.stringify(await call(at, 'POST', '/graphql', { query, variables }));
  const made = await call<{ data: { upsertSweep: { sweep: { name: string } } } }>(here, 'POST', '/graphql', {
    query: `mutation S($config: String!) { upsertSweep(input: {entityName: "me", projectName: "p", config: $config,
      displayName: "rates"}) { sweep { name } } }`,
    variables: { config },
  });
  const sweep = made.data.upsertSweep.sweep.name;
  const begun = `mutation U($sweep: String!) { upsertBucket(input: {name: "swept", modelName: "p", entityName: "me",
    sweep: $sweep}) { bucket { id } } }`;
  await ask(here, begun, { sweep });
  await stream('swept', { complete: true, exitcode: 0 });
  await carry('swept');
  const read = `query S($sweep: String!) { project(name: "p", entityName: "me") { sweep(sweepName: $sweep) { name
    displayName config state runs { edges { node { name } } } } } }`;
  const { name, displayName, state, runs } = JSON.parse(await ask(there, read, { sweep })).data.project.sweep as {
    name: string;
    displayName: string;
    state: string;
    runs: unknown;
  };
  expect({ name, displayName, state }).toEqual({ name: sweep, displayName: 'rates', state: 'PAUSED' });
  expect(runs).toEqual({ edges: [{ node: { name: 'swept' } }] });
  const cancel = `mutation S($id: ID!) { upsertSweep(input: {id: $id, state: "CANCELED"}) { sweep { name } } }`;
  const id = `query S($sweep: String!) { project(name: "p", entityName: "me") { sweep(sweepName: $sweep) { id } } }`;
  const found = JSON.parse(await ask(there, id, { sweep })) as { data: { project: { sweep: { id: string } } } };
  await ask(there, cancel, { id: found.data.project.sweep.id });
  expect(await carry('swept')).toMatchObject({ newRuns: 0, faults: [] });
  expect(await ask(there, read, { sweep })).toContain('"state":"CANCELED"');
});

test('a run that several processes wrote comes over with the rows and output of all', async () => {
  await begin('shared');
  const write = async (writer: string, body: object): Promise<void> => {
    const headers = { 'Content-Type': 'application/json', 'X-Wandb-Async-Client-Id': writer };
    const url = `${here.address}/files/me/p/shared/file_stream`;
    expect((await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status).toBe(200);
  };
  const line = (step: number, at: number): string =>
    `{"_step":${step},"_timestamp":${1_700_000_000 + at},"_runtime":${at},"from":${at}}`;
  const words = (label: string, second: number): string => `2026-01-01T00:00:0${second}.000000 [${label}] at ${second}`;
  await write('first', {
    files: {
      'wandb-history.jsonl': { offset: 0, content: [line(0, 1), line(1, 4)] },
      'output_a.log': { offset: 0, content: [words('a', 1), words('a', 4)] },
    },
  });
  await write('second', {
    files: {
      'wandb-history.jsonl': { offset: 0, content: [line(0, 2), line(1, 3)] },
      'output_b.log': { offset: 0, content: [words('b', 2)] },
    },
  });
  for (const writer of ['first', 'second']) await write(writer, { complete: true, exitcode: 0 });
  await carry('shared');
  const query = '{ project(name: "p", entityName: "me") { run(name: "shared") { state historyLineCount history } } }';
  const read = (at: RunningHost): Promise<unknown> => call(at, 'POST', '/graphql', { query });
  expect(await read(there)).toEqual(await read(here));
  expect(JSON.stringify(await read(there))).toContain('\\"from\\":4');
  const texts = async (at: RunningHost): Promise<string[]> => {
    const { lines } = await call<LogPage>(at, 'GET', '/api/runs/me/p/shared/logs?from=0&count=100');
    return lines.map(({ label, text }) => (label === undefined ? text : `[${label}] ${text}`));
  };
  expect(await texts(there)).toEqual(['[a] at 1', '[b] at 2', '[a] at 4']);
  expect(await texts(there)).toEqual(await texts(here));
});
