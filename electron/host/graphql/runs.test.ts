import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from './test-bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.close());

const UPSERT = `mutation UpsertBucket($id: String, $name: String, $project: String, $entity: String, $groupName: String,
  $displayName: String, $notes: String, $config: JSONString, $tags: [String!], $state: String, $sweep: String,
  $program: String) {
  upsertBucket(input: {id: $id, name: $name, modelName: $project, entityName: $entity, groupName: $groupName,
    displayName: $displayName, notes: $notes, config: $config, tags: $tags, state: $state, sweep: $sweep,
    jobProgram: $program}) {
    bucket { id name displayName notes tags config state group sweepName
      project { id name entity { id name } } historyLineCount }
    inserted
  }
}`;

interface Bucket {
  readonly id: string;
  readonly displayName: string;
  readonly config: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly group: string | null;
  readonly state: string;
}

function upsert(variables: object): { bucket: Bucket; inserted: boolean } {
  const data = bench.mutate(UPSERT, variables) as unknown as { upsertBucket: { bucket: Bucket; inserted: boolean } };
  return data.upsertBucket;
}

test('a run without an entity goes to the default entity, and its names come back', () => {
  expect(upsert({ name: 'r1', project: 'p', config: '{"lr":{"value":NaN}}' })).toMatchObject({
    inserted: true,
    bucket: { name: 'r1', config: '{"lr":{"value":NaN}}', project: { name: 'p', entity: { name: 'ada' } } },
  });
  const again = upsert({ name: 'r1', project: 'p', entity: '' });
  expect(again).toMatchObject({ inserted: false, bucket: { config: '{"lr":{"value":NaN}}' } });
  expect(again.bucket.displayName).toMatch(/^[a-z]+-[a-z]+-\d+$/);
});

test('null leaves things as they are, an empty list clears the tags, an empty group clears the group', () => {
  upsert({ name: 'r', project: 'p', tags: ['a', 'b'], notes: 'n', groupName: 'g' });
  expect(upsert({ name: 'r', project: 'p', tags: null, notes: null }).bucket).toMatchObject({
    tags: ['a', 'b'],
    notes: 'n',
    group: 'g',
  });
  expect(upsert({ name: 'r', project: 'p', tags: [], groupName: '' }).bucket).toMatchObject({ tags: [], group: null });
});

test('the public API edits an ended run by id and does not bring it back to life', () => {
  const { bucket } = upsert({ name: 'r', project: 'p', state: 'finished' });
  const edited = upsert({ id: bucket.id, notes: 'later', config: '{"a":{"value":1}}' });
  expect(edited).toMatchObject({ inserted: false, bucket: { state: 'finished', notes: 'later' } });
  expect(upsert({ id: bucket.id, name: 'r', project: 'p' }).bucket.state).toBe('running');
});

test('an unknown id is refused by name', () => {
  const answer = bench.ask(UPSERT, { id: 'nonsense' });
  expect(answer.errors?.[0]?.message).toBe('id must be the id of a run, got nonsense.');
});

test('runs come in pages, in order, filtered, and counted by the same filter', () => {
  for (let i = 0; i < 5; i++) {
    bench.now += 1000;
    upsert({ name: `r${i}`, project: 'p', config: `{"lr":{"value":${i}}}` });
  }
  const text = `query Runs($cursor: String, $filters: JSONString, $order: String) { project(name: "p") {
    runCount(filters: $filters)
    runs(filters: $filters, order: $order, first: 2, after: $cursor) {
      edges { cursor node { name projectId } } pageInfo { endCursor hasNextPage } } } }`;
  interface Page {
    runCount: number;
    runs: { edges: { node: { name: string } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
  }
  const page = (variables: object): Page => (bench.query(text, variables) as unknown as { project: Page }).project;
  const names: string[] = [];
  let cursor: string | null = null;
  const filters = '{"config.lr":{"$gte":1}}';
  for (let more = true; more;) {
    const { runs, runCount } = page({ cursor, filters, order: '-created_at' });
    expect(runCount).toBe(4);
    names.push(...runs.edges.map((edge) => edge.node.name));
    more = runs.pageInfo.hasNextPage;
    cursor = runs.pageInfo.endCursor;
  }
  expect(names).toEqual(['r4', 'r3', 'r2', 'r1']);
  expect(page({ order: '+config.lr.value' }).runs.edges[0]?.node.name).toBe('r0');
});

test('only a run that a client has started has the mark that resuming looks for', () => {
  upsert({ name: 'made', project: 'p', state: 'pending' });
  upsert({ name: 'begun', project: 'p', config: '{"_wandb":{"value":{"t":{"1":[5]},"m":[]}}}' });
  const text = `query Q($name: String!) { model(name: "p") { bucket(name: $name, missingOk: true) {
    wandbConfig(keys: ["t"]) historyTail eventsTail config summaryMetrics historyLineCount } } }`;
  const bucket = (name: string): unknown =>
    (bench.query(text, { name }) as unknown as { model: { bucket: unknown } }).model.bucket;
  expect(bucket('made')).toMatchObject({
    wandbConfig: '{}',
    historyTail: '[]',
    eventsTail: '[]',
    summaryMetrics: '{}',
  });
  expect(bucket('begun')).toMatchObject({ wandbConfig: '{"t":{"1":[5]}}', historyLineCount: 0 });
  expect(bucket('none')).toBeNull();
});

test('a deleted run is gone and its name cannot be written to again', () => {
  const { bucket } = upsert({ name: 'r', project: 'p' });
  bench.mutate('mutation DeleteRun($id: ID!,) { deleteRun(input: {id: $id,}) { clientMutationId } }', {
    id: bucket.id,
    deleteArtifacts: false,
  });
  expect(bench.query('{ project(name: "p") { run(name: "r") { id } } }')).toEqual({ project: { run: null } });
  const answer = bench.ask(UPSERT, { name: 'r', project: 'p' });
  expect(answer.status).toBe(200);
  expect(answer.errors?.[0]?.message).toContain('was deleted');
});

test('a person may set a run to failed or pending, and nothing else', () => {
  const { bucket } = upsert({ name: 'r', project: 'p' });
  const text = 'mutation U($input: UpdateRunStateInput!) { updateRunState(input: $input) { success } }';
  expect(bench.mutate(text, { input: { id: bucket.id, state: 'failed' } })).toEqual({
    updateRunState: { success: true },
  });
  expect(bench.ask(text, { input: { id: bucket.id, state: 'finished' } }).errors?.[0]?.message).toContain('finished');
});

test('asking a run to stop is seen by clients that poll, until the run has ended', () => {
  const { bucket } = upsert({ name: 'r', project: 'p' });
  const stop = 'mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }';
  expect(bench.mutate(stop, { id: bucket.id })).toEqual({ stopRun: { success: true } });
  const stopped = { project: { run: { stopped: true, shouldStop: true } } };
  expect(bench.query('{ project(name: "p") { run(name: "r") { stopped shouldStop } } }')).toEqual(stopped);
});

test('a second alert with the same title is dropped within its waiting time', () => {
  upsert({ name: 'r', project: 'p' });
  const text = `mutation N($title: String!, $wait: Duration) { notifyScriptableRunAlert(input: {projectName: "p",
    runName: "r", title: $title, text: "t", severity: WARN, waitDuration: $wait}) { success } }`;
  const count = (): unknown => bench.db.prepare('SELECT count(*) AS n FROM alerts').get();
  bench.mutate(text, { title: 'A', wait: 60_000 });
  bench.now += 59_000;
  bench.mutate(text, { title: 'A', wait: 60_000 });
  bench.mutate(text, { title: 'B', wait: 60_000 });
  expect(count()).toEqual({ n: 2 });
  bench.now += 2000;
  bench.mutate(text, { title: 'A', wait: 60_000 });
  expect(count()).toEqual({ n: 3 });
});
