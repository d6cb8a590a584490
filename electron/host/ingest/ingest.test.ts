import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  consoleLineCount,
  findRun,
  findStreams,
  readConsoleLines,
  readRows,
  readSummary,
  requestStop,
  type RunRow,
  upsertRun,
  trashRun,
} from '#host/store';
import { startCrashWatch } from './crash-watch.ts';
import { makeTestIngest, type TestIngest } from './test-support.ts';

const PATH = { entity: 'me', project: 'p', run: 'r1' };
let ingest: TestIngest;

beforeEach(() => {
  ingest = makeTestIngest();
  start();
});
afterEach(() => ingest.close());

function start(path = PATH): void {
  ingest.store.write((ctx) => upsertRun(ctx, { path, username: 'me' }));
}

function run(path = PATH): RunRow {
  const found = findRun(ingest.store.db, path);
  if (found === undefined) throw new Error('no run');
  return found;
}

interface Sent {
  readonly status: number;
  readonly body: unknown;
}

async function post(
  body: unknown,
  headers: Record<string, string> = {},
  url = '/files/me/p/r1/file_stream',
): Promise<Sent> {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const answer = await ingest.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.statusCode, body: answer.json() };
}

function history(offset: number, ...rows: (Record<string, unknown> | string)[]): unknown {
  const content = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  return { files: { 'wandb-history.jsonl': { offset, content } } };
}

/** Steps and losses as stored. */
function stored(): unknown[] {
  return Array.from(readRows(ingest.store.db, run().id, 'history', {}), (row) => [row.get('_step'), row.get('loss')]);
}

function row(step: number): Record<string, unknown> {
  return { loss: step / 10, _step: step, _runtime: step + 0.5, _timestamp: 1_700_000_000 + step };
}

test('history goes to its line numbers: repeats and overlaps change nothing', async () => {
  expect(await post(history(0, row(0), row(1)))).toEqual({ status: 200, body: {} });
  await post(history(0, row(0), row(1)));
  await post(history(1, row(1), row(2)));
  expect(stored()).toEqual([
    [0, 0],
    [1, 0.1],
    [2, 0.2],
  ]);
  expect(findStreams(ingest.store.db, run().id, 'history').map((stream) => stream.lineCount)).toEqual([3]);
  expect(run()).toMatchObject({ lastStep: 2, runtimeS: 2.5, state: 'running' });
  expect(ingest.events.filter((event) => event.kind === 'run' && event.aspects.includes('history'))).toEqual([
    { kind: 'run', path: PATH, aspects: ['history'], lastStep: 1 },
    { kind: 'run', path: PATH, aspects: ['history'], lastStep: 2 },
  ]);
});

test('one bad line is refused by itself and counted once', async () => {
  const body = history(0, row(0), '{"loss": oops', row(2));
  expect((await post(body)).status).toBe(200);
  expect((await post(body)).status).toBe(200);
  expect(stored()).toEqual([
    [0, 0],
    [2, 0.2],
  ]);
  expect(run().refusedLines).toBe(1);
  expect(ingest.events).toContainEqual(
    expect.objectContaining({ aspects: expect.arrayContaining(['refused']), refusedLines: 1 }),
  );
  expect(ingest.store.db.prepare('SELECT file, line_no, excerpt FROM refusals').all()).toEqual([
    { file: 'wandb-history.jsonl', line_no: 1, excerpt: '{"loss": oops' },
  ]);
});

test('files nobody knows and parts of the wrong shape are counted, the rest is stored', async () => {
  const sent = await post({
    files: {
      'strange.bin': { offset: 0, content: ['a', 'b'] },
      'wandb-events.jsonl': { offset: 'x', content: ['{}'] },
      'output.log': { offset: 0, content: ['fine', 5, 'too'] },
      'wandb-summary.json': { offset: 0, content: ['{"loss":'] },
    },
  });
  expect(sent.status).toBe(200);
  expect(run().refusedLines).toBe(5);
  expect(readConsoleLines(ingest.store.db, run().id, 0, 9).lines.map((line) => line.text)).toEqual(['fine', '', 'too']);
});

test('the summary replaces, console lines are overwritten', async () => {
  await post({ files: { 'wandb-summary.json': { offset: 0, content: ['{"loss":1,"best":NaN}'] } } });
  await post({ files: { 'wandb-summary.json': { offset: 0, content: ['{"loss":2}'] } } });
  expect(readSummary(ingest.store.db, run().id)).toBe('{"loss":2}');
  await post({ files: { 'output.log': { offset: 0, content: ['2026-01-01T00:00:00.000000 10%'] } } });
  await post({ files: { 'output.log': { offset: 0, content: ['2026-01-01T00:00:00.000000 20%', 'done\n'] } } });
  expect(readConsoleLines(ingest.store.db, run().id, 0, 9).lines.map((line) => line.text)).toEqual(['20%', 'done']);
});

test('a script that ended long before its last words came ended then, by its own count', async () => {
  const HOUR = 3_600_000;
  const now = ingest.store.time;
  const begin = (...hoursAgo: readonly number[]): void => {
    const starts = hoursAgo.map((hours) => [`w${hours}`, { startedAt: new Date(now - hours * HOUR).toISOString() }]);
    const config = JSON.stringify({ _wandb: { value: { e: Object.fromEntries(starts) as object } } });
    ingest.store.write((ctx) => upsertRun(ctx, { path: PATH, username: 'me', config }));
  };
  const end = async (hours: number, lastRowHoursAgo: number): Promise<number> => {
    const last = { ...row(9), _timestamp: (now - lastRowHoursAgo * HOUR) / 1000 };
    const summary = { 'wandb-summary.json': { offset: 0, content: [`{"_wandb":{"runtime":${hours * 3600}}}`] } };
    const { files } = history(0, last) as { files: object };
    await post({ files: { ...files, ...summary }, complete: true, exitcode: 0 });
    return (now - (run().finishedAt ?? Number.NaN)) / HOUR;
  };
  begin(50);
  expect(await end(2, 49)).toBe(48);
  expect((now - run().createdAt) / HOUR).toBe(50);
  // Gone on with after a rest, and heard of late again: not before its last row.
  begin(50, 20);
  expect(await end(5, 17)).toBe(17);
  // Gone on with just now: it ends now.
  begin(50, 1);
  expect(await end(6, 0.5)).toBe(0);
  // What it counts begins late, after its imports: its rows tell that it goes on.
  begin(50, 3);
  expect(await end(1, 0)).toBe(0);
});

test.each([
  [7200, 0.4],
  [7200.0004, -3_600_000],
])('such an end is a whole millisecond: after %s s, with a last row %s ms from it', async (runtime, lastRowMs) => {
  const startedAt = ingest.store.time - 50 * 3_600_000;
  const config = JSON.stringify({ _wandb: { value: { e: { w: { startedAt: new Date(startedAt).toISOString() } } } } });
  ingest.store.write((ctx) => upsertRun(ctx, { path: PATH, username: 'me', config }));
  const end = startedAt + 7_200_000;
  const summary = { 'wandb-summary.json': { offset: 0, content: [`{"_wandb":{"runtime":${runtime}}}`] } };
  const { files } = history(0, { ...row(0), _timestamp: (end + lastRowMs) / 1000 }) as { files: object };
  expect((await post({ files: { ...files, ...summary }, complete: true, exitcode: 0 })).status).toBe(200);
  expect(run()).toMatchObject({ state: 'finished', finishedAt: end });
});

test('alerts that are heard of after the end of their run are as late as it; those of one that ends now stay', async () => {
  const HOUR = 3_600_000;
  const now = ingest.store.time;
  const alertsAt = async (id: string, startedAt: number, runtimeS: number, lastRowAt: number): Promise<unknown> => {
    const path = { ...PATH, run: id };
    const config = JSON.stringify({
      _wandb: { value: { e: { w: { startedAt: new Date(startedAt).toISOString() } } } },
    });
    ingest.store.write((ctx) => {
      upsertRun(ctx, { path, username: 'me', config });
      const insert = ctx.db.prepare(
        "INSERT INTO alerts (run_id, at, severity, title, text) VALUES (?, ?, 'INFO', ?, '')",
      );
      for (const at of [now - 49 * HOUR, now]) insert.run(run(path).id, at, `at ${at}`);
    });
    const summary = { 'wandb-summary.json': { offset: 0, content: [`{"_wandb":{"runtime":${runtimeS}}}`] } };
    const { files } = history(0, { ...row(0), _timestamp: lastRowAt / 1000 }) as { files: object };
    const last = { files: { ...files, ...summary }, complete: true, exitcode: 0 };
    expect((await post(last, {}, `/files/me/p/${id}/file_stream`)).status).toBe(200);
    return ingest.store.db.prepare('SELECT at FROM alerts WHERE run_id = ? ORDER BY id').pluck().all(run(path).id);
  };
  expect(await alertsAt('late', now - 50 * HOUR, 7200, now - 49 * HOUR)).toEqual([now - 49 * HOUR, now - 48 * HOUR]);
  expect(await alertsAt('live', now - 2 * HOUR, 7200, now)).toEqual([now - 49 * HOUR, now]);
});

test.each([
  [0, 'finished', ''],
  [1, 'failed', 'exit code 1'],
  [255, 'failed', 'exit code 255'],
])('exit code %i ends the run as %s', async (exitcode, state, stateReason) => {
  await post({ ...(history(0, row(0)) as object), complete: true, exitcode });
  expect(run()).toMatchObject({ state, stateReason, exitCode: exitcode, finishedAt: ingest.store.time });
  expect(stored()).toEqual([[0, 0]]);
  await post(history(1, row(1)));
  expect(run().state).toBe('running');
  expect(stored()).toHaveLength(2);
});

test('a wish to stop is told until the end, and the run is killed then', async () => {
  ingest.store.write((ctx) => requestStop(ctx, run()));
  expect((await post({})).body).toEqual({ stopped: true });
  expect((await post(history(0, row(0)))).body).toEqual({ stopped: true });
  expect((await post({ complete: true, exitcode: 255 })).body).toEqual({});
  expect((await post({ complete: true, exitcode: 255 })).body).toEqual({});
  expect(run().state).toBe('killed');
});

test('preempting stays until the client writes its end', async () => {
  await post({ preempting: true });
  await post({});
  expect(run().state).toBe('preempting');
  await post({ complete: true, exitcode: 1 });
  expect(run().state).toBe('preempted');
});

test('writers of a shared run have their own line numbers; the run ends with the last of them', async () => {
  const as = (writer: string): Record<string, string> => ({ 'x-wandb-async-client-id': writer });
  await post(history(0, { a: 1, _step: 0, _timestamp: 10 }), as('w1'));
  await post(history(0, { b: 2, _step: 0, _timestamp: 11 }), as('w2'));
  await post({ files: { 'wandb-summary.json': { offset: 0, content: ['{"a":1,"_step":0}'] } } }, as('w1'));
  await post({ files: { 'wandb-summary.json': { offset: 0, content: ['{"b":2,"_step":0}'] } } }, as('w2'));
  expect(Array.from(readRows(ingest.store.db, run().id, 'history', {}))).toHaveLength(2);
  expect(JSON.parse(readSummary(ingest.store.db, run().id))).toEqual({ a: 1, b: 2, _step: 0 });
  const at = '2026-01-01T00:00:00.000000';
  await post({ files: { 'output_x.log': { offset: 0, content: [`${at} [x] one`] } } }, as('w1'));
  await post({ files: { 'output.log': { offset: 0, content: [`${at} [info] two`] } } }, as('w2'));
  expect(readConsoleLines(ingest.store.db, run().id, 0, 9).lines).toMatchObject([
    { text: 'one', label: 'x' },
    { text: '[info] two' },
  ]);
  await post({ complete: true, exitcode: 1 }, as('w1'));
  expect(run().state).toBe('running');
  await post({ complete: true, exitcode: 0 }, as('w2'));
  expect(run()).toMatchObject({ state: 'failed', exitCode: 1 });
});

test('a shared run ends with its primary writer; secondaries may be late and never say that they are done', async () => {
  const as = (writer: string): Record<string, string> => ({ 'x-wandb-async-client-id': writer });
  const config = '{"_wandb": {"value": {"e": {"w1": {"startedAt": "2026-01-01T00:00:00Z"}}}}}';
  ingest.store.write((ctx) => upsertRun(ctx, { path: PATH, username: 'me', config, writer: 'w1' }));
  await post(history(0, { a: 1, _step: 0, _timestamp: 10 }), as('w1'));
  await post(history(0, { b: 2, _step: 0, _timestamp: 11 }), as('w2'));
  await post({ complete: true, exitcode: 0 }, as('w1'));
  expect(run()).toMatchObject({ state: 'finished', exitCode: 0 });
  await post(history(1, { b: 3, _step: 1, _timestamp: 12 }), as('w2'));
  ingest.store.write((ctx) => upsertRun(ctx, { path: PATH, username: 'me', config: '{}', writer: 'w2' }));
  expect(run().state).toBe('finished');
  expect(Array.from(readRows(ingest.store.db, run().id, 'history', {}))).toHaveLength(3);
  await post(history(1, { a: 4, _step: 1, _timestamp: 13 }), as('w1'));
  expect(run().state).toBe('running');
});

test('what can never succeed is final, and says why', async () => {
  expect(await post('{"files"')).toMatchObject({ status: 400 });
  expect(await post({}, {}, '/files/me/p/never/file_stream')).toEqual({
    status: 404,
    body: { error: 'There is no run me/p/never.' },
  });
  ingest.store.write((ctx) => trashRun(ctx, run()));
  expect(await post({})).toEqual({ status: 410, body: { error: 'The run r1 was deleted here.' } });
});

test('trouble of the store is passing: nothing is stored, and the same post works later', async () => {
  const pages = ingest.store.db.pragma('page_count', { simple: true }) as number;
  ingest.store.db.pragma(`max_page_count = ${pages}`);
  const content = Array.from({ length: 3000 }, (_, i) => `${Math.sin(i)} ${'é'.repeat(i % 50)} ${Math.cos(i)}`);
  const body = { files: { 'output.log': { offset: 0, content } } };
  expect((await post(body)).status).toBe(503);
  expect(consoleLineCount(ingest.store.db, run().id)).toBe(0);
  ingest.store.db.pragma('max_page_count = 1000000');
  expect((await post(body)).status).toBe(200);
  expect(consoleLineCount(ingest.store.db, run().id)).toBe(3000);
});

test('bodies may be packed, large, empty or without a type', async () => {
  const text = JSON.stringify(history(0, row(0)));
  expect((await post(gzipSync(text), { 'content-encoding': 'gzip' })).status).toBe(200);
  expect(stored()).toHaveLength(1);
  const big = 'x'.repeat(9_000_000);
  expect((await post({ files: { 'output.log': { offset: 0, content: [big, big] } } })).status).toBe(200);
  expect(readConsoleLines(ingest.store.db, run().id, 1, 1).lines[0]?.text).toBe(big);
  const bare = await ingest.app.inject({ method: 'POST', url: '/files/me/p/r1/file_stream' });
  expect(bare.statusCode).toBe(200);
});

test('names in the address are decoded exactly once', async () => {
  const path = { entity: 'a b', project: '50%25/ü', run: 'r:1%2F' };
  start(path);
  const url = `/files/${[path.entity, path.project, path.run].map(encodeURIComponent).join('/')}/file_stream`;
  expect((await post({}, {}, url)).status).toBe(200);
});

test('a run that fell silent is crashed, but never over time in which nobody listened', async () => {
  const stop = startCrashWatch(ingest.host);
  await ingest.advance(280_000);
  expect(run().state).toBe('running');
  ingest.jump(8 * 3_600_000);
  await ingest.advance(290_000);
  expect(run().state).toBe('running');
  await post({});
  await ingest.advance(250_000);
  expect(run().state).toBe('running');
  await ingest.advance(100_000);
  expect(run()).toMatchObject({ state: 'crashed' });
  expect(run().stateReason).toContain('no heartbeat since');
  await post({});
  expect(run().state).toBe('running');
  stop();
});
