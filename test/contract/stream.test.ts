import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDetail } from '#shared/api';
import { type Row, type RunWriter, WireClient } from '../support/demo/client.ts';
import { seededRng } from '../support/demo/rng.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { nowMs } from '../support/time.ts';

let host: TestHost;
let client: WireClient;
beforeAll(async () => {
  host = await startHost();
  client = new WireClient(host.address);
});
afterAll(() => host?.[Symbol.asyncDispose]());

const HISTORY = `query History($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) {
    run(name: $run) { historyLineCount history(minStep: 0, maxStep: 100000, samples: 100000) }
  }
}`;

/** What the client's API reads back: all rows in step order. */
async function readBack(run: {
  entity: string;
  project: string;
  run: string;
}): Promise<{ count: number; rows: Row[] }> {
  const { entity, project } = run;
  const answer = await client.graphql<{ project: { run: { historyLineCount: number; history: string[] } } }>(HISTORY, {
    entity,
    project,
    run: run.run,
  });
  const { historyLineCount, history } = answer.project.run;
  return { count: historyLineCount, rows: history.map((line) => JSON.parse(line) as Row) };
}

function rowsOf(count: number, from = 0): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    _step: from + i,
    _runtime: from + i + 0.25,
    _timestamp: 1_700_000_000 + from + i,
    loss: 1 / (from + i + 1),
  }));
}

const batch = (offset: number, rows: readonly Row[]): unknown => ({
  files: { 'wandb-history.jsonl': { offset, content: rows.map((row) => JSON.stringify(row)) } },
});

test('repeated, overlapping and out-of-order batches end in the same run', async () => {
  const rows = rowsOf(400);
  const straight = await client.startRun({ project: 'offsets', name: 'straight' });
  await straight.history(rows);

  const shaken = await client.startRun({ project: 'offsets', name: 'shaken' });
  const rng = seededRng(5);
  const pieces = Array.from({ length: 60 }, () => {
    const from = Math.floor(rng.next() * 380);
    return [from, Math.min(400, from + 1 + Math.floor(rng.next() * 60))] as const;
  });
  const cover = Array.from({ length: 20 }, (_, i) => [i * 20, i * 20 + 20] as const);
  const order = [...pieces, ...cover].sort(() => rng.next() - 0.5);
  for (const [from, to] of order) {
    expect((await shaken.post(batch(from, rows.slice(from, to)))).status).toBe(200);
  }
  const want = await readBack(straight);
  expect(want.rows).toEqual(rows);
  expect(await readBack(shaken)).toEqual(want);
});

test('a line sent again with other content replaces the first', async () => {
  const run = await client.startRun({ project: 'offsets', name: 'replaced' });
  await run.post(batch(0, rowsOf(3)));
  const [, second] = rowsOf(3);
  await run.post(batch(1, [{ ...second, loss: 42 }]));
  expect((await readBack(run)).rows.map((row) => row.loss)).toEqual([1, 42, 1 / 3]);
});

test('two writers at once, each repeating itself, lose nothing', async () => {
  const runs = await Promise.all(['left', 'right'].map((name) => client.startRun({ project: 'writers', name })));
  await Promise.all(
    runs.map(async (run) => {
      for (let from = 0; from < 300; from += 10) {
        const rows = rowsOf(10, from);
        const answers = await Promise.all([run.post(batch(from, rows)), run.post(batch(from, rows))]);
        expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
      }
    }),
  );
  for (const run of runs) expect((await readBack(run)).rows).toEqual(rowsOf(300));
});

test('values come back exactly: NaN, infinities, large integers, strings, nested objects, changed types', async () => {
  const run = await client.startRun({ project: 'values', name: 'exact' });
  const lines = [
    '{"_step":0,"a":NaN,"b":Infinity,"c":-Infinity,"d":9007199254740993,"s":"x"}',
    '{"_step":1,"a":0.1,"n":{"x":{"y":1}},"t":true,"z":null,"s":2,"l":[1,2,3]}',
    '{"_step":2,"a":-0.0,"tiny":5e-324,"huge":1.7976931348623157e+308}',
  ];
  const response = await run.post({ files: { 'wandb-history.jsonl': { offset: 0, content: lines } } });
  expect(response.status).toBe(200);
  const { entity, project } = run;
  const answer = await client.graphql<{ project: { run: { history: string[] } } }>(HISTORY, {
    entity,
    project,
    run: 'exact',
  });
  const [first = '', second = '', third = ''] = answer.project.run.history;
  expect(first).toMatch(/"a":\s*NaN/);
  expect(first).toMatch(/"b":\s*Infinity/);
  expect(first).toMatch(/"c":\s*-Infinity/);
  expect(first).toMatch(/"d":\s*9007199254740993/);
  const row = JSON.parse(second) as Record<string, unknown>;
  expect(row).toMatchObject({ a: 0.1, t: true, z: null, s: 2, l: [1, 2, 3] });
  expect(row['n.x.y'] ?? (row.n as { x: { y: number } }).x.y).toBe(1);
  expect(JSON.parse(third)).toMatchObject({ tiny: 5e-324, huge: 1.7976931348623157e308 });
});

test('a bad line is refused alone and shown; its neighbours stay', async () => {
  const run = await client.startRun({ project: 'values', name: 'refused' });
  const good = rowsOf(3).map((row) => JSON.stringify(row));
  const content = [good[0], '{"loss": nonsense', good[2]];
  const response = await run.post({ files: { 'wandb-history.jsonl': { offset: 0, content } } });
  expect(response.status).toBe(200);
  expect((await readBack(run)).rows.map((row) => row._step)).toEqual([0, 2]);
  const detail = (await (await fetch(`${host.address}/api/runs/${run.entity}/values/refused`)).json()) as {
    head: { refusedLines: number };
    refusals: { file: string; line: number; reason: string }[];
  };
  expect(detail.head.refusedLines).toBe(1);
  expect(detail.refusals).toMatchObject([{ file: 'wandb-history.jsonl', line: 1 }]);
  expect(detail.refusals[0]?.reason).not.toBe('');
});

test('a run that stops sending becomes crashed, and running again when data resume', async () => {
  await using quick = await startHost({ args: ['--crash-after', '2'] });
  const own = new WireClient(quick.address);
  const run = await own.startRun({ project: 'silence', name: 'quiet' });
  await run.history(rowsOf(1));
  const state = async (): Promise<string> => {
    const response = await fetch(`${quick.address}/api/runs/${run.entity}/silence/quiet`);
    return ((await response.json()) as { head: { state: string } }).head.state;
  };
  await expect.poll(state, { timeout: 30_000 }).toBe('crashed');
  await run.history(rowsOf(1, 1));
  await expect.poll(state, { timeout: 10_000 }).toBe('running');
  await run.finish(0);
  expect(await state()).toBe('finished');
});

test('what older clients tell of their beginning is UTC, also for a host that is elsewhere', async () => {
  await using elsewhere = await startHost({ env: { TZ: 'Asia/Tokyo' } });
  const there = new WireClient(elsewhere.address);
  const [first, second] = [48, 24].map((hours) => Math.floor(nowMs() / 1000) * 1000 - hours * 3_600_000);
  const zoneless = (at = 0): string => new Date(at).toISOString().slice(0, -1);
  const detailOf = async ({ entity, project, run }: RunWriter): Promise<RunDetail> =>
    (await fetch(`${elsewhere.address}/api/runs/${entity}/${project}/${run}`)).json() as Promise<RunDetail>;

  const told = await there.startRun({ project: 'zones', name: 'config' });
  const e = { a: { startedAt: zoneless(first) }, b: { startedAt: zoneless(second) } };
  await there.graphql(
    `mutation Tell($project: String, $name: String, $config: JSONString) {
      upsertBucket(input: {modelName: $project, name: $name, config: $config}) { inserted } }`,
    { project: 'zones', name: 'config', config: JSON.stringify({ _wandb: { value: { e } } }) },
  );
  const { head, segments } = await detailOf(told);
  expect([head.createdAt, segments.map(({ startedAt }) => startedAt)]).toEqual([first, [first, second]]);

  const noted = await there.startRun({ project: 'zones', name: 'file' });
  await noted.file('wandb-metadata.json', JSON.stringify({ startedAt: zoneless(second) }));
  expect((await detailOf(noted)).head.createdAt).toBe(second);
});
