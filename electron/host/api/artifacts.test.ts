import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestHost, type TestHost } from './test-host.ts';

let host: TestHost;
beforeEach(() => {
  host = openTestHost();
  host.run('a');
});
afterEach(() => host.close());

const VERSION = '/api/projects/ada/p/artifacts/net/versions/v0';

async function ask(method: 'GET' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await host.app.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

test.each([
  [{ addAliases: ['v3'] }, 'addAliases.0'],
  [{ addAliases: ['a/b'] }, 'addAliases.0'],
  [{ addAliases: [''] }, 'addAliases.0'],
  [{ removeAliases: ['latest'] }, 'removeAliases.0'],
  [{ addTags: ['a,b'] }, 'addTags.0'],
  [{ colour: 1 }, 'body'],
])('%j is refused at the door, naming the field', async (edit, field) => {
  const { status, body } = await ask('PATCH', VERSION, edit);
  expect([status, body.error.code, body.error.details.field]).toEqual([400, 'body.invalid', field]);
});

test('what is not there is 404 and says what', async () => {
  for (const method of ['GET', 'DELETE'] as const) {
    const { status, body } = await ask(method, VERSION);
    expect([status, body.error.code, body.error.message]).toEqual([
      404,
      'artifact.unknown',
      'There is no collection net.',
    ]);
  }
  expect((await ask('GET', '/api/projects/ada/p/artifacts')).body).toEqual([]);
  expect((await ask('GET', '/api/projects/ada/p/artifact-count')).body).toEqual({ count: 0 });
  expect((await ask('GET', '/api/runs/ada/p/a/artifacts')).body).toEqual({ inputs: [], outputs: [] });
});

test('a page of versions has bounds', async () => {
  const { body } = await ask('GET', '/api/projects/ada/p/artifacts/net/versions?limit=1001');
  expect(body.error.details.field).toBe('limit');
});
