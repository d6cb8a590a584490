import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestHost, type TestHost } from './test-host.ts';

let host: TestHost;
beforeEach(() => {
  host = openTestHost();
});
afterEach(() => host.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Fields that some answers have. */
interface Answer {
  readonly total: number;
  readonly rows: readonly {
    readonly head: {
      readonly path: { readonly run: string };
      readonly tags: unknown;
      readonly jobType: unknown;
      readonly color: unknown;
    };
    readonly values: readonly { readonly value: unknown }[];
  }[];
  readonly head: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string; readonly details: { readonly field: string; readonly reason: string } };
}

async function ask(method: Method, url: string, body?: object): Promise<{ status: number; body: Answer }> {
  const answer = await host.app.inject({ method, url, ...(body === undefined ? {} : { payload: body }) });
  return { status: answer.statusCode, body: JSON.parse(answer.body || 'null') as Answer };
}

const RUNS = '/api/projects/ada/p/runs';

test('a session says who and where', async () => {
  host.run('a');
  expect((await ask('GET', '/api/session')).body).toMatchObject({
    username: 'ada',
    version: '1.2.3',
    address: 'http://127.0.0.1:8080',
    isFirstStart: false,
    runCount: 1,
  });
});

test('the run table answers filters, sorts and columns', async () => {
  host.run('a', { config: '{"lr": {"value": 0.1}}' });
  host.run('b', { config: '{"lr": {"value": 0.2}}' });
  const column = { kind: 'config', key: 'lr' };
  const { status, body } = await ask('POST', `${RUNS}/query`, {
    filter: { op: 'and', items: [{ op: '>', column, value: 0 }] },
    sort: [{ column, isDescending: true }],
    columns: [column],
  });
  expect(status).toBe(200);
  expect(body.total).toBe(2);
  expect(body.rows.map((row) => [row.head.path.run, row.values[0]?.value])).toEqual([
    ['b', 0.2],
    ['a', 0.1],
  ]);
});

test.each([
  [{ limit: 10_001 }, 'limit', /10000/],
  [{ offset: -1 }, 'offset', />=0|0/],
  [{ columns: [{ kind: 'config' }] }, 'columns.0', /./],
  [{ colour: 1 }, 'body', /colour/],
])('%j is refused, naming the field and the bound', async (query, field, reason) => {
  host.run('a');
  const { status, body } = await ask('POST', `${RUNS}/query`, query);
  expect(status).toBe(400);
  expect(body.error.code).toBe('body.invalid');
  expect(body.error.details.field).toContain(field);
  expect(body.error.details.reason).toMatch(reason);
});

test('a pattern that is not RE2 is refused where it stands', async () => {
  host.run('a');
  const { status, body } = await ask('POST', `${RUNS}/query`, { search: { text: '(', isRegex: true } });
  expect([status, body.error.code]).toEqual([400, 'filter.invalid']);
});

test('a project or run that is not there is 404', async () => {
  expect((await ask('GET', '/api/projects/ada/none/keys')).body.error.code).toBe('project.unknown');
  expect((await ask('GET', '/api/runs/ada/p/none')).body.error.code).toBe('run.unknown');
  expect((await ask('GET', '/api/runs/ada/p/none/files')).status).toBe(404);
});

test('an edit is on the page at once; null clears', async () => {
  host.run('a', { fields: { group: 'g' }, tags: ['old'] });
  const { status, body } = await ask('PATCH', '/api/runs/ada/p/a', {
    displayName: 'New name',
    notes: '# hi',
    tags: ['x', 'y'],
    group: null,
    color: '#1f77b4',
  });
  expect(status).toBe(200);
  expect(body.head).toMatchObject({ displayName: 'New name', notes: '# hi', tags: ['x', 'y'], color: '#1f77b4' });
  expect(body.head.group).toBeUndefined();
});

test('many runs take and lose tags together, and go together', async () => {
  host.run('a', { tags: ['x'] });
  host.run('b', { tags: ['y'] });
  const edit = { runs: ['a', 'b', 'gone'], addTags: ['z'], removeTags: ['x'], jobType: 'train', color: '#1f77b4' };
  expect((await ask('POST', `${RUNS}/edit`, edit)).body).toEqual({ count: 2 });
  const { rows } = (
    await ask('POST', `${RUNS}/query`, { sort: [{ column: { kind: 'run', key: 'name' }, isDescending: false }] })
  ).body;
  expect(rows.map((row) => [row.head.tags, row.head.jobType, row.head.color])).toEqual([
    [['z'], 'train', '#1f77b4'],
    [['y', 'z'], 'train', '#1f77b4'],
  ]);
  expect((await ask('POST', `${RUNS}/delete`, { runs: ['a', 'b'] })).body).toMatchObject({ count: 2 });
  expect((await ask('POST', `${RUNS}/query`, {})).body.total).toBe(0);
});

test('runs go to another project together or not at all, and back', async () => {
  host.run('a', { state: 'finished' });
  host.run('b', { state: 'finished' });
  host.run('live');
  const to = (project: string): object => ({ entity: 'ada', project });
  const refused = await ask('POST', `${RUNS}/move`, { runs: ['a', 'live'], to: to('q') });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'run.alive']);
  expect((await ask('POST', `${RUNS}/query`, {})).body.total).toBe(3);
  expect((await ask('GET', '/api/projects')).body).toHaveLength(1);
  const moved = await ask('POST', `${RUNS}/move`, { runs: ['a', 'b', 'gone'], to: to('q') });
  expect(moved.body).toEqual({ count: 2, isNewProject: true });
  expect((await ask('GET', '/api/runs/ada/q/a')).status).toBe(200);
  expect((await ask('GET', '/api/runs/ada/p/a')).status).toBe(404);
  await ask('POST', '/api/projects/ada/q/runs/move', { runs: ['a', 'b'], to: to('p'), dropsEmpty: true });
  expect((await ask('POST', `${RUNS}/query`, {})).body.total).toBe(3);
  expect((await ask('GET', '/api/projects')).body).toHaveLength(1);
  for (const name of ['a/b', ' a', 'x'.repeat(129)]) {
    expect((await ask('POST', `${RUNS}/move`, { runs: ['a'], to: to(name) })).status).toBe(400);
  }
});

test('a running run can be asked to stop, one that has ended cannot', async () => {
  host.run('a');
  expect((await ask('POST', '/api/runs/ada/p/a/stop', {})).body).toEqual({ isAsked: true });
  expect((await ask('GET', '/api/runs/ada/p/a')).body.head.isStopRequested).toBe(true);
  host.run('b', { state: 'finished' });
  expect((await ask('POST', '/api/runs/ada/p/b/stop', {})).body).toEqual({ isAsked: false });
});

test('a deleted run is gone', async () => {
  host.run('a');
  expect((await ask('DELETE', '/api/runs/ada/p/a')).status).toBe(204);
  expect((await ask('GET', '/api/runs/ada/p/a')).status).toBe(404);
});

test('many runs are deleted, and go for good, by one request, in parts between which others may write', async () => {
  const names = Array.from({ length: 45 }, (_, i) => `run${i}`);
  for (const name of names) host.run(name);
  const deleted = await ask('POST', `${RUNS}/delete`, { runs: [...names, 'none'] });
  expect(deleted.body).toMatchObject({ count: 45, ids: names.map((_, i) => i + 1) });
  expect((await ask('POST', '/api/projects/ada/p/trash/purge', {})).body).toMatchObject({ count: 45 });
  expect((await ask('GET', '/api/projects/ada/p/trash-count')).body).toEqual({ count: 0 });
  expect((await ask('POST', '/api/projects/ada/none/trash/purge', {})).status).toBe(404);
});

test('a locked run is not deleted or moved, alone or among others, and is found by its lock', async () => {
  const names = Array.from({ length: 25 }, (_, i) => `run${i}`);
  for (const name of names) host.run(name, { state: 'finished' });
  expect((await ask('PATCH', '/api/runs/ada/p/run24', { isLocked: true })).body.head.isLocked).toBe(true);
  const to = { entity: 'ada', project: 'q' };
  for (const answer of [
    await ask('DELETE', '/api/runs/ada/p/run24'),
    await ask('POST', `${RUNS}/delete`, { runs: names }),
    await ask('POST', `${RUNS}/move`, { runs: names, to }),
  ]) {
    expect([answer.status, answer.body.error.code]).toEqual([409, 'run.locked']);
    expect(answer.body.error.details).toEqual({ runs: expect.stringMatching(/ \(run24\)$/) as string });
  }
  expect((await ask('POST', `${RUNS}/query`, {})).body.total).toBe(25);
  expect((await ask('GET', '/api/projects')).body).toHaveLength(1);
  const column = { kind: 'run', key: 'lock' };
  const locked = { filter: { op: '=', column, value: 'locked' }, columns: [column] };
  const found = (await ask('POST', `${RUNS}/query`, locked)).body;
  expect(found.rows.map((row) => [row.head.path.run, row.values])).toEqual([['run24', [{ value: 'locked' }]]]);
  expect((await ask('POST', `${RUNS}/query`, { filter: { op: 'missing', column } })).body.total).toBe(24);
  expect((await ask('POST', `${RUNS}/edit`, { runs: names, isLocked: true })).body).toEqual({ count: 25 });
  expect((await ask('POST', `${RUNS}/edit`, { runs: names, isLocked: 'yes' })).body.error.details.field).toBe(
    'isLocked',
  );
  expect((await ask('POST', `${RUNS}/edit`, { runs: ['run0', 'run1'], isLocked: false })).body).toEqual({ count: 2 });
  expect((await ask('POST', `${RUNS}/delete`, { runs: ['run0', 'run1'] })).body).toMatchObject({ count: 2 });
});

test('a deleted run is in the trash, comes back, or goes for good', async () => {
  host.run('a', { state: 'finished' });
  host.run('b', { state: 'finished' });
  const deleted = await ask('POST', `${RUNS}/delete`, { runs: ['a', 'b', 'none'] });
  expect(deleted.body).toEqual({ count: 2, ids: [1, 2] });
  const trash = '/api/projects/ada/p/trash';
  expect((await ask('GET', trash)).body).toMatchObject({ total: 2, days: 30, runs: [{ run: 'b' }, { run: 'a' }] });
  expect((await ask('GET', '/api/projects/ada/p/trash-count')).body).toEqual({ count: 2 });
  expect((await ask('GET', '/api/session')).body).toMatchObject({ runCount: 0 });
  expect((await ask('POST', `${trash}/restore`, { ids: [1] })).body).toEqual({ count: 1 });
  expect((await ask('GET', '/api/runs/ada/p/a')).status).toBe(200);
  // What is not in this trash is passed over: numbers of runs elsewhere do nothing.
  expect((await ask('POST', `${trash}/purge`, { ids: [1, 99] })).body).toEqual({ count: 0, freedBytes: 0 });
  expect((await ask('GET', '/api/runs/ada/p/a')).status).toBe(200);
  expect((await ask('POST', `${trash}/purge`, {})).body).toMatchObject({ count: 1 });
  expect((await ask('GET', '/api/projects/ada/p/trash-count')).body).toEqual({ count: 0 });
});

test('a project says what it is about, and who asks for another is told that there is none', async () => {
  host.run('a', { state: 'finished' });
  const url = '/api/projects/ada/p';
  expect((await ask('GET', `${url}/overview`)).body).toMatchObject({ summary: { description: '', runCount: 1 } });
  expect((await ask('PATCH', url, { description: '# Why' })).body).toMatchObject({ summary: { description: '# Why' } });
  expect((await ask('GET', '/api/projects')).body).toMatchObject([{ description: '# Why' }]);
  const long = await ask('PATCH', url, { description: 'x'.repeat(100_001) });
  expect([long.status, long.body.error.details.field]).toEqual([400, 'description']);
  expect(long.body.error.details.reason).toContain('100000');
  expect((await ask('GET', '/api/projects/ada/none/overview')).body.error.code).toBe('project.unknown');
});

test('views are kept, changed and deleted', async () => {
  host.run('a');
  const url = '/api/projects/ada/p/views/v1';
  const view = { scope: 'workspace', name: 'Mine', body: { panels: [1, 2] } };
  expect((await ask('PUT', url, view)).body).toMatchObject({ id: 'v1', ...view });
  await ask('PUT', url, { ...view, name: 'Ours' });
  expect((await ask('GET', '/api/projects/ada/p/views')).body).toMatchObject([
    { id: 'v1', name: 'Ours', body: view.body },
  ]);
  expect((await ask('DELETE', url)).status).toBe(204);
  expect((await ask('DELETE', url)).body.error.code).toBe('view.unknown');
});

test('settings last; what is left out is left to the script', async () => {
  expect((await ask('GET', '/api/settings')).body).toEqual({ crashAfterSeconds: 300 });
  await ask('PUT', '/api/settings', { isCodeSavingEnabled: true, crashAfterSeconds: 60 });
  expect((await ask('GET', '/api/settings')).body).toEqual({ isCodeSavingEnabled: true, crashAfterSeconds: 60 });
  await ask('PUT', '/api/settings', { crashAfterSeconds: 60 });
  expect((await ask('GET', '/api/settings')).body).toEqual({ crashAfterSeconds: 60 });
  expect((await ask('PUT', '/api/settings', { crashAfterSeconds: 0 })).status).toBe(400);
});

test('log pages are bounded', async () => {
  host.run('a');
  expect((await ask('GET', '/api/runs/ada/p/a/logs?from=-10&count=5000')).body).toEqual({
    total: 0,
    from: 0,
    lines: [],
  });
  expect((await ask('GET', '/api/runs/ada/p/a/logs?from=0&count=5001')).body.error.details.field).toBe('count');
  expect((await ask('GET', '/api/runs/ada/p/a/logs/search?text=x&regex=0&case=1')).body).toMatchObject({
    matchCount: 0,
  });
});

test("the client's files are changed for the user of this machine only", async () => {
  host.asked.identity = 'key';
  for (const method of ['POST', 'DELETE'] as const) {
    const { status, body } = await ask(method, '/api/connect');
    expect([status, body.error.code]).toEqual([403, 'auth.not-local']);
  }
  expect((await ask('GET', '/api/connect')).status).toBe(200);
});
