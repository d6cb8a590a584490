import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SyncState } from '#shared/api';
import { type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { seededRng } from '../support/demo/rng.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import {
  addRemote,
  answers,
  begin,
  call,
  ENV,
  graphql,
  idOf,
  itemOf,
  type Json,
  KEY,
  log,
  post,
  rows,
  send,
  settled,
  withoutRows,
} from '../support/sync.ts';
import { fixture, pythonMissing, pythonWith, runScript, startScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing();

describe('runs go to another server', () => {
  let here: TestHost;
  let there: TestHost;
  let direct: number;

  beforeAll(async () => {
    [here, there] = await Promise.all([startHost({ env: ENV }), startHost()]);
    direct = await addRemote(here, 'lab', there.address);
  });
  afterAll(async () => {
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
  });

  test('a run is whole over there, and sending it again changes nothing', async () => {
    await log(here, 'whole', 25_000);
    expect(await send(here, direct, 'whole')).toMatchObject({ state: 'synced', reason: '' });
    const after = await answers(there, 'whole');
    expect(after).toEqual(await answers(here, 'whole'));
    expect(after).toMatchObject({ historyLineCount: 25_000, state: 'finished', notes: 'why', tags: ['a', 'b'] });
    expect(await send(here, direct, 'whole')).toMatchObject({ state: 'synced', sentBytes: 0 });
    expect(await answers(there, 'whole')).toEqual(after);
  });

  test('a run that goes on is sent on by itself', async () => {
    await begin(here, 'live');
    await post(here, 'live', { files: { 'wandb-history.jsonl': { offset: 0, content: rows(0, 10) } } });
    expect(await send(here, direct, 'live')).toMatchObject({ state: 'synced' });
    await post(here, 'live', { files: { 'wandb-history.jsonl': { offset: 10, content: rows(10, 25) } } });
    await post(here, 'live', { complete: true, exitcode: 3 });
    await until('the rest to be there', async () => {
      const seen = await answers(there, 'live');
      return seen.historyLineCount === 25 && seen.state === 'failed';
    });
    await settled(here, 'live');
    expect(await answers(there, 'live')).toEqual(await answers(here, 'live'));
  });

  test('a run that is moved here stays what it is over there, and is sent on', async () => {
    await log(here, 'roams', 40);
    expect(await send(here, direct, 'roams')).toMatchObject({ state: 'synced' });
    const entity = await entityOf(here.address);
    const to = { entity, project: 'other' };
    await call(here, 'POST', `/api/projects/${entity}/p/runs/move`, { runs: ['roams'], to });
    await until('the item to follow', async () => (await itemOf(here, 'roams'))?.path.project === 'other');
    await call(here, 'PATCH', `/api/runs/${entity}/other/roams`, { notes: 'said later' });
    await until('the notes to be there', async () => (await answers(there, 'roams')).notes === 'said later');
    expect(await settled(here, 'roams')).toMatchObject({ state: 'synced' });
  });

  test('a name that is taken is a conflict, and a copy goes beside it', async () => {
    await log(there, 'taken', 5);
    await log(here, 'taken', 9);
    const before = await answers(there, 'taken');
    const item = await send(here, direct, 'taken');
    expect(item).toMatchObject({ state: 'conflict', reason: 'there is another run with this id over there' });
    expect(await answers(there, 'taken')).toEqual(before);
    await call(here, 'POST', `/api/sync/runs/${item.id}/retry`, { choice: 'copy' });
    const copied = await settled(here, 'taken');
    expect(copied).toMatchObject({ state: 'synced' });
    const name = copied.href?.split('/').at(-1) ?? '';
    expect(name).toMatch(/^taken-/);
    expect(await answers(there, name)).toEqual({ ...(await answers(here, 'taken')), name });
    expect(await answers(there, 'taken')).toEqual(before);
  });

  test('what was changed or deleted over there is never written over, unless a person says so', async () => {
    await log(here, 'edited');
    await send(here, direct, 'edited');
    const entity = await entityOf(there.address);
    await call(there, 'PATCH', `/api/runs/${entity}/p/edited`, { notes: 'changed there' });
    const item = await send(here, direct, 'edited');
    expect(item.state).toBe('conflict');
    expect(item.reason).toMatch(/changed over there/);
    expect(await answers(there, 'edited')).toMatchObject({ notes: 'changed there' });
    await call(here, 'POST', `/api/sync/runs/${item.id}/retry`, { choice: 'overwrite' });
    expect(await settled(here, 'edited')).toMatchObject({ reason: '', state: 'synced' });
    expect(await answers(there, 'edited')).toEqual(await answers(here, 'edited'));
    await graphql(there, 'mutation D($id: ID!) { deleteRun(input: {id: $id}) { clientMutationId } }', {
      id: await idOf(there, 'edited'),
    });
    expect(await send(here, direct, 'edited')).toMatchObject({
      state: 'conflict',
      reason: 'the run was deleted over there',
    });
  });

  test('pause holds what waits, and resume sends it', async () => {
    await log(here, 'held');
    await call(here, 'PUT', '/api/sync/paused', { isPaused: true });
    const runs = [{ entity: await entityOf(here.address), project: 'p', run: 'held' }];
    await call(here, 'POST', '/api/sync/runs', { remoteId: direct, runs });
    expect(await itemOf(here, 'held')).toMatchObject({ state: 'waiting' });
    await call(here, 'PUT', '/api/sync/paused', { isPaused: false });
    expect(await settled(here, 'held')).toMatchObject({ state: 'synced' });
  });

  test('a remote that is none is refused by its field, and nothing is kept', async () => {
    const before = await call<SyncState>(here, 'GET', '/api/sync');
    const ask = (body: object) =>
      call(here, 'POST', '/api/sync/remotes', { name: 'n', key: KEY, baseUrl: there.address, ...body }).catch(String);
    expect(await ask({ baseUrl: 'ftp://x' })).toMatch(/baseUrl.*http/);
    expect(await ask({ baseUrl: 'http://127.0.0.1:1' })).toMatch(/baseUrl/);
    expect(await ask({ name: 'lab' })).toMatch(/another remote has this name/);
    expect(await ask({ name: '' })).toMatch(/field name/);
    await using locked = await startHost({ args: ['--require-key'] });
    expect(await ask({ baseUrl: locked.address })).toMatch(/field key/);
    expect(await call(here, 'GET', '/api/sync')).toEqual(before);
  });

  test('the key is in a file of its own that only the user may read, and nowhere else', async () => {
    expect(JSON.stringify(await call(here, 'GET', '/api/sync'))).not.toContain(KEY);
    const file = join(here.dataDir, 'sync-keys.json');
    expect(readFileSync(file, 'utf8')).toContain(KEY);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const name of ['sync.jsonl', 'taffrail.db', 'taffrail.db-wal']) {
      if (readdirSync(here.dataDir).includes(name))
        expect(readFileSync(join(here.dataDir, name)).includes(KEY)).toBe(false);
    }
  });
});

const FAULTS: readonly Fault[] = ['drop', 'delay', 'cut', 'busy', 'error'];

describe.skipIf(missing !== undefined)(`with the client${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-sync-'));
  const runs = ['everything', 'reader'] as const;
  let here: TestHost;
  let there: TestHost;
  let proxy: FaultProxy;

  async function script(name: string, id: string): Promise<void> {
    const env = { HOME: folder, WANDB_DATA_DIR: join(folder, 'data'), WANDB_CACHE_DIR: join(folder, 'cache') };
    await startScript(fixture(name), { address: here.address, args: [id, join(folder, id)], env }).done;
  }
  const printed = async (host: TestHost, name: string, arg: string): Promise<unknown> => {
    const { stdout } = await runScript(fixture(name), { address: host.address, args: [arg] });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  };

  beforeAll(async () => {
    pythonWith('0.31.0');
    [here, there] = await Promise.all([startHost({ env: ENV }), startHost()]);
    await script('offline_script.py', 'everything');
    await script('bundle_reader.py', 'reader');
    let isBad = false;
    const random = seededRng(7).next;
    proxy = await startFaultProxy(
      () => there.address,
      () => (isBad && random() < 0.2 ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? 'none') : 'none'),
    );
    const remote = await addRemote(here, 'far', proxy.address);
    isBad = true;
    for (const run of runs) expect(await send(here, remote, run, 'offline')).toMatchObject({ state: 'synced' });
    isBad = false;
  }, 180_000);

  afterAll(async () => {
    await proxy?.stop();
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(runs)('%s: the client reads the same on both sides', async (run) => {
    const before = (await printed(here, 'offline_read.py', `offline/${run}`)) as Json;
    const after = (await printed(there, 'offline_read.py', `offline/${run}`)) as Json;
    // The wire has no word for when a run was registered.
    const told = Object.keys(before).filter((key) => key !== 'created');
    for (const key of told) expect(after[key], key).toEqual(before[key]);
  });

  test('system metrics come over with their times', async () => {
    const before = await printed(here, 'bundle_events.py', 'offline/reader');
    expect(before).not.toEqual([]);
    expect(await printed(there, 'bundle_events.py', 'offline/reader')).toEqual(before);
  });

  test('artifacts come over once, with versions, aliases and lineage', async () => {
    const entity = await entityOf(here.address);
    const read = async (host: TestHost) =>
      withoutRows(await call(host, 'GET', `/api/projects/${entity}/offline/artifacts`));
    expect(await read(there)).toEqual(await read(here));
    for (const run of runs) {
      const used = async (host: TestHost) =>
        withoutRows(await call(host, 'GET', `/api/runs/${entity}/offline/${run}/artifacts`));
      expect(await used(there), run).toEqual(await used(here));
    }
  });
});
