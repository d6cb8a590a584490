import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SyncItem, SyncRuleRequest, SyncState } from '#shared/api';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import {
  addRemote,
  answers,
  begin,
  call,
  ENV,
  itemOf,
  KEY,
  log,
  post,
  put,
  rows,
  send,
  settled,
} from '../support/sync.ts';
import { until } from '../support/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'taffrail-rules-'));
let here: TestHost;
let there: TestHost;
let remoteId: number;

const startHere = (): Promise<TestHost> => startHost({ dataDir: join(folder, 'here'), env: ENV });

beforeAll(async () => {
  [here, there] = await Promise.all([startHere(), startHost()]);
  remoteId = await addRemote(here, 'lab', there.address);
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
  await there?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const state = (): Promise<SyncState> => call(here, 'GET', '/api/sync');
const isThere = async (run: string): Promise<boolean> => (await itemOf(here, run))?.state === 'synced';

async function addRule(rule: Partial<SyncRuleRequest>): Promise<number> {
  const body = { remoteId, isOn: true, when: 'live', isForAll: false, ...rule };
  return (await call<{ id: number }>(here, 'POST', '/api/sync/rules', body)).id;
}

async function removeRule(id: number): Promise<void> {
  await call(here, 'DELETE', `/api/sync/rules/${id}`);
}

test('without a rule nothing goes; one with a tag takes live runs that have it, and they are sent on', async () => {
  await begin(here, 'before');
  const id = await addRule({ tag: 'b' });
  await begin(here, 'tagged');
  await post(here, 'tagged', { files: { 'wandb-history.jsonl': { offset: 0, content: rows(0, 3) } } });
  await until('it to be there', () => isThere('tagged'));
  expect(await answers(there, 'tagged')).toMatchObject({ state: 'running', historyLineCount: 3 });
  await post(here, 'tagged', { files: { 'wandb-history.jsonl': { offset: 3, content: rows(3, 8) } } });
  await until('the rest to be there', async () => (await answers(there, 'tagged')).historyLineCount === 8);
  await post(here, 'tagged', { complete: true, exitcode: 0 });
  await until('the end to be there', async () => (await answers(there, 'tagged')).state === 'finished');
  expect(await answers(there, 'tagged')).toEqual(await answers(here, 'tagged'));
  // It was there before the rule was made.
  expect(await itemOf(here, 'before')).toBeUndefined();
  expect(await itemOf(here, 'tagged')).toMatchObject({ ruleId: id });
  await removeRule(id);
});

test('a filter of a project takes runs when they are over, those that are here already too if wanted', async () => {
  const project = { entity: await entityOf(here.address), project: 'p' };
  const filter = { op: '=', column: { kind: 'summary', key: 'n' }, value: 11 } as const;
  await log(here, 'eleven', 11);
  await log(here, 'twelve', 12);
  const rule = { project, filter, when: 'finished', isForAll: true } as const;
  const body = { remoteId, isOn: true, ...rule };
  expect(await call(here, 'POST', '/api/sync/rules/count', body)).toEqual({ runs: 1 });
  const id = await addRule(rule);
  await until('it to be there', () => isThere('eleven'));
  await begin(here, 'later');
  await post(here, 'later', { files: { 'wandb-summary.json': { offset: 0, content: ['{"n":11}'] } } });
  await begin(here, 'other');
  await post(here, 'other', { complete: true, exitcode: 0 });
  await log(here, 'eleven too', 11);
  await until('the one that is over to be there', () => isThere('eleven too'));
  expect(await itemOf(here, 'later')).toBeUndefined();
  await post(here, 'later', { complete: true, exitcode: 0 });
  await until('the other to be there when it is over', () => isThere('later'));
  expect(await answers(there, 'later')).toEqual(await answers(here, 'later'));
  expect(await itemOf(here, 'twelve')).toBeUndefined();
  expect(await itemOf(here, 'other')).toBeUndefined();
  await removeRule(id);
});

test('a rule that is off does nothing, outlives a restart, and then takes what came meanwhile', async () => {
  const id = await addRule({ tag: 'a', isOn: false });
  await log(here, 'while off');
  await here.kill();
  here = await startHere();
  const [rule] = (await state()).rules;
  expect(rule).toMatchObject({ id, isOn: false, tag: 'a' });
  expect(await itemOf(here, 'while off')).toBeUndefined();
  await call(here, 'PUT', `/api/sync/rules/${id}`, { remoteId, isOn: true, when: 'live', isForAll: false, tag: 'a' });
  await until('it to be there', () => isThere('while off'));
  // What a person takes off the list stays off it, until that person sends it.
  const item = (await itemOf(here, 'while off')) as SyncItem;
  await call(here, 'DELETE', `/api/sync/runs/${item.id}`);
  await call(here, 'PATCH', `/api/runs/${await entityOf(here.address)}/p/while off`, { notes: 'changed' });
  await log(here, 'after it');
  await until('a later one to be there', () => isThere('after it'));
  expect(await itemOf(here, 'while off')).toBeUndefined();
  await removeRule(id);
});

test('rules that make no sense are refused by their field', async () => {
  const filter = { op: '=', column: { kind: 'summary', key: 'n' }, value: 11 } as const;
  await expect(addRule({ filter })).rejects.toThrow(/field filter .*needs a project/);
  await expect(addRule({ remoteId: 4711 })).rejects.toThrow(/no remote 4711/);
  await expect(addRule({ when: 'never' as 'live' })).rejects.toThrow(/field when/);
  const project = { entity: await entityOf(here.address), project: 'p' };
  await expect(addRule({ project, filter: { ...filter, op: 'regex', value: '(' } as never })).rejects.toThrow(/filter/);
  expect((await state()).rules).toEqual([]);
});

test('bytes are counted as they go, a limit holds them back, and pauses of a run and of a remote keep what is there', async () => {
  const size = 600_000;
  await begin(here, 'slow');
  await put(here, 'slow', 'big.bin', 'x'.repeat(size));
  await post(here, 'slow', { complete: true, exitcode: 0 });
  const remote = { name: 'lab', baseUrl: there.address };
  await call(here, 'PUT', `/api/sync/remotes/${remoteId}`, { ...remote, maxBytesPerSecond: 40_000 });
  const runs = [{ entity: await entityOf(here.address), project: 'p', run: 'slow' }];
  await call(here, 'POST', '/api/sync/runs', { remoteId, runs });
  const item = await until('some of it to be on the way', async () => {
    const now = await itemOf(here, 'slow');
    return now?.state === 'pushing' && now.sentBytes > 0 ? now : undefined;
  });
  expect(item.sentBytes).toBeLessThan(size);
  expect(item.totalBytes).toBeGreaterThanOrEqual(size);
  expect(item.totalBytes).toBeLessThan(size * 1.1);

  await call(here, 'PUT', `/api/sync/runs/${item.id}/paused`, { isPaused: true });
  expect(await itemOf(here, 'slow')).toMatchObject({ state: 'waiting', isPaused: true });
  await log(here, 'beside it');
  expect(await send(here, remoteId, 'beside it')).toMatchObject({ state: 'synced' });
  expect(await itemOf(here, 'slow')).toMatchObject({ state: 'waiting', isPaused: true });

  await call(here, 'PUT', `/api/sync/remotes/${remoteId}/paused`, { isPaused: true });
  await call(here, 'PUT', `/api/sync/runs/${item.id}/paused`, { isPaused: false });
  await log(here, 'held too');
  await call(here, 'POST', '/api/sync/runs', { remoteId, runs: [{ ...runs[0], run: 'held too' }] });
  expect(await itemOf(here, 'held too')).toMatchObject({ state: 'waiting' });
  expect(await itemOf(here, 'slow')).toMatchObject({ state: 'waiting', isPaused: false });
  expect((await state()).remotes[0]).toMatchObject({ isPaused: true, maxBytesPerSecond: 40_000 });

  await call(here, 'PUT', `/api/sync/remotes/${remoteId}`, remote);
  await call(here, 'PUT', `/api/sync/remotes/${remoteId}/paused`, { isPaused: false });
  const sent = await settled(here, 'slow');
  expect(sent).toMatchObject({ state: 'synced', reason: '' });
  expect(sent.sentBytes).toBeGreaterThanOrEqual(size);
  expect(sent.totalBytes).toBe(sent.sentBytes);
  expect(await answers(there, 'slow')).toEqual(await answers(here, 'slow'));
  expect(await settled(here, 'held too')).toMatchObject({ state: 'synced' });
});

test('a remote of one network is neither asked nor sent to elsewhere; what waits goes once this machine is there', async () => {
  const elsewhere = '240.0.0.0/8';
  const body = { name: 'near', baseUrl: there.address, key: KEY };
  const refused = async (network: string): Promise<string> =>
    call(here, 'POST', '/api/sync/remotes', { ...body, network }).then(String, String);
  expect(await refused('10.2.0.0')).toContain('10.2.0.0/24');
  expect(await refused('10.2.0.0/40')).toContain('a subnet is written as');
  // Nobody answers there, and nobody is asked.
  const away = { ...body, name: 'away', baseUrl: 'http://127.0.0.1:1', network: elsewhere };
  const { id } = await call<{ id: number }>(here, 'POST', '/api/sync/remotes', away);
  await expect(call(here, 'POST', '/api/sync/test', { ...away, id })).rejects.toThrow(/not on 240\.0\.0\.0\/8 now/);
  await log(here, 'near', 5);
  const path = { entity: await entityOf(here.address), project: 'p', run: 'near' };
  await call(here, 'POST', '/api/sync/runs', { remoteId: id, runs: [path] });
  const waits = (await state()).remotes.find((remote) => remote.id === id);
  expect(waits).toMatchObject({ network: elsewhere, isAway: true });
  expect(await itemOf(here, 'near')).toMatchObject({ state: 'waiting', reason: '', sentBytes: 0 });
  await here[Symbol.asyncDispose]();
  here = await startHere();
  expect(await itemOf(here, 'near')).toMatchObject({ state: 'waiting' });
  const { name, key } = away;
  await call(here, 'PUT', `/api/sync/remotes/${id}`, { name, key, baseUrl: there.address, network: '127.0.0.0/8' });
  await until('it to be there', () => isThere('near'));
  expect((await state()).remotes.find((remote) => remote.id === id)).not.toHaveProperty('isAway');
  expect(await answers(there, 'near')).toEqual(await answers(here, 'near'));
});
