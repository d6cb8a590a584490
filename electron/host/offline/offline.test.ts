import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type RunningHost } from '#host/app';
import { pause, systemClock } from '#host/base';
import type { ImportItem, ImportList, ImportScan, LogPage, RunDetail } from '#shared/api';
import { LogWriter, scalarEvent } from './test-support.ts';

const root = mkdtempSync(join(tmpdir(), 'taffrail-offline-'));
const NOW = systemClock.now() / 1000;
let host: RunningHost;

beforeAll(async () => {
  host = await start();
});
afterAll(async () => {
  await host.stop();
  rmSync(root, { recursive: true, force: true });
});

function start(): Promise<RunningHost> {
  return startHost({ dataDir: join(root, 'data'), port: 0, version: '0.0.0', username: 'me', logLevel: 'error' });
}

async function call<T>(method: string, path: string, body?: unknown, at = host): Promise<T> {
  const response = await fetch(`${at.address}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const value = await read();
    if (value !== undefined) return value;
    await pause(50);
  }
  throw new Error(`${what} did not come`);
}

async function itemOf(path: string): Promise<ImportItem | undefined> {
  return (await call<ImportList>('GET', '/api/imports')).items.find((item) => item.path === path);
}

/** Opens a log and waits until it is read. */
async function open(path: string, log = path): Promise<ImportItem> {
  await call('POST', '/api/imports', { paths: [path] });
  return until(`the end of ${log}`, async () => {
    const item = await itemOf(log);
    return item !== undefined && !['queued', 'reading'].includes(item.state) ? item : undefined;
  });
}

async function rowsOf(project: string, run: string): Promise<Record<string, unknown>[]> {
  const query = `query($r: String!, $p: String!) { project(name: $p, entityName: "me") { run(name: $r) { history(samples: 100000) } } }`;
  const answer = await call<{ data: { project: { run: { history: string[] } } } }>('POST', '/graphql', {
    query,
    variables: { r: run, p: project },
  });
  return answer.data.project.run.history.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function detail(project: string, run: string): Promise<RunDetail> {
  return call<RunDetail>('GET', `/api/runs/me/${project}/${run}`);
}

function makeLog(
  id: string,
  count: number,
  from = 0,
  extra: Partial<Parameters<LogWriter['run']>[0]> = {},
  name?: string,
): LogWriter {
  const log = new LogWriter(join(root, 'wandb'), id, name);
  log.run({
    id,
    project: 'opened',
    startedAt: NOW - 1000 + from,
    name: `run ${id}`,
    tags: ['t'],
    config: { rate: 0.5 },
    ...extra,
  });
  for (let i = from; i < from + count; i++) log.history(i, NOW - 900 + i, { loss: String(1 / (i + 1)) });
  return log;
}

test('a log is opened: rows, documents, output, files and state are there; a second time changes nothing', async () => {
  const log = makeLog('first', 50);
  log.output('hello\nwor', NOW - 800);
  log.output('ld\n', NOW - 799);
  log.summary(['best'], '0.25');
  log.exit(3);
  writeFileSync(join(log.filesFolder, 'output.log'), 'hello\nworld\n');
  mkdirSync(join(log.filesFolder, 'media'));
  writeFileSync(join(log.filesFolder, 'media', 'a.txt'), 'A');
  writeFileSync(join(root, 'elsewhere.txt'), 'linked');
  symlinkSync(join(root, 'elsewhere.txt'), join(log.filesFolder, 'linked.txt'));
  symlinkSync(join(root, 'gone.txt'), join(log.filesFolder, 'gone.txt'));
  const scan = await call<ImportScan>('POST', '/api/imports/scan', { path: join(root, 'wandb') });
  expect(scan.found).toMatchObject([
    { kind: 'wandb', here: 'no', run: { entity: 'me', project: 'opened', run: 'first' }, displayName: 'run first' },
  ]);

  const item = await open(log.path);
  expect(item).toMatchObject({
    state: 'done',
    counts: { historyLines: 50, consoleLines: 2 },
    report: { damage: [], isTorn: false },
  });
  expect(item.report.missing).toEqual(['gone.txt: the file it links to is gone']);
  const run = await detail('opened', 'first');
  expect(run.head).toMatchObject({
    displayName: 'run first',
    state: 'failed',
    stateReason: 'exit code 3',
    tags: ['t'],
    lastStep: 49,
  });
  expect(run.config).toMatchObject({ rate: 0.5 });
  expect(run.summary).toMatchObject({ best: 0.25, loss: 1 / 50 });
  expect(Math.abs(run.head.createdAt / 1000 - (NOW - 1000))).toBeLessThan(2);
  const logs = await call<LogPage>('GET', '/api/runs/me/opened/first/logs?from=0&count=10');
  expect(logs.lines.map((line) => line.text)).toEqual(['hello', 'world']);
  const files = await call<{ name: string }[]>('GET', '/api/runs/me/opened/first/files');
  expect(files.map((file) => file.name)).toEqual([
    'config.yaml',
    'linked.txt',
    'media/a.txt',
    'output.log',
    'wandb-summary.json',
  ]);

  // What a person changes afterwards stays, however often the log is opened, also from another place.
  await call('PATCH', '/api/runs/me/opened/first', { displayName: 'mine', tags: ['kept'] });
  await open(log.path);
  const copy = new LogWriter(join(root, 'copies'), 'first');
  copyFileSync(log.path, copy.path);
  expect(await open(copy.path)).toMatchObject({ state: 'done', counts: { historyLines: 0, consoleLines: 0 } });
  expect((await detail('opened', 'first')).head).toMatchObject({
    displayName: 'mine',
    tags: ['kept'],
    state: 'failed',
  });
  expect(await rowsOf('opened', 'first')).toHaveLength(50);
});

test('a growing log is followed, torn ends included, over a restart of the host', async () => {
  const log = makeLog('grows', 10);
  const bytes = readFileSync(log.path);
  writeFileSync(log.path, bytes.subarray(0, bytes.length - 5));
  expect(await open(log.path)).toMatchObject({ state: 'following', report: { isTorn: true } });
  expect((await detail('opened', 'grows')).head).toMatchObject({ state: 'running', lastStep: 8 });
  writeFileSync(log.path, bytes);
  const lastStep = (step: number): Promise<true> =>
    until(`step ${step}`, async () => ((await detail('opened', 'grows')).head.lastStep === step ? true : undefined));
  await lastStep(9);
  await call('PATCH', '/api/runs/me/opened/grows', { displayName: 'renamed' });
  log.history(10, NOW - 890, { loss: '0.5' });
  await lastStep(10);
  await host.stop();
  log.history(11, NOW - 889, { loss: '0.4' });
  host = await start();
  await lastStep(11);
  log.exit(0);
  await until('the end', async () => ((await itemOf(log.path))?.state === 'done' ? true : undefined));
  expect((await detail('opened', 'grows')).head).toMatchObject({ state: 'finished', displayName: 'renamed' });
  const rows = await rowsOf('opened', 'grows');
  expect(rows.map((row) => row['_step'])).toEqual(Array.from({ length: 12 }, (_, i) => i));
});

test('the pieces of a resumed run are joined, steps go on', async () => {
  const first = makeLog('pieces', 5, 0, {}, 'offline-run-1-pieces');
  first.summary(['only first'], '1');
  first.exit(0);
  const second = new LogWriter(join(root, 'wandb'), 'pieces', 'offline-run-2-pieces');
  second.run({ id: 'pieces', project: 'opened', startedAt: NOW - 500, isResumed: true, config: { added: 1 } });
  for (let i = 0; i < 3; i++) second.history(i, NOW - 400 + i, { loss: '7' });
  second.exit(0);
  await open(first.path);
  await open(second.path);
  const steps = (await rowsOf('opened', 'pieces')).map((row) => row['_step']);
  expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const run = await detail('opened', 'pieces');
  expect(run.config).toMatchObject({ rate: 0.5, added: 1 });
  expect(run.summary).toMatchObject({ 'only first': 1, _step: 7, loss: 7 });
  // From another place, in any order: nothing changes.
  for (const log of [second, first]) {
    const copy = new LogWriter(join(root, 'copies'), 'pieces', `copy-${log === first ? 1 : 2}`);
    copyFileSync(log.path, copy.path);
    expect(await open(copy.path)).toMatchObject({ state: 'done', counts: { historyLines: 0 } });
  }
  expect((await rowsOf('opened', 'pieces')).map((row) => row['_step'])).toEqual(steps);
  expect((await detail('opened', 'pieces')).summary).toMatchObject({ _step: 7, loss: 7 });
});

test('damage is reported with its place and costs no more than it hit', async () => {
  const log = makeLog('damaged', 2000);
  log.exit(0);
  const bytes = readFileSync(log.path);
  bytes.fill(0xaa, 100_000, 100_050);
  writeFileSync(log.path, bytes);
  const item = await open(log.path);
  expect(item).toMatchObject({ state: 'done' });
  const [span] = item.report.damage;
  expect(span?.from).toBeLessThanOrEqual(100_000);
  expect(span?.to).toBeGreaterThanOrEqual(100_050);
  const rows = await rowsOf('opened', 'damaged');
  expect(rows.length).toBeGreaterThan(1500);
  expect(rows.at(-1)).toMatchObject({ _step: 1999 });
});

test('what is no log is refused with a reason, and nothing is made of it', async () => {
  const path = join(root, 'wandb', 'broken.wandb');
  writeFileSync(path, 'this is not a log');
  expect(await open(path)).toMatchObject({ state: 'failed', reason: expect.stringContaining('not a .wandb file') });
  await expect(call('POST', '/api/imports/scan', { path: 'relative' })).rejects.toThrow('not a full path');
  await expect(call('POST', '/api/imports/scan', { path: join(root, 'nowhere') })).rejects.toThrow('there is nothing');
});

test('a deleted run stays away from watched folders and comes back when a person opens its log', async () => {
  const log = makeLog('deleted', 3);
  log.exit(0);
  await open(log.path);
  await call('DELETE', '/api/runs/me/opened/deleted');
  await expect(detail('opened', 'deleted')).rejects.toThrow(/run.(deleted|unknown)/);
  expect(await open(log.path)).toMatchObject({ state: 'done', run: { run: 'deleted' } });
  expect(await rowsOf('opened', 'deleted')).toHaveLength(3);
});

test('a watched folder brings new logs by itself until it is no longer watched', async () => {
  const folder = join(root, 'watched');
  mkdirSync(folder);
  await call('PUT', '/api/imports/watched', { path: folder });
  const log = new LogWriter(folder, 'seen');
  log.run({ id: 'seen', project: 'opened', startedAt: NOW - 10 });
  log.history(0, NOW - 9, { loss: '1' });
  await until('the run', async () => ((await itemOf(log.path))?.run === undefined ? undefined : true));
  await call('DELETE', '/api/imports/watched', { path: folder });
  expect((await call<ImportList>('GET', '/api/imports')).watched).toEqual([]);
  const { id } = (await itemOf(log.path)) ?? { id: 0 };
  await call('POST', `/api/imports/${id}/cancel`);
  expect((await itemOf(log.path))?.state).toBe('cancelled');
  await call('DELETE', `/api/imports/${id}`);
  expect(await itemOf(log.path)).toBeUndefined();
  expect((await detail('opened', 'seen')).head.lastStep).toBe(0);
});

test('a folder of TensorBoard events becomes a run of the project it lies in, and is followed', async () => {
  const folder = join(root, 'boards', 'trial');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'events.out.tfevents.1790000000.box.7.0');
  const events = Array.from({ length: 20 }, (_, i) =>
    scalarEvent(NOW - 50 + i, Math.floor(i / 2) * 10, i % 2 === 0 ? 'train/loss' : 'val/loss', i / 10),
  );
  writeFileSync(file, Buffer.concat(events.slice(0, 9)));
  const item = await open(join(root, 'boards'), folder);
  expect(item).toMatchObject({
    kind: 'tensorboard',
    state: 'following',
    run: { project: 'boards' },
    displayName: 'trial',
  });
  writeFileSync(file, Buffer.concat(events));
  const run = item.run?.run ?? '';
  await until('all rows', async () => ((await rowsOf('boards', run)).length === 10 ? true : undefined));
  const rows = await rowsOf('boards', run);
  // Half of this row was there when the folder was opened.
  expect(rows[4]).toMatchObject({ _step: 40, global_step: 40, 'train/loss': 0.8, 'val/loss': 0.9 });
  const { head, summary } = await detail('boards', run);
  expect(head).toMatchObject({
    displayName: 'trial',
    state: 'running',
    stateReason: 'followed in its log on this disk',
    host: 'box',
    lastStep: 90,
  });
  expect(summary).toMatchObject({ 'val/loss': 1.9, global_step: 90 });
  expect(readdirSync(folder)).toEqual(['events.out.tfevents.1790000000.box.7.0']);
});

test('artifacts come from their staged files; one whose files are gone is reported and the rest comes in', async () => {
  const log = makeLog('saves', 2);
  const bytes = 'staged bytes';
  const digest = createHash('md5').update(bytes).digest('base64');
  writeFileSync(join(root, 'staged'), bytes);
  const file = { path: 'in/a.txt', digest, size: bytes.length };
  log.artifact('whole', [{ ...file, localPath: join(root, 'staged') }]);
  log.artifact('lost', [
    { ...file, path: 'b.txt', digest: 'AAAAAAAAAAAAAAAAAAAAAA==', localPath: join(root, 'not there') },
  ]);
  log.exit(0);
  const item = await open(log.path);
  expect(item).toMatchObject({ state: 'done', counts: { historyLines: 2, artifacts: 1 } });
  expect(item.report.missing).toEqual(['artifact lost: b.txt: its staged file is gone']);
  const query = `query { project(name: "opened", entityName: "me") { run(name: "saves") { outputArtifacts(first: 10) {
    edges { node { state aliases { alias } artifactSequence { name } } } } } } }`;
  const answer = await call<{
    data: { project: { run: { outputArtifacts: { edges: { node: { state: string } }[] } } } };
  }>('POST', '/graphql', { query });
  const committed = answer.data.project.run.outputArtifacts.edges.filter(({ node }) => node.state === 'COMMITTED');
  expect(committed).toMatchObject([{ node: { artifactSequence: { name: 'whole' } } }]);
});

test('the watched log of a script that logs to this host brings no second copy and leaves its documents alone', async () => {
  const log = makeLog('live', 4);
  const query = `mutation { upsertBucket(input: { name: "live", modelName: "opened", entityName: "me", config: "{}" }) { inserted } }`;
  await call('POST', '/graphql', { query });
  const stream = '/files/me/opened/live/file_stream';
  const line = (i: number): string =>
    `{"_step":${i},"_timestamp":${NOW - 900 + i},"_runtime":${i},"loss":${1 / (i + 1)}}`;
  const summary = { offset: 0, content: ['{"from":"client"}'] };
  const post = (from: number, to: number): Promise<unknown> => {
    const content = Array.from({ length: to - from }, (_, i) => line(from + i));
    const files = { 'wandb-history.jsonl': { offset: from, content }, 'wandb-summary.json': summary };
    return call('POST', stream, { files });
  };
  await post(0, 2);
  expect(await open(log.path)).toMatchObject({ state: 'following' });
  expect((await detail('opened', 'live')).summary).toMatchObject({ from: 'client' });
  await post(2, 4);
  await call('POST', stream, { complete: true, exitcode: 0 });
  log.exit(0);
  await until('the end', async () => ((await itemOf(log.path))?.state === 'done' ? true : undefined));
  expect((await rowsOf('opened', 'live')).map((row) => row['_step'])).toEqual([0, 1, 2, 3]);
  expect((await detail('opened', 'live')).head.state).toBe('finished');
});

test('a log of which half came in before is completed', async () => {
  const log = makeLog('half', 40);
  log.exit(0);
  const half = new LogWriter(join(root, 'copies'), 'half');
  writeFileSync(half.path, readFileSync(log.path).subarray(0, log.ends[30]));
  expect(await open(half.path)).toMatchObject({ state: 'following' });
  expect(await open(log.path)).toMatchObject({ state: 'done' });
  expect((await rowsOf('opened', 'half')).map((row) => row['_step'])).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect((await detail('opened', 'half')).head).toMatchObject({ state: 'finished', lastStep: 39 });
});

test('a log that falls silent is crashed, and runs again when it grows after all', async () => {
  const dataDir = join(root, 'impatient');
  const own = await startHost({
    dataDir,
    port: 0,
    version: '0.0.0',
    username: 'me',
    crashAfterMs: 3000,
    logLevel: 'error',
  });
  try {
    const log = makeLog('silent', 3);
    await call('POST', '/api/imports', { paths: [log.path] }, own);
    const state = (wanted: string): Promise<true> =>
      until(wanted, async () => {
        const run = await call<RunDetail>('GET', '/api/runs/me/opened/silent', undefined, own).catch(() => undefined);
        return run?.head.state === wanted ? true : undefined;
      });
    await state('running');
    await state('crashed');
    log.history(3, NOW - 1, { loss: '0.1' });
    await state('running');
    log.exit(0);
    await state('finished');
  } finally {
    await own.stop();
  }
});
