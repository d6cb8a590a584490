import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from './test-bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.close());

const UPSERT = `mutation UpsertBucket($id: String, $name: String, $project: String, $entity: String, $groupName: String,
  $displayName: String, $notes: String, $config: JSONString, $tags: [String!], $state: String, $sweep: String) {
  upsertBucket(input: {id: $id, name: $name, modelName: $project, entityName: $entity, groupName: $groupName,
    displayName: $displayName, notes: $notes, config: $config, tags: $tags, state: $state, sweep: $sweep}) {
    bucket { id name displayName notes tags config sweepName group project { id name entity { id name } } historyLineCount }
    inserted
  }
}`;

const RUN = `query Run($project: String!, $entity: String!, $name: String!) {
  project(name: $project, entityName: $entity) { run(name: $name) { id name state displayName config tags notes } }
}`;

test('a run without an entity goes to the default entity, and its names come back', () => {
  const { upsertBucket } = bench.mutate(UPSERT, { name: 'r1', project: 'p', config: '{"lr":{"value":NaN}}' });
  expect(upsertBucket).toMatchObject({
    inserted: true,
    bucket: { name: 'r1', config: '{"lr":{"value":NaN}}', project: { name: 'p', entity: { name: 'ada' } } },
  });
  const again = bench.mutate(UPSERT, { name: 'r1', project: 'p', entity: '' });
  expect(again.upsertBucket).toMatchObject({ inserted: false, bucket: { config: '{"lr":{"value":NaN}}' } });
});
