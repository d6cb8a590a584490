import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunWriter, WireClient } from '../support/demo/client.ts';
import { startHost, type TestHost } from '../support/host.ts';

let host: TestHost;
let run: RunWriter;
beforeAll(async () => {
  host = await startHost();
  run = await new WireClient(host.address).startRun({ project: 'refusals', name: 'kept' });
  await run.history([{ _step: 0, loss: 1 }]);
});
afterAll(() => host?.[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** One request with exactly these headers; fetch would not let a test lie about Host and Origin. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: host.port, path, method, headers: { host: `127.0.0.1:${host.port}`, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const basic = (key: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}`,
});
const JSON_BODY = { 'content-type': 'application/json' };
const viewer = JSON.stringify({ query: '{ viewer { id } }' });

/** Nothing that was refused may have touched what was stored. */
async function lineCount(): Promise<number> {
  const response = await fetch(`${host.address}/api/runs/${run.entity}/refusals/kept`);
  return ((await response.json()) as { historyLineCount: number }).historyLineCount;
}

describe('who asks', () => {
  test('a foreign Host is refused on pages, API, GraphQL and ingest', async () => {
    for (const path of ['/', '/api/projects', '/graphql', `/files/${run.entity}/refusals/kept/file_stream`]) {
      const method = /graphql|file_stream/.test(path) ? 'POST' : 'GET';
      const answer = await ask(
        path,
        { host: 'evil.example:80', ...JSON_BODY },
        method,
        method === 'POST' ? '{}' : undefined,
      );
      expect(answer.status, path).toBe(403);
      expect(answer.text).toContain('evil.example');
    }
  });

  test('a foreign Origin is refused, also when it names our port', async () => {
    for (const origin of ['https://evil.example', `http://evil.example:${host.port}`, 'null']) {
      const answer = await ask('/graphql', { origin, ...JSON_BODY }, 'POST', viewer);
      expect(answer.status, origin).toBe(403);
    }
    expect((await ask('/graphql', { origin: host.address, ...JSON_BODY }, 'POST', viewer)).status).toBe(200);
  });

  test('where the key is needed, a wrong one and none are told so, and the right one works', async () => {
    await using strict = await startHost({ args: ['--require-key'] });
    const { readFileSync, statSync } = await import('node:fs');
    const secrets = JSON.parse(readFileSync(`${strict.dataDir}/secrets.json`, 'utf8')) as { apiKey: string };
    expect(statSync(`${strict.dataDir}/secrets.json`).mode & 0o077).toBe(0);
    const send = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${strict.address}/graphql`, { method: 'POST', headers: { ...JSON_BODY, ...headers }, body: viewer });
    const wrong = await send(basic('f'.repeat(40)));
    expect(wrong.status).toBe(401);
    expect(((await wrong.json()) as { errors: { message: string }[] }).errors[0]?.message).toContain('key');
    expect((await send({})).status).toBe(401);
    expect((await fetch(`${strict.address}/api/projects`)).status).toBe(401);
    expect((await send(basic(secrets.apiKey))).status).toBe(200);
  });
});

describe('what is asked', () => {
  test('malformed JSON is a 400 that says where, and loses nothing', async () => {
    for (const path of ['/graphql', `/files/${run.entity}/refusals/kept/file_stream`]) {
      const answer = await ask(path, JSON_BODY, 'POST', '{"files": {');
      expect(answer.status, path).toBe(400);
      expect(answer.text).toMatch(/JSON/);
    }
    expect(await lineCount()).toBe(1);
  });

  test('GraphQL syntax errors and unknown fields are named', async () => {
    const syntax = await ask('/graphql', JSON_BODY, 'POST', JSON.stringify({ query: '{ viewer { id }' }));
    expect(syntax.status).toBe(400);
    expect(syntax.text).toContain('Syntax Error');
    const field = await ask('/graphql', JSON_BODY, 'POST', JSON.stringify({ query: '{ viewer { shoeSize } }' }));
    expect(field.status).toBe(400);
    expect(field.text).toContain('shoeSize');
  });

  test('an unknown run and an unknown address are 404 with words', async () => {
    const unknown = await ask(`/api/runs/${run.entity}/refusals/nobody`);
    expect(unknown.status).toBe(404);
    expect(JSON.parse(unknown.text)).toMatchObject({ error: { code: 'run.unknown' } });
    expect((await ask('/api/nothing-here')).status).toBe(404);
  });

  test('a body over the limit is a 413', async () => {
    const body = Buffer.alloc(80 * 1024 * 1024, 0x20);
    const answer = await ask(`/files/${run.entity}/refusals/kept/file_stream`, JSON_BODY, 'POST', body).catch(
      // The host may hang up while the rest is still on its way; what it said was read or not, by chance.
      (error: NodeJS.ErrnoException) => ({
        status: error.code === 'EPIPE' || error.code === 'ECONNRESET' ? 413 : 0,
        text: '',
      }),
    );
    expect(answer.status).toBe(413);
    expect(await lineCount()).toBe(1);
  });

  test('file names that leave the run folder are refused on the way in and out', async () => {
    const names = [
      '../../../etc/passwd',
      '..%2f..%2fsecrets.json',
      '/etc/passwd',
      'a/../../b',
      '..\\..\\x',
      'a\u0000b',
    ];
    for (const name of names) {
      const read = await ask(`/files/${run.entity}/refusals/kept/${encodeURI(name)}`);
      expect([400, 404], name).toContain(read.status);
      expect(read.text).not.toContain('root:');
    }
    await expect(run.file('../../../escape.txt', 'x')).rejects.toThrow();
    const { existsSync } = await import('node:fs');
    expect(existsSync(`${host.dataDir}/../escape.txt`)).toBe(false);
  });

  test('an upload address that was tampered with is refused', async () => {
    const answer = await new WireClient(host.address).graphql<{ createRunFiles: { files: { uploadUrl: string }[] } }>(
      `mutation { createRunFiles(input: {entityName: "${run.entity}", projectName: "refusals", runName: "kept",
        files: ["a.txt"]}) { files { name uploadUrl } } }`,
    );
    const url = new URL(answer.createRunFiles.files[0]?.uploadUrl ?? '');
    url.pathname = url.pathname.replace('a.txt', 'b.txt');
    const response = await fetch(url, { method: 'PUT', body: 'x' });
    expect([401, 403]).toContain(response.status);
  });

  test('a peer that stops in the middle of a request harms nobody', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.write(`POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nContent-Length: 1000\r\n\r\n{"que`);
    socket.destroySoon();
    expect((await ask('/api/projects')).status).toBe(200);
  });
});

test("the client's telemetry is declined quietly", async () => {
  expect([404, 405]).toContain((await ask('/sdk/otel/v1/metrics', {}, 'POST', '')).status);
});
