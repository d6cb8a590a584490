import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { Problem } from '#shared/errors';
import { KEY, makeTestServer, type TestServerOptions } from './test-support.ts';

const basic = (key: string): string => `Basic ${Buffer.from(`api:${key}`).toString('base64')}`;
const HOST = { host: '127.0.0.1:8080' };

interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'OPTIONS' | 'DELETE';
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | object;
}

/** As a peer of another user unless told otherwise. */
async function ask(app: FastifyInstance, question: Question = {}) {
  const { method = 'GET', url = '/api/who', headers = {}, payload } = question;
  return app.inject({ method, url, headers: { ...HOST, ...headers }, ...(payload === undefined ? {} : { payload }) });
}

function server(options: TestServerOptions = {}): FastifyInstance {
  const app = makeTestServer(options);
  onTestFinished(() => app.close());
  return app;
}

const stranger = { peer: 4242 };

/** Over a real connection, from a peer whose owner is `options.peer`. */
async function askOverSocket(options: TestServerOptions, headers: Record<string, string> = {}) {
  const app = server(options);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${address}/api/who`, { headers });
  return { status: response.status, body: await response.json() };
}

test('a peer of the same user is trusted with any key of the accepted shapes, and with none', async () => {
  const trusted = { status: 200, body: { identity: 'local-user' } };
  for (const key of ['a'.repeat(40), `local-${'b'.repeat(40)}`, 'c'.repeat(86)]) {
    expect(await askOverSocket({}, { authorization: basic(key) })).toMatchObject(trusted);
  }
  expect(await askOverSocket({})).toMatchObject(trusted);
  expect(await askOverSocket({ peer: 0 })).toMatchObject(trusted);
  expect(await askOverSocket({}, { authorization: basic(KEY) })).toMatchObject(trusted);
  expect(await askOverSocket({}, { authorization: basic('short') })).toMatchObject({ status: 401 });
});

test('who is behind a proxy of the same user is not that user', async () => {
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
    const forwarded = { [header]: '203.0.113.7' };
    expect(await askOverSocket({}, forwarded)).toMatchObject({ status: 401 });
    expect(await askOverSocket({}, { ...forwarded, authorization: basic('a'.repeat(40)) })).toMatchObject({
      status: 401,
    });
    const withKey = await askOverSocket({}, { ...forwarded, authorization: basic(KEY) });
    expect(withKey).toMatchObject({ status: 200, body: { identity: 'key' } });
  }
});

test('a peer of another user needs the real key, and so does everybody when it is required', async () => {
  const other = { peer: 4242 };
  expect(await askOverSocket(other, { authorization: basic('a'.repeat(40)) })).toMatchObject({ status: 401 });
  expect(await askOverSocket(other)).toMatchObject({ status: 401 });
  expect(await askOverSocket({ peer: undefined })).toMatchObject({ status: 401 });
  const withKey = { status: 200, body: { identity: 'key' } };
  expect(await askOverSocket(other, { authorization: basic(KEY) })).toMatchObject(withKey);
  expect(await askOverSocket(other, { authorization: `Bearer ${KEY}` })).toMatchObject(withKey);
  const required = { settings: { requireKey: true } };
  expect(await askOverSocket(required, { authorization: basic('a'.repeat(40)) })).toMatchObject({ status: 401 });
  expect(await askOverSocket(required, { authorization: basic(KEY) })).toMatchObject(withKey);
});

test('anybody else is refused without a key or with a wrong one, in words for the client', async () => {
  const app = server(stranger);
  const none = await ask(app, { method: 'POST', url: '/graphql', payload: {} });
  expect(none.statusCode).toBe(401);
  expect(none.json()).toMatchObject({ errors: [{ message: 'This address needs an API key.' }] });
  const wrong = await ask(app, {
    method: 'POST',
    url: '/graphql',
    payload: {},
    headers: { authorization: basic('w'.repeat(40)) },
  });
  expect(wrong.statusCode).toBe(401);
  expect(wrong.json()).toMatchObject({ errors: [{ message: 'The API key is not the key of this Taffrail.' }] });
  expect((await ask(app, { headers: { authorization: 'Digest x' } })).json()).toMatchObject({
    error: { code: 'auth.key-wrong' },
  });
});

test('each kind of client gets errors in the form it reads', async () => {
  const app = server(stranger);
  expect((await ask(app)).json()).toMatchObject({ error: { code: 'auth.key-missing', tip: expect.any(String) } });
  const stream = await ask(app, { method: 'POST', url: '/files/e/p/r/file_stream', payload: {} });
  expect([stream.statusCode, stream.json()]).toEqual([401, { error: 'This address needs an API key.' }]);
});

test.each(['evil.example', 'localhost.evil.example:8080', '192.168.0.9:8080'])(
  'Host %s is refused on every route',
  async (host) => {
    const app = server();
    for (const url of [
      '/',
      '/api/who',
      '/graphql',
      '/assets/x.js',
      '/files/e/p/r/f',
      '/nowhere',
      '/sdk/otel/v1/metrics',
    ]) {
      const answer = await ask(app, { url, headers: { host, authorization: basic(KEY) } });
      expect([url, answer.statusCode]).toEqual([url, 403]);
    }
  },
);

test.each([
  ['http://evil.example', 403],
  ['http://127.0.0.1:3000', 403],
  ['null', 403],
  ['http://127.0.0.1:8080', 200],
])('a page at %s gets %i, for reading and for writing', async (origin, status) => {
  const app = server();
  const headers = { origin, authorization: basic(KEY) };
  expect((await ask(app, { headers })).statusCode).toBe(status);
  const write = await ask(app, { method: 'POST', url: '/api/echo', payload: { a: 1 }, headers });
  expect(write.statusCode).toBe(status);
  expect(write.headers['access-control-allow-origin']).toBeUndefined();
});

test('what a browser loads for another site is refused, except a link to a page', async () => {
  const app = server();
  const headers = { authorization: basic(KEY), 'sec-fetch-site': 'cross-site' };
  expect(
    (await ask(app, { headers: { ...headers, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } })).statusCode,
  ).toBe(403);
  expect(
    (await ask(app, { headers: { ...headers, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } })).statusCode,
  ).toBe(403);
  const link = { ...headers, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect((await ask(app, { url: '/ada/digits', headers: link })).statusCode).toBe(200);
  expect((await ask(app, { method: 'POST', url: '/api/echo', payload: {}, headers: link })).statusCode).toBe(403);
});

test('a body over the limit of its route is refused before it is read, and a broken one is named', async () => {
  const app = server();
  const headers = { authorization: basic(KEY), 'content-type': 'application/json' };
  const large = await ask(app, { method: 'POST', url: '/api/echo', payload: `"${'x'.repeat(2000)}"`, headers });
  expect([large.statusCode, large.json().error.message]).toEqual([413, 'The body has more than 1000 bytes.']);
  const broken = await ask(app, { method: 'POST', url: '/api/echo', payload: '{"a":', headers });
  expect([broken.statusCode, broken.json().error.code]).toEqual([400, 'body.malformed']);
  const form = await ask(app, {
    method: 'POST',
    url: '/api/echo',
    payload: 'a=1',
    headers: { ...headers, 'content-type': 'text/csv' },
  });
  expect([form.statusCode, form.json().error.code]).toEqual([400, 'body.invalid']);
});

test('passing troubles say when to try again, bugs say nothing of our insides', async () => {
  const app = makeTestServer();
  onTestFinished(() => app.close());
  app.get('/api/busy', () => Promise.reject(new Problem('store.busy')));
  app.get('/api/full', () => Promise.reject(new Problem('store.full')));
  app.get('/api/bug', () => Promise.reject(new TypeError('cannot read x of undefined')));
  const headers = { authorization: basic(KEY) };
  const busy = await ask(app, { url: '/api/busy', headers });
  expect([busy.statusCode, busy.headers['retry-after']]).toEqual([503, '1']);
  expect((await ask(app, { url: '/api/full', headers })).headers['retry-after']).toBe('15');
  const bug = await ask(app, { url: '/api/bug', headers });
  expect(bug.statusCode).toBe(500);
  expect(bug.body).not.toContain('at ');
});

test('the telemetry of the client is declined quietly, whatever it sends', async () => {
  const app = server(stranger);
  for (const payload of ['', 'x'.repeat(100)]) {
    const headers = { 'content-type': 'application/x-protobuf' };
    const answer = await ask(app, { method: 'POST', url: '/sdk/otel/v1/metrics', payload, headers });
    expect([answer.statusCode, answer.body]).toEqual([404, '']);
  }
});

test('absolute addresses follow the way by which the client came', async () => {
  const app = server({ extraHosts: ['tracker.lan'] });
  const authorization = basic(KEY);
  const who = async (headers: Record<string, string>) =>
    (await ask(app, { headers: { authorization, ...headers } })).json();
  expect(await who({ host: 'localhost:9000' })).toMatchObject({ baseUrl: 'http://localhost:9000' });
  const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'tracker.lan' };
  expect(await who(proxied)).toMatchObject({ baseUrl: 'https://tracker.lan' });
  expect(await who({ 'x-forwarded-host': 'evil.example' })).toMatchObject({ baseUrl: 'http://127.0.0.1:8080' });
  expect(await who({ 'x-wandb-username': 'grace' })).toMatchObject({ username: 'grace' });
  expect(await who({ 'x-wandb-username': '../x' })).not.toHaveProperty('username');
});

function rendererDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-renderer-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secrets.json'), 'secret');
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html><title>Taffrail</title>');
  writeFileSync(join(folder, 'dist', 'assets', 'index-abc123.js'), 'export {};');
  return join(folder, 'dist');
}

test('pages are the renderer for every address of the app, with a strict policy', async () => {
  const app = server({ rendererDir: rendererDir() });
  const headers = { authorization: basic(KEY) };
  for (const url of [
    '/',
    '/ada/digits',
    '/ada/digits/runs/abc',
    '/authorize?ref=models',
    '/ada/a%2Fb',
    '/ada/model.v2',
  ]) {
    const page = await ask(app, { url, headers });
    expect([url, page.statusCode, page.body]).toEqual([url, 200, '<!doctype html><title>Taffrail</title>']);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'; script-src 'self';");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
  }
  const asset = await ask(app, { url: '/assets/index-abc123.js' });
  expect([asset.body, asset.headers['cache-control']]).toEqual(['export {};', 'public, max-age=31536000, immutable']);
  expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8');
});

test('nothing outside the renderer can be read as a page, and unknown addresses of programs are errors', async () => {
  const app = server({ rendererDir: rendererDir() });
  const headers = { authorization: basic(KEY) };
  for (const url of [
    '/../secrets.json',
    '/%2e%2e/secrets.json',
    '/..%2fsecrets.json',
    '/assets/..%2f..%2fsecrets.json',
    '/%00',
  ]) {
    expect([url, (await ask(app, { url, headers })).body]).not.toEqual([url, 'secret']);
  }
  for (const url of ['/api/nothing', '/assets/gone.js', '/artifacts/x/y', '/%ff']) {
    const answer = await ask(app, { url, headers });
    expect([url, answer.statusCode, answer.json().error.code]).toEqual([url, 404, 'route.unknown']);
  }
  expect((await ask(app, { method: 'DELETE', url: '/graphql', headers })).statusCode).toBe(404);
});

test('without a built renderer a page says so', async () => {
  const page = await ask(server(), { url: '/', headers: { authorization: basic(KEY) } });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('Taffrail is running');
});

test('a browser of somebody else signs in with the key and stays signed in', async () => {
  const app = server({ ...stranger, rendererDir: rendererDir() });
  const page = await ask(app, { url: '/ada/digits?x=1&y=2' });
  expect(page.body).toContain('Sign in to Taffrail');
  expect(page.body).toContain('value="/ada/digits?x=1&amp;y=2"');
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:8080' };
  const wrong = await ask(app, {
    method: 'POST',
    url: '/api/sign-in',
    headers: form,
    payload: 'key=no&next=/ada/digits',
  });
  expect(wrong.statusCode).toBe(401);
  expect(wrong.body).toContain('not the key');
  const right = await ask(app, {
    method: 'POST',
    url: '/api/sign-in',
    headers: form,
    payload: `key=${KEY}&next=/ada/digits`,
  });
  expect([right.statusCode, right.headers.location]).toEqual([303, '/ada/digits']);
  const cookie = String(right.headers['set-cookie']);
  expect(cookie).toMatch(/^taffrail-[0-9a-f]{12}=.+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
  expect(cookie).not.toContain(KEY);
  const session = { cookie: cookie.split(';')[0] ?? '' };
  expect((await ask(app, { headers: session })).json()).toMatchObject({ identity: 'key' });
  expect((await ask(app, { url: '/', headers: session })).body).toContain('<title>Taffrail</title>');
  const forged = { cookie: session.cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) };
  expect((await ask(app, { headers: forged })).statusCode).toBe(401);
});

test('the key may come as JSON, and signing in leads to no other site', async () => {
  const app = server(stranger);
  const json = await ask(app, { method: 'POST', url: '/api/sign-in', payload: { key: KEY } });
  expect([json.statusCode, json.json()]).toEqual([200, { ok: true }]);
  expect((await ask(app, { method: 'POST', url: '/api/sign-in', payload: { key: 'x' } })).statusCode).toBe(401);
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams({ key: KEY, next }).toString();
    const answer = await ask(app, { method: 'POST', url: '/api/sign-in', headers: form, payload });
    expect([next, answer.headers.location]).toEqual([next, '/']);
  }
});
