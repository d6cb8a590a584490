import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SyncItem } from '#shared/api';
import { type Fault, startFaultProxy } from '../support/fault-proxy.ts';
import { seededRng } from '../support/demo/rng.ts';
import { entityOf, ROOT, startHost, type TestHost } from '../support/host.ts';
import {
  addRemote,
  answers,
  begin,
  call,
  ENV,
  graphql,
  itemOf,
  type Json,
  KEY,
  log,
  post,
  put,
  rows,
  send,
  settled,
} from '../support/sync.ts';
import { startOldServer } from '../support/old-server.ts';
import { logArtifact, readNewest } from '../support/sync-artifacts.ts';
import { until } from '../support/time.ts';

let here: TestHost;
let there: TestHost;
let direct: number;

beforeAll(async () => {
  [here, there] = await Promise.all([startHost({ env: ENV }), startHost()]);
  direct = await addRemote(here, 'direct', there.address);
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
  await there?.[Symbol.asyncDispose]();
});

async function ask(remoteId: number, run: string): Promise<void> {
  const runs = [{ entity: await entityOf(here.address), project: 'p', run }];
  await call(here, 'POST', '/api/sync/runs', { remoteId, runs });
}

async function sameOnBothSides(run: string): Promise<void> {
  expect(await answers(there, run), run).toEqual(await answers(here, run));
}

test('while the disk over there is full the page says so, and the run goes on when it is not', async () => {
  let isFull = false;
  const proxy = await startFaultProxy(
    () => there.address,
    ({ method, url = '' }): Fault =>
      !isFull ? 'none' : method === 'PUT' ? 'full' : url.includes('file_stream') ? 'error' : 'none',
  );
  const remoteId = await addRemote(here, 'full', proxy.address);
  await log(here, 'for a full disk', 50);
  isFull = true;
  await ask(remoteId, 'for a full disk');
  await until('rows to be refused', async () => (await itemOf(here, 'for a full disk'))?.reason.includes('not now'));
  expect(await itemOf(here, 'for a full disk')).toMatchObject({ state: 'pushing' });
  await log(here, 'files for a full disk');
  isFull = false;
  expect(await settled(here, 'for a full disk')).toMatchObject({ state: 'synced', reason: '' });
  await sameOnBothSides('for a full disk');
  await begin(here, 'only files');
  await put(here, 'only files', 'a.bin', 'x'.repeat(10_000));
  isFull = true;
  await ask(remoteId, 'only files');
  await until('a file to be refused', async () => (await itemOf(here, 'only files'))?.reason.includes('no space left'));
  isFull = false;
  expect(await settled(here, 'only files')).toMatchObject({ state: 'synced', reason: '' });
  await sameOnBothSides('only files');
  await proxy.stop();
});

test('what a server of an older protocol cannot take is said, nothing is lost, and it goes when the server is newer', async () => {
  const words: Record<string, string> = {
    createRunFiles: 'Cannot query field "createRunFiles" on type "Mutation".',
  };
  const old = await startOldServer(there.address, () => words);
  const remoteId = await addRemote(here, 'old', old.address);
  await log(here, 'for an old one', 40);
  const item = await send(here, remoteId, 'for an old one');
  expect(item).toMatchObject({
    state: 'failed',
    reason:
      'the server speaks an older protocol than this run needs (Cannot query field "createRunFiles" on type "Mutation".)',
  });
  // What came before is there and stays.
  expect(await answers(there, 'for an old one')).toMatchObject({ historyLineCount: 40 });
  await expect(addRemote(here, 'older', old.address.replace('127.0.0.1', 'localhost'))).resolves.toBeGreaterThan(0);
  delete words.createRunFiles;
  await call(here, 'POST', `/api/sync/runs/${item.id}/retry`, {});
  expect(await settled(here, 'for an old one')).toMatchObject({ state: 'synced', reason: '' });
  await sameOnBothSides('for an old one');
  await old.stop();
});

test('what is no server of the protocol is refused before anything is kept', async () => {
  const kinds = {
    page: (response: ServerResponse) => response.end('<html>welcome</html>'),
    missing: (response: ServerResponse) => response.writeHead(404).end('no'),
    elsewhere: (response: ServerResponse) => response.writeHead(301, { location: 'https://lab.example/' }).end(),
    nobody: (response: ServerResponse) => response.end('{"data":{"viewer":null}}'),
    silent: (response: ServerResponse) => response.destroy(),
  };
  const said: Record<keyof typeof kinds, RegExp> = {
    page: /field baseUrl .*no server that runs can be sent to/,
    missing: /field baseUrl .*status 404/,
    elsewhere: /field baseUrl .*sends requests on to https:\/\/lab\.example\//,
    nobody: /field key .*does not know this key/,
    silent: /field baseUrl .*no host answers/,
  };
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    const server = createServer((request, response) => {
      request.resume();
      request.once('end', () => kinds[kind](response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(call(here, 'POST', '/api/sync/remotes', { name: kind, baseUrl, key: KEY })).rejects.toThrow(
      said[kind],
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a key that is taken back fails in words, and a new one goes on', async () => {
  await using locked = await startHost({ args: ['--require-key'] });
  const { apiKey: key } = JSON.parse(readFileSync(join(locked.dataDir, 'secrets.json'), 'utf8')) as { apiKey: string };
  const remote = { name: 'locked', baseUrl: locked.address };
  const { id } = await call<{ id: number }>(here, 'POST', '/api/sync/remotes', { ...remote, key });
  await log(here, 'first');
  expect(await send(here, id, 'first')).toMatchObject({ state: 'synced' });
  // As after a change of the key over there: the one that is kept here is not the one any more.
  const file = join(here.dataDir, 'sync-keys.json');
  expect(readFileSync(file, 'utf8')).toContain(key);
  await here.kill();
  writeFileSync(file, readFileSync(file, 'utf8').replace(key, 'f'.repeat(40)), { mode: 0o600 });
  here = await startHost({ dataDir: here.dataDir, env: ENV });
  await log(here, 'second');
  const item = await send(here, id, 'second');
  expect(item.state).toBe('failed');
  expect(item.reason).toMatch(/^the server does not take the key of this remote/);
  await call(here, 'PUT', `/api/sync/remotes/${id}`, { ...remote, key });
  // Nobody has to ask for each run again.
  expect(await settled(here, 'second')).toMatchObject({ state: 'synced', reason: '' });
});

test.each([
  ['behind', -7],
  ['ahead', 9],
])('a far side whose clock is hours %s changes no time of a run', async (word, hours) => {
  const env = {
    NODE_OPTIONS: `--require=${join(ROOT, 'test', 'fixtures', 'shifted-clock.cjs')}`,
    TAFFRAIL_TEST_CLOCK_MS: String(hours * 3_600_000),
  };
  await using far = await startHost({ env });
  const remoteId = await addRemote(here, word, far.address);
  await log(here, word);
  expect(await send(here, remoteId, word)).toMatchObject({ state: 'synced', reason: '' });
  expect(await answers(far, word)).toEqual(await answers(here, word));
  const live = `${word} live`;
  await begin(here, live);
  await post(here, live, { files: { 'wandb-history.jsonl': { offset: 0, content: rows(0, 5) } } });
  expect(await send(here, remoteId, live)).toMatchObject({ state: 'synced' });
  expect(await answers(far, live)).toMatchObject({ state: 'running', historyLineCount: 5 });
  await post(here, live, { files: { 'wandb-history.jsonl': { offset: 5, content: rows(5, 9) } } });
  await post(here, live, { complete: true, exitcode: 0 });
  await until('the end to be there', async () => (await answers(far, live)).state === 'finished');
  expect(await answers(far, live)).toEqual(await answers(here, live));
});

test('a run that several processes write stays whole while they write, each at its own pace', async () => {
  const run = 'shared';
  await begin(here, run);
  const entity = await entityOf(here.address);
  const write = async (writer: string, body: object): Promise<void> => {
    const response = await fetch(`${here.address}/files/${entity}/p/${run}/file_stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-wandb-use-async-filestream': 'true',
        'x-wandb-async-client-id': writer,
      },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const line = (step: number, time: number, key: string): string =>
    JSON.stringify({ _step: step, _timestamp: 1_700_000_000 + time, _runtime: time, [key]: step });
  const out = (time: number, label: string): string =>
    `2026-01-01T00:00:${String(time).padStart(2, '0')}.000000 [${label}] line ${time}`;
  await write('fast', {
    files: {
      'wandb-history.jsonl': { offset: 0, content: [line(0, 10, 'a'), line(1, 20, 'a')] },
      'wandb-events.jsonl': { offset: 0, content: ['{"system.cpu/l:rank0":3,"_timestamp":1700000010,"_runtime":10}'] },
      'output_rank0.log': { offset: 0, content: [out(10, 'rank0')] },
    },
  });
  expect(await send(here, direct, run)).toMatchObject({ state: 'synced' });
  await sameOnBothSides(run);
  // The other one began before, and is heard of later: its lines belong between those that are there.
  await write('slow', {
    files: {
      'wandb-history.jsonl': { offset: 0, content: [line(0, 5, 'b'), line(1, 15, 'b')] },
      'output_rank1.log': { offset: 0, content: [out(5, 'rank1'), out(15, 'rank1')] },
    },
  });
  await write('fast', { files: { 'wandb-history.jsonl': { offset: 2, content: [line(2, 30, 'a')] } } });
  await until('all rows to be there', async () => (await answers(there, run)).historyLineCount === 5);
  await settled(here, run);
  await sameOnBothSides(run);
  await write('slow', {
    files: { 'wandb-history.jsonl': { offset: 2, content: [line(2, 25, 'b')] } },
    complete: true,
    exitcode: 0,
  });
  await write('fast', { complete: true, exitcode: 0 });
  await until('the end to be there', async () => (await answers(there, run)).state === 'finished');
  await settled(here, run);
  await sameOnBothSides(run);
  expect(JSON.stringify((await answers(there, run)).logs)).toContain('rank1');
});

const VERSIONS = `query V($entity: String!, $name: String!) { project(name: "p", entityName: $entity) {
  artifactType(name: "model") { artifactCollection(name: $name) { artifacts { edges { node { digest versionIndex
  aliases { alias } createdBy { ... on Run { name } } usedBy { edges { node { name } } } } } } } } } }`;

/** Digest, number, aliases, maker and readers of each version. */
async function versionsOf(host: TestHost, name: string): Promise<unknown> {
  const { project } = await graphql<Json>(host, VERSIONS, { entity: await entityOf(host.address), name }).then(
    (data) => data as { project: unknown },
  );
  return project;
}

test('versions have the numbers, latest, maker and readers that they have here, in whatever order their runs go', async () => {
  for (const [run, text] of [
    ['maker 1', 'one'],
    ['maker 2', 'two'],
    ['maker 3', 'three'],
  ] as const) {
    await begin(here, run);
    await logArtifact(here, run, 'ordered', text);
    await post(here, run, { complete: true, exitcode: 0 });
  }
  await begin(here, 'reader');
  await readNewest(here, 'reader', 'ordered');
  await post(here, 'reader', { complete: true, exitcode: 0 });
  const entity = await entityOf(here.address);
  const order = ['reader', 'maker 3', 'maker 2', 'maker 1'];
  const runs = order.map((run) => ({ entity, project: 'p', run }));
  await call(here, 'POST', '/api/sync/runs', { remoteId: direct, runs });
  for (const run of order) expect(await settled(here, run)).toMatchObject({ state: 'synced', reason: '' });
  expect(await versionsOf(there, 'ordered')).toEqual(await versionsOf(here, 'ordered'));

  // One that is sent later than a newer one has another number there, but does not become the latest.
  for (const [run, text] of [
    ['early', 'a'],
    ['late', 'b'],
  ] as const) {
    await begin(here, run);
    await logArtifact(here, run, 'late one', text);
    await post(here, run, { complete: true, exitcode: 0 });
  }
  expect(await send(here, direct, 'late')).toMatchObject({ state: 'synced' });
  expect(await send(here, direct, 'early')).toMatchObject({ state: 'synced' });
  const text = JSON.stringify(await versionsOf(there, 'late one'));
  expect(text).toMatch(/"versionIndex":0,"aliases":\[[^\]]*"latest"[^\]]*\],"createdBy":\{"name":"late"\}/);
  expect(text).toMatch(/"versionIndex":1,"aliases":\[\{"alias":"v1"\}\],"createdBy":\{"name":"early"\}/);
});

const SWEEPS = `query S($entity: String!) { project(name: "p", entityName: $entity) { sweeps { edges { node {
  name displayName config description state runCount runs { edges { node { name } } } } } } } }`;

interface Sweep {
  readonly name: string;
  readonly state: string;
  readonly runs: { readonly edges: readonly { readonly node: { readonly name: string } }[] };
}

async function sweepsOf(host: TestHost): Promise<Sweep[]> {
  const entity = await entityOf(host.address);
  const { project } = await graphql<{ project: { sweeps: { edges: { node: Sweep }[] } } }>(host, SWEEPS, { entity });
  return project.sweeps.edges.map(({ node }) => node);
}

test('a sweep goes with its runs, once, whatever the network does, and waits there until it ends here', async () => {
  const config = 'method: grid\nmetric: {name: loss, goal: minimize}\nparameters:\n  lr: {values: [0.1, 0.2, 0.3]}\n';
  const made = await graphql<{ upsertSweep: { sweep: { name: string; id: string } } }>(
    here,
    `
      mutation M($entity: String!, $config: String!) {
        upsertSweep(input: { entityName: $entity, projectName: "p", config: $config, displayName: "rates" }) {
          sweep {
            name
            id
          }
        }
      }
    `,
    { entity: await entityOf(here.address), config },
  );
  const { name, id } = made.upsertSweep.sweep;
  const names = ['of-sweep-1', 'of-sweep-2', 'of-sweep-3'];
  for (const run of names) {
    await beginInSweep(run, name);
    await post(here, run, {
      files: { 'wandb-summary.json': { offset: 0, content: ['{"loss":0.5}'] } },
      complete: true,
      exitcode: 0,
    });
  }
  let isBad = false;
  const random = seededRng(3).next;
  const faults: readonly Fault[] = ['drop', 'cut', 'cut', 'busy', 'error'];
  const proxy = await startFaultProxy(
    () => there.address,
    () => (isBad && random() < 0.4 ? (faults[Math.floor(random() * faults.length)] ?? 'none') : 'none'),
  );
  const remoteId = await addRemote(here, 'sweeps', proxy.address);
  isBad = true;
  const entity = await entityOf(here.address);
  const runs = names.map((run) => ({ entity, project: 'p', run }));
  await call(here, 'POST', '/api/sync/runs', { remoteId, runs });
  const sent: SyncItem[] = [];
  for (const run of names) sent.push(await settled(here, run));
  expect(sent.map(({ state, note }) => [state, note])).toEqual(names.map(() => ['synced', undefined]));
  const [sweep, ...others] = await sweepsOf(there);
  expect(others).toEqual([]);
  expect(sweep).toMatchObject({ displayName: 'rates', config, state: 'PAUSED', runCount: 3 });
  expect(sweep?.runs.edges.map(({ node }) => node.name).sort()).toEqual(names);
  await graphql(here, 'mutation E($id: ID!) { upsertSweep(input: {id: $id, state: "FINISHED"}) { sweep { name } } }', {
    id,
  });
  expect(await send(here, remoteId, 'of-sweep-1')).toMatchObject({ state: 'synced' });
  expect(await sweepsOf(there)).toMatchObject([{ name: sweep?.name, state: 'FINISHED' }]);
  await proxy.stop();

  // A server that takes no sweep: the run goes, and the page says what did not.
  const old = await startOldServer(there.address, () => ({
    upsertSweep: 'Unknown argument "displayName" on field "upsertSweep".',
  }));
  const without = await addRemote(here, 'no sweeps', old.address);
  await beginInSweep('of-sweep-4', name);
  const item = await send(here, without, 'of-sweep-4');
  expect(item).toMatchObject({
    state: 'synced',
    note: expect.stringMatching(/^its sweep \w+ could not come along: Unknown/),
  });
  await sameOnBothSides('of-sweep-4');
  await old.stop();
});

async function beginInSweep(run: string, sweep: string): Promise<void> {
  const query = `mutation U($run: String!, $sweep: String!) { upsertBucket(input: {name: $run, modelName: "p",
    displayName: $run, sweep: $sweep, config: "{\\"lr\\": {\\"value\\": 0.1}}"}) { bucket { id } } }`;
  await graphql(here, query, { run, sweep });
}
