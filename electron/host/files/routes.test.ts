import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callerFor, dataPaths, silentLogger, systemClock, type HostContext } from '#host/base';
import { createHttpServer } from '#host/http';
import {
  announceArtifactFile,
  closeWritable,
  createArtifact,
  deleteArtifact,
  findRun,
  openReadable,
  openWritable,
  runWriteCall,
  upsertRun,
  type WriteContext,
} from '#host/store';
import type { ChangeEvent } from '#shared/api';
import type { RunPath, UnixMs } from '#shared/units';
import { signArtifactUrl } from './artifact-urls.ts';
import { openBlobStore } from './blobs.ts';
import { startCollector } from './collector.ts';
import { fileReads, fileWrites } from './handlers.ts';
import { announceFiles, deleteRunFiles, listRunFiles } from './records.ts';
import { registerFileRoutes } from './routes.ts';
import { fileUrl, signDownload, signUpload } from './sign.ts';

const KEY = 'k'.repeat(40);
const PATH: RunPath = { entity: 'ada', project: 'digits', run: 'r1' };
const basic = { authorization: `Basic ${Buffer.from(`api:${KEY}`).toString('base64')}` };

/** A real server over a real store; the handlers run in this thread. */
async function openRoom() {
  const paths = dataPaths(mkdtempSync(join(tmpdir(), 'taffrail-files-')));
  const time = { now: Date.UTC(2026, 0, 1) };
  const now = (): UnixMs => time.now as UnixMs;
  const db = openWritable(paths, now);
  const readable = openReadable(paths);
  const events: ChangeEvent[] = [];
  const handlers = { ...fileWrites, work: (ctx: WriteContext, work: (ctx: WriteContext) => unknown) => work(ctx) };
  const write = (name: string, args: unknown): unknown => {
    const outcome = runWriteCall(db, handlers, { name, args }, now);
    events.push(...outcome.events);
    return outcome.result;
  };
  const host: HostContext = {
    clock: { ...systemClock, now },
    log: silentLogger,
    paths,
    settings: { username: 'ada', crashAfterMs: 300_000, requireKey: true },
    version: '0',
    writer: { call: async (name, args) => write(name, args) },
    readers: {
      call: async (name, args) =>
        (fileReads as unknown as Record<string, (c: unknown, a: unknown) => never>)[name]?.(
          { db: readable, now },
          args,
        ),
    },
    events: { publish: () => undefined, subscribe: () => () => undefined },
    signingSecret: 's'.repeat(64),
    apiKey: KEY,
  };
  const blobs = openBlobStore(paths);
  const app = createHttpServer(host, { bindHost: '127.0.0.1' });
  registerFileRoutes(app, host, blobs);
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    await app.close();
    readable.close();
    closeWritable(db);
    rmSync(paths.root, { recursive: true, force: true });
  });
  const room = {
    baseUrl,
    host,
    blobs,
    events,
    time,
    signer: () => ({ baseUrl, secret: host.signingSecret, now: now() }),
    write: <T>(work: (ctx: WriteContext) => T): T => write('work', work) as T,
    put: (name: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      fetch(signUpload(room.signer(), { path: PATH, name }), { method: 'PUT', body, headers }),
    get: (name: string, headers: Record<string, string> = {}) =>
      fetch(fileUrl(baseUrl, { path: PATH, name }), { headers: { ...basic, ...headers } }),
    names: () => listRunFiles(readable, findRun(readable, PATH)?.id ?? (0 as never)).map((file) => file.name),
  };
  room.write((ctx) => upsertRun(ctx, { path: PATH, username: 'ada' }));
  return room;
}

test('a file that is put can be got again, byte by byte, under names of every kind', async () => {
  const room = await openRoom();
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256);
  for (const name of ['output.log', 'media/images/x y_1.png', 'a%20b/ü:日.bin', 'code/train.py']) {
    expect((await room.put(name, bytes)).status).toBe(200);
    const answer = await room.get(name);
    expect([name, answer.status, answer.headers.get('content-length')]).toEqual([name, 200, '300000']);
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), Buffer.from(bytes))).toBe(0);
  }
  expect(room.names()).toEqual(['a%20b/ü:日.bin', 'code/train.py', 'media/images/x y_1.png', 'output.log']);
});

test('uploads need no key but a signature for this very file, and it lasts', async () => {
  const room = await openRoom();
  const good = signUpload(room.signer(), { path: PATH, name: 'a.txt' });
  const put = async (url: string): Promise<number> => (await fetch(url, { method: 'PUT', body: 'x' })).status;
  expect(await put(good.replace('/a.txt', '/b.txt'))).toBe(403);
  expect(await put(good.replace(/token=.{5}/, 'token=AAAAA'))).toBe(403);
  expect(await put(good.replace(/\?.*/, ''))).toBe(403);
  expect(await put(signDownload(room.signer(), { path: PATH, name: 'a.txt' }))).toBe(403);
  expect(room.names()).toEqual([]);
  room.time.now += 20 * 24 * 3600 * 1000;
  expect(await put(good)).toBe(200);
  room.time.now += 20 * 24 * 3600 * 1000;
  expect(await put(good)).toBe(403);
});

test('reading needs the key, or a signature', async () => {
  const room = await openRoom();
  await room.put('a.txt', 'hello');
  const target = { path: PATH, name: 'a.txt' };
  expect((await fetch(fileUrl(room.baseUrl, target))).status).toBe(401);
  expect((await fetch(`${fileUrl(room.baseUrl, target)}?token=x&expires=1`)).status).toBe(403);
  expect((await fetch(`${fileUrl(room.baseUrl, target)}?token=`, { headers: basic })).status).toBe(403);
  expect(await (await fetch(signDownload(room.signer(), target))).text()).toBe('hello');
});

test('the same bytes again change nothing, other bytes replace them', async () => {
  const room = await openRoom();
  expect((await room.put('a.txt', 'one')).status).toBe(200);
  const told = room.events.length;
  expect((await room.put('a.txt', 'one')).status).toBe(200);
  expect(room.events).toHaveLength(told);
  await room.put('a.txt', 'two');
  expect(room.events.at(-1)).toEqual({ kind: 'run', path: PATH, aspects: ['files'] });
  expect(await (await room.get('a.txt')).text()).toBe('two');
  expect((await room.put('empty', '')).status).toBe(200);
  expect(await (await room.get('empty')).text()).toBe('');
});

test('the metadata that a client sends says when the run began; a file that says no time changes nothing', async () => {
  const room = await openRoom();
  const created = (): number => room.write((ctx) => findRun(ctx.db, PATH)?.createdAt) ?? 0;
  const heardAt = created();
  for (const text of ['no JSON', 'null', '{"startedAt":5}', '{"startedAt":"2200-01-01T00:00:00Z"}'])
    expect((await room.put('wandb-metadata.json', text)).status).toBe(200);
  expect(created()).toBe(heardAt);
  const startedAt = new Date(heardAt - 86_400_000).toISOString();
  await room.put('elsewhere/wandb-metadata.json', JSON.stringify({ startedAt }));
  expect(created()).toBe(heardAt);
  await room.put('wandb-metadata.json', JSON.stringify({ startedAt, os: 'Linux' }));
  expect(created()).toBe(heardAt - 86_400_000);
});

test('an announced checksum is checked', async () => {
  const room = await openRoom();
  const wrong = await room.put('a.txt', 'hello', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' });
  expect([wrong.status, (await wrong.json()) as object]).toMatchObject([400, { error: { code: 'file.digest' } }]);
  expect((await room.put('a.txt', 'hello', { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' })).status).toBe(200);
});

test('an upload that breaks off shows nothing and can be sent again', async () => {
  const room = await openRoom();
  const url = signUpload(room.signer(), { path: PATH, name: 'big.bin' });
  await new Promise<void>((resolve) => {
    const sending = httpRequest(url, { method: 'PUT', headers: { 'content-length': '1000000' } });
    sending.on('error', () => resolve());
    sending.write(Buffer.alloc(400_000), () => setImmediate(() => sending.destroy()));
    sending.on('close', () => resolve());
  });
  await expect.poll(async () => (await room.get('big.bin')).status).toBe(404);
  expect(room.names()).toEqual([]);
  expect((await room.put('big.bin', 'whole')).status).toBe(200);
});

test('names cannot leave the folder of the run', async () => {
  const room = await openRoom();
  for (const name of ['..%2f..%2fsecrets.json', '%2e%2e/x', 'a/%2e%2e/%2e%2e/x', '%5c..%5cx', 'C:%5cx', '%00']) {
    const status = await new Promise((resolve, reject) => {
      const { host, port } = { host: '127.0.0.1', port: new URL(room.baseUrl).port };
      const path = `/files/ada/digits/r1/${name}`;
      httpRequest({ host, port, path, headers: basic }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect([name, status]).toEqual([name, 400]);
  }
  expect(() => room.write((ctx) => announceFiles(ctx, findRunOf(ctx), ['ok', '../../x']))).toThrow('is not allowed');
  expect(room.names()).toEqual([]);
});

function findRunOf(ctx: WriteContext) {
  const run = findRun(ctx.db, PATH);
  if (run === undefined) throw new Error('the run is gone');
  return run;
}

test('parts of a file: 206, 416, unchanged, and only the head', async () => {
  const room = await openRoom();
  await room.put('a.txt', '0123456789');
  const part = await room.get('a.txt', { range: 'bytes=2-4' });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
  const beyond = await room.get('a.txt', { range: 'bytes=50-' });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  const etag = part.headers.get('etag') ?? '';
  expect((await room.get('a.txt', { 'if-none-match': etag })).status).toBe(304);
  expect((await room.get('a.txt', { range: 'bytes=2-4', 'if-range': '"other"' })).status).toBe(200);
  const head = await fetch(fileUrl(room.baseUrl, { path: PATH, name: 'a.txt' }), { method: 'HEAD', headers: basic });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
});

test('a logged page or drawing can never run in our origin', async () => {
  const room = await openRoom();
  for (const [name, type] of [
    ['x.html', 'text/html; charset=utf-8'],
    ['x.svg', 'image/svg+xml'],
    ['x.js', 'text/plain; charset=utf-8'],
    ['x.unknown', 'application/octet-stream'],
  ] as const) {
    await room.put(name, '<script>alert(1)</script>', { 'content-type': 'text/html' });
    const { headers } = await room.get(name);
    expect([name, headers.get('content-type')]).toEqual([name, type]);
    expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none';/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  const download = await fetch(`${fileUrl(room.baseUrl, { path: PATH, name: 'x.html' })}?download`, { headers: basic });
  expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="x.html"/);
});

test('OPTIONS on a file names our own origin, never all', async () => {
  const room = await openRoom();
  const options = (origin: string) =>
    fetch(fileUrl(room.baseUrl, { path: PATH, name: 'a' }), {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });
  const own = await options(room.baseUrl);
  expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([204, room.baseUrl]);
  const foreign = await options('http://evil.example');
  expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
});

test('announced files show as on their way; deleted ones are gone and give their space back', async () => {
  const room = await openRoom();
  room.write((ctx) => announceFiles(ctx, findRunOf(ctx), ['./b.txt', 'a.txt']));
  expect((await room.get('a.txt')).status).toBe(404);
  await room.put('a.txt', 'to be deleted');
  await room.put('keep.txt', 'kept');
  await room.put('copy.txt', 'kept');
  const files = room.write((ctx) => listRunFiles(ctx.db, findRunOf(ctx).id));
  expect(files.map((file) => [file.name, file.blob?.sizeBytes])).toEqual([
    ['a.txt', 13],
    ['b.txt', undefined],
    ['copy.txt', 4],
    ['keep.txt', 4],
  ]);
  const [gone, , copy] = files;
  room.write((ctx) => deleteRunFiles(ctx, [gone?.id ?? 0, copy?.id ?? 0, 999_999]));
  const stop = startCollector(room.host, room.blobs);
  await expect.poll(() => existsSync(room.blobs.pathOf(gone?.blob?.sha256 ?? ''))).toBe(false);
  await stop();
  expect(await (await room.get('keep.txt')).text()).toBe('kept');
});

test('bytes that an artifact holds too stay when a run lets go of them, and go with the artifact', async () => {
  const room = await openRoom();
  await room.put('model.bin', 'weights');
  const artifact = room.write((ctx) => {
    const run = findRunOf(ctx);
    const names = { typeName: 'model', collectionName: 'digits', digest: 'd', username: 'ada', aliases: [], tags: [] };
    const made = createArtifact(ctx, { ...names, projectId: run.projectId, isDeduplicated: true });
    announceArtifactFile(ctx, made, {
      name: 'model.bin',
      digest: createHash('md5').update('weights').digest('base64'),
    });
    return made;
  });
  const target = { kind: 'upload', artifactId: artifact.id, name: 'model.bin' } as const;
  const sent = await fetch(signArtifactUrl(room.signer(), 'put', target), { method: 'PUT', body: 'weights' });
  expect(sent.status).toBe(200);
  const [file] = room.write((ctx) => listRunFiles(ctx.db, findRunOf(ctx).id));
  room.write((ctx) => deleteRunFiles(ctx, [file?.id ?? 0]));
  const forgotten = async () =>
    (await callerFor<typeof fileWrites>(room.host.writer).call('files.forgetUnused', { limit: 9 })).hashes;
  expect(await forgotten()).toEqual([]);
  room.write((ctx) => deleteArtifact(ctx, artifact, true));
  expect(await forgotten()).toEqual([file?.blob?.sha256]);
});

test('bytes that the database does not know go at the start, once they are old', async () => {
  const room = await openRoom();
  const { blob, release } = await room.blobs.receive(
    (async function* () {
      yield Buffer.from('orphan');
    })(),
    { name: 'x' },
  );
  release();
  room.time.now = systemClock.now() + 60_000;
  const stop = startCollector(room.host, room.blobs);
  await expect.poll(() => existsSync(room.blobs.pathOf(blob.sha256))).toBe(false);
  await stop();
});

test('a file of a run that is not there, or not any more, cannot be stored', async () => {
  const room = await openRoom();
  const put = async (run: string) =>
    (await fetch(signUpload(room.signer(), { path: { ...PATH, run }, name: 'a' }), { method: 'PUT', body: 'x' }))
      .status;
  expect(await put('never')).toBe(404);
});
