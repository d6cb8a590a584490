import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataPaths, type DataPaths } from '#host/base';
import { openBlobStore } from './blobs.ts';

function folder(): DataPaths {
  const root = mkdtempSync(join(tmpdir(), 'taffrail-blobs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return dataPaths(root);
}

async function* stream(...chunks: readonly (string | Error)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield Buffer.from(chunk);
  }
}

const hash = (kind: string, text: string, form: 'hex' | 'base64'): string => createHash(kind).update(text).digest(form);

test('bytes are stored once, under what they are', async () => {
  const paths = folder();
  const store = openBlobStore(paths);
  const first = await store.receive(stream('hello ', 'world'), { name: 'a.txt' });
  const second = await store.receive(stream('hello world'), { name: 'b.txt' });
  expect(first.blob).toEqual({
    sha256: hash('sha256', 'hello world', 'hex'),
    md5: hash('md5', 'hello world', 'base64'),
    sizeBytes: 11,
  });
  expect(second.blob).toEqual(first.blob);
  expect(readFileSync(store.pathOf(first.blob.sha256), 'utf8')).toBe('hello world');
  expect(readdirSync(paths.uploads)).toEqual([]);
  expect(await store.list(first.blob.sha256.slice(0, 2), Number.MAX_VALUE)).toEqual([first.blob.sha256]);
});

test('an empty file is a file', async () => {
  const store = openBlobStore(folder());
  const { blob } = await store.receive(stream(), { name: 'empty', sizeBytes: 0, md5: '1B2M2Y8AsgTpgAmY7PhCfg==' });
  expect([blob.sizeBytes, readFileSync(store.pathOf(blob.sha256)).length]).toEqual([0, 0]);
});

test('an interrupted, a short and a falsified upload leave nothing', async () => {
  const paths = folder();
  const store = openBlobStore(paths);
  const gone = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  await expect(store.receive(stream('half', gone), { name: 'x' })).rejects.toMatchObject({ code: 'request.cancelled' });
  await expect(store.receive(stream('half'), { name: 'x', sizeBytes: 8 })).rejects.toMatchObject({
    code: 'file.digest',
  });
  await expect(store.receive(stream('ok'), { name: 'x', md5: 'AAAA' })).rejects.toMatchObject({ code: 'file.digest' });
  expect(readdirSync(paths.uploads)).toEqual([]);
  expect(existsSync(paths.files)).toBe(false);
});

test('a full disk is told before anything is written, and one that fills up while writing too', async () => {
  const paths = folder();
  const store = openBlobStore(paths);
  await expect(store.receive(stream('x'), { name: 'x', sizeBytes: 2 ** 50 })).rejects.toMatchObject({
    code: 'store.full',
  });
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  await expect(store.receive(stream('x', full), { name: 'x' })).rejects.toMatchObject({ code: 'store.full' });
  expect(readdirSync(paths.uploads)).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is named', async () => {
  const paths = folder();
  chmodSync(paths.root, 0o500);
  onTestFinished(() => chmodSync(paths.root, 0o700));
  await expect(openBlobStore(paths).receive(stream('x'), { name: 'x' })).rejects.toMatchObject({
    code: 'store.read-only',
  });
});

test('unused bytes go, but not while an upload of the same bytes is under way', async () => {
  const store = openBlobStore(folder());
  const { blob, release } = await store.receive(stream('shared'), { name: 'x' });
  store.remove(blob.sha256);
  expect(existsSync(store.pathOf(blob.sha256))).toBe(true);
  release();
  release();
  store.remove(blob.sha256);
  expect(existsSync(store.pathOf(blob.sha256))).toBe(false);
  store.remove(blob.sha256);
});

test('what an earlier process left half written is removed', async () => {
  const paths = folder();
  mkdirSync(paths.uploads, { recursive: true });
  writeFileSync(join(paths.uploads, 'half'), 'half');
  await openBlobStore(paths).removeStaleUploads();
  expect(existsSync(paths.uploads)).toBe(false);
});

test('a damaged file is replaced by good bytes of the same name', async () => {
  const store = openBlobStore(folder());
  const { blob } = await store.receive(stream('whole'), { name: 'x' });
  writeFileSync(store.pathOf(blob.sha256), 'cut');
  await store.receive(stream('whole'), { name: 'x' });
  expect(readFileSync(store.pathOf(blob.sha256), 'utf8')).toBe('whole');
});
