import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type TestHost } from '../support/host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
  await ask('mutation M { upsertBucket(input: {name: "r", modelName: "p", entityName: "e"}) { inserted } }');
});
afterAll(() => host.stop());

async function ask<T>(query: string, variables: object = {}): Promise<T> {
  const response = await fetch(`${host.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const body = (await response.json()) as { data: T; errors?: unknown };
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
  return body.data;
}

const send = (url: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'PUT', body, headers, signal: AbortSignal.timeout(10_000) });
const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
const md5 = (text: string): string => createHash('md5').update(text).digest('base64');

interface Upload {
  readonly uploadUrl: string;
  readonly uploadHeaders: readonly string[];
}

async function begin(digest: string): Promise<string> {
  const data = await ask<{ createArtifact: { artifact: { id: string } } }>(
    `mutation C($digest: String!) { createArtifact(input: {entityName: "e", projectName: "p", artifactTypeName: "t",
      artifactCollectionName: "c 1", digest: $digest, runName: "r"}) { artifact { id } } }`,
    { digest },
  );
  return data.createArtifact.artifact.id;
}

async function uploadOf(id: string, name: string, text: string): Promise<Upload> {
  const data = await ask<{ createArtifactFiles: { files: { edges: { node: Upload }[] } } }>(
    `mutation F($files: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {artifactFiles: $files}) {
      files { edges { node { uploadUrl uploadHeaders } } } } }`,
    { files: [{ artifactID: id, name, md5: md5(text) }] },
  );
  const node = data.createArtifactFiles.files.edges[0]?.node;
  if (node === undefined) throw new Error('no file');
  return node;
}

async function sendManifest(id: string, entries: object, type = 'FULL', base?: string): Promise<void> {
  const data = await ask<{ createArtifactManifest: { artifactManifest: { file: Upload } } }>(
    `mutation M($id: ID!, $type: ArtifactManifestType, $base: ID) { createArtifactManifest(input: {artifactID: $id,
      name: "m", digest: "", type: $type, baseArtifactID: $base}) {
      artifactManifest { file { uploadUrl uploadHeaders } } } }`,
    { id, type, base },
  );
  const body = JSON.stringify({ version: 1, contents: entries });
  expect((await send(data.createArtifactManifest.artifactManifest.file.uploadUrl, body)).status).toBe(200);
  await ask('mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }', { id });
}

async function manifestOf(id: string): Promise<{ readonly contents: Record<string, { readonly digest: string }> }> {
  const data = await ask<{ artifact: { currentManifest: { file: { directUrl: string } } } }>(
    'query M($id: ID!) { artifact(id: $id) { currentManifest { file { directUrl } } } }',
    { id },
  );
  return (await get(data.artifact.currentManifest.file.directUrl)).json() as never;
}

test('bytes go up, and come down by the address of the list and by the one that the client makes itself', async () => {
  const text = 'some bytes';
  const name = 'dir/é %.txt';
  const id = await begin('d0');
  const { uploadUrl, uploadHeaders } = await uploadOf(id, name, text);
  expect(uploadHeaders).toEqual([`Content-MD5:${md5(text)}`]);
  expect((await send(`${uploadUrl}0`, text)).status).toBe(403);
  expect((await send(uploadUrl, 'other bytes')).status).toBe(400);
  expect((await send(uploadUrl, text, { 'content-md5': md5(text) })).headers.get('etag')).toBeTruthy();
  await sendManifest(id, { [name]: { digest: md5(text), size: text.length, birthArtifactID: id } });

  const list = await ask<{
    artifact: { files: { edges: { node: { name: string; url: string; directUrl: string } }[] } };
  }>('query F($id: ID!) { artifact(id: $id) { files { edges { node { name url directUrl } } } } }', { id });
  const file = list.artifact.files.edges[0]?.node;
  expect(file?.name).toBe(name);
  expect(await (await get(file?.directUrl ?? '')).text()).toBe(text);
  expect(await (await get(file?.url ?? '')).text()).toBe(text);
  const hex = Buffer.from(md5(text), 'base64').toString('hex');
  const own = `${host.address}/artifactsV2/default/e/p/c%201/${id}/${hex}/${encodeURIComponent('é %.txt')}`;
  const part = await get(own, { range: 'bytes=5-7' });
  expect([part.status, await part.text()]).toEqual([206, 'byt']);
  expect((await get(own.replace(hex, '0'.repeat(32)))).status).toBe(404);
});

test('the manifest of an increment is served whole', async () => {
  const base = await begin('d1');
  await send((await uploadOf(base, 'None-1.json', '1')).uploadUrl, '1');
  await sendManifest(base, { 'None-1.json': { digest: md5('1'), size: 1, birthArtifactID: base } });
  const next = await begin('d2');
  await send((await uploadOf(next, '1-2.json', '2')).uploadUrl, '2');
  const own = { digest: md5('2'), size: 1, birthArtifactID: next };
  await sendManifest(next, { '1-2.json': own }, 'INCREMENTAL', base);
  const { contents } = await manifestOf(next);
  expect(Object.keys(contents).sort()).toEqual(['1-2.json', 'None-1.json']);
  expect(contents['1-2.json']).toMatchObject(own);
});

test('a manifest that is sent again after the commit changes nothing', async () => {
  const id = await begin('d3');
  await sendManifest(id, { 'a.ref': { digest: 'x', ref: 'https://example.org/a', size: 5 } });
  const data = await ask<{ createArtifactManifest: { artifactManifest: { file: Upload } } }>(
    `mutation M($id: ID!) { createArtifactManifest(input: {artifactID: $id, name: "m", digest: "", type: FULL}) {
      artifactManifest { file { uploadUrl uploadHeaders } } } }`,
    { id },
  );
  const url = data.createArtifactManifest.artifactManifest.file.uploadUrl;
  expect((await send(url, '{"version":1,"contents":{}}')).status).toBe(200);
  expect(Object.keys((await manifestOf(id)).contents)).toEqual(['a.ref']);
});
