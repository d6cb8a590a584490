import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type TestHost } from '../support/host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

interface Answer {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly path?: unknown }[];
}

async function post(body: string | object, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${host.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const UPSERT = `mutation U($name: String!, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: "p", entityName: "e", config: $config}) {
    inserted bucket { historyLineCount project { entity { name } } } } }`;

test('a mutation that was answered is seen by the next query', async () => {
  for (let i = 0; i < 5; i++) {
    const name = `run-${i}`;
    const made = await post({ query: UPSERT, variables: { name } });
    expect(made.data).toMatchObject({ upsertBucket: { inserted: true } });
    const query = 'query Q($name: String!) { project(name: "p", entityName: "e") { run(name: $name) { name } } }';
    expect((await post({ query, variables: { name } })).data).toEqual({ project: { run: { name } } });
  }
});

test('bad syntax, a bad body and an unclear operation are 400 with a reason', async () => {
  const syntax = await post({ query: 'query { viewer { ' });
  expect(syntax.status).toBe(400);
  expect(syntax.errors?.[0]?.message).toContain('Syntax Error');
  expect((await post('{"query": ')).status).toBe(400);
  expect((await post({ variables: {} })).errors?.[0]?.message).toContain('query');
  const two = await post({ query: 'query A { viewer { id } } query B { viewer { id } }' });
  expect(two.errors?.[0]?.message).toContain('operationName');
  const chosen = await post({ query: 'query A { viewer { id } } query B { viewer { entity } }', operationName: 'B' });
  expect(chosen.status).toBe(200);
});

test('a refused mutation is 200 with errors; the client does not try again', async () => {
  const answer = await post({ query: 'mutation S { stopRun(input: {id: "x"}) { success } }', variables: null });
  expect(answer.status).toBe(200);
  expect(answer.errors?.[0]).toMatchObject({
    path: ['stopRun'],
    message: expect.stringContaining('the id of a run') as string,
  });
});

test('a variable of 10 MB is taken', async () => {
  const query = 'query P($d: String!) { project(name: "p", entityName: "e") { run(name: "", desc: $d) { name } } }';
  expect((await post({ query, variables: { d: 'a'.repeat(10_000_000) } })).status).toBe(200);
});

test('each client hears that it is the newest', async () => {
  const query = 'query ServerInfo { serverInfo { cliVersionInfo } }';
  const answer = await post({ query }, { 'user-agent': 'W&B Public Client 0.31.0' });
  expect(answer.data).toMatchObject({ serverInfo: { cliVersionInfo: { max_cli_version: '0.31.0' } } });
});

test('upload addresses lead to where the client came from, and take and give bytes by themselves', async () => {
  const made = await post({
    query: `mutation C { createRunFiles(input: {entityName: "e", projectName: "p", runName: "run-0",
      files: ["a b.txt"]}) { files { uploadUrl } } }`,
  });
  const uploadUrl = firstAddress(made, 'uploadUrl');
  expect(uploadUrl.startsWith(host.address)).toBe(true);
  const put = await fetch(uploadUrl, { method: 'PUT', body: 'bytes', signal: AbortSignal.timeout(10_000) });
  expect(put.status).toBe(200);
  const read = await post({
    query: `{ project(name: "p", entityName: "e") { run(name: "run-0") { files(names: ["a b.txt"]) {
      edges { node { directUrl } } } } } }`,
  });
  const direct = await fetch(firstAddress(read, 'directUrl'), { signal: AbortSignal.timeout(10_000) });
  expect(await direct.text()).toBe('bytes');
});

/** The first address of this name, wherever it is in the answer. */
function firstAddress(answer: Answer, field: string): string {
  const found = new RegExp(`"${field}":"([^"]+)"`).exec(JSON.stringify(answer.data));
  return found?.[1] ?? '';
}
