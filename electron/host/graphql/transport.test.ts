import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from './test-bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.close());

const MAKE = 'mutation Make($name: String!) { upsertBucket(input: {name: $name, modelName: "p"}) { inserted } }';

test('a leading comment, undeclared variables and unused declarations do no harm', () => {
  const text = `#graphql
    query Viewer($unused: Int) { viewer { entity } }`;
  expect(bench.query(text, { undeclared: true })).toEqual({ viewer: { entity: 'ada' } });
});

test('a single value counts as a list of one, also inside a list literal', () => {
  bench.mutate(MAKE, { name: 'r' });
  const run = (field: string): string => `query Q($spec: [JSONString!]!, $one: JSONString) {
    project(name: "p") { run(name: "r") { ${field} } } }`;
  const variables = { spec: '{"keys":["loss"]}', one: '{"keys":["loss"]}' };
  const empty = { project: { run: { sampledHistory: [[]] } } };
  expect(bench.query(run('sampledHistory(specs: $spec)'), variables)).toEqual(empty);
  expect(bench.query(run('sampledHistory(specs: [$one])'), variables)).toEqual(empty);
});

test('@include and @skip obey variables, literals and default values', () => {
  const text = `query Q($yes: Boolean = true) {
    viewer { entity @include(if: $yes) username @skip(if: true) id @include(if: false) __typename } }`;
  expect(bench.query(text)).toEqual({ viewer: { entity: 'ada', __typename: 'User' } });
});

test('what is not there is null, not an error', () => {
  const text = `{ project(name: "none") { id } model(name: "none") { bucket(name: "x") { id } } entity(name: "nobody") { id }
    artifact(id: "QXJ0aWZhY3Q6OTk=") { id } }`;
  expect(bench.query(text)).toEqual({ project: null, model: null, entity: null, artifact: null });
});

test('an unknown field is refused with its name and its type', () => {
  const answer = bench.ask('query Q { viewer { shoeSize } }');
  expect(answer.status).toBe(400);
  expect(answer.errors?.[0]?.message).toBe('Cannot query field "shoeSize" on type "User".');
  const mutation = bench.ask('mutation M { createTeam(input: {}) { id } }');
  expect(mutation.status).toBe(400);
  expect(mutation.errors?.[0]?.message).toBe('Cannot query field "createTeam" on type "Mutation".');
});

test('a variable that does not fit is refused with its place', () => {
  const answer = bench.ask(MAKE, { name: 7 });
  expect(answer.status).toBe(400);
  expect(answer.errors?.[0]?.message).toContain('"$name"');
});

test('members that are null inside an input count as left out, known or not', () => {
  const text = 'mutation M($input: UpsertBucketInput!) { upsertBucket(input: $input) { inserted } }';
  const input = { name: 'r', modelName: 'p', notes: null, fieldOfTheFuture: null };
  expect(bench.mutate(text, { input })).toEqual({ upsertBucket: { inserted: true } });
  const answer = bench.ask(text, { input: { ...input, fieldOfTheFuture: 1 } });
  expect(answer.errors?.[0]?.message).toContain('fieldOfTheFuture');
});

test('a refused mutation is a 200 with the path, and has changed nothing', () => {
  const text = `mutation M { a: upsertBucket(input: {name: "r", modelName: "p"}) { inserted }
    b: stopRun(input: {id: "nonsense"}) { success } }`;
  const answer = bench.ask(text);
  expect(answer.status).toBe(200);
  expect(answer.errors?.[0]).toMatchObject({ path: ['b'], message: expect.stringContaining('nonsense') as string });
  expect(bench.query('{ project(name: "p") { id } }')).toEqual({ project: null });
});

test('a config that is no JSON object is refused and leaves no run behind', () => {
  const text = 'mutation M { upsertBucket(input: {name: "r", modelName: "p", config: "[1"}) { inserted } }';
  const answer = bench.ask(text);
  expect(answer.status).toBe(200);
  expect(answer.errors?.[0]?.message).toContain('config');
  expect(bench.query('{ project(name: "p") { id } }')).toEqual({ project: null });
});

test('an old client can look types up', () => {
  const text = `query Probe { a: __type(name: "Run") { fields { name args { name } } }
    b: __type(name: "DeleteFilesInput") { inputFields { name } } c: __type(name: "NoSuchType") { name } }`;
  const data = bench.query(text) as unknown as Record<string, { fields?: { name: string }[] } | null>;
  expect(data.a?.fields?.map((field) => field.name)).toContain('projectId');
  expect(data.c).toBeNull();
});
