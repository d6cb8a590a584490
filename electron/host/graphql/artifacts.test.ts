import { createHash } from 'node:crypto';
import { type ArtifactId, decodeArtifactId, type ManifestId, storeArtifactFile, storeManifest } from '#host/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from './test-bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  for (const name of ['r', 's']) {
    bench.mutate('mutation M($name: String!) { upsertBucket(input: {name: $name, modelName: "p"}) { inserted } }', {
      name,
    });
  }
});
afterEach(() => bench.close());

type Contents = Readonly<Record<string, string>>;

const md5 = (text: string): string => createHash('md5').update(text).digest('base64');

interface Draft {
  readonly id: string;
  readonly state: string;
  readonly artifactSequence: { readonly latestArtifact: { readonly id: string } | null };
}

function create(input: object): Draft {
  const text = `mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { ...Made } }
    fragment Made on CreateArtifactPayload { artifact { id state artifactSequence { latestArtifact { id } } } }`;
  const whole = { projectName: 'p', artifactTypeName: 'dataset', artifactCollectionName: 'ds', digest: 'd', ...input };
  return (bench.mutate(text, { input: whole }) as unknown as { createArtifact: { artifact: Draft } }).createArtifact
    .artifact;
}

/** What the client does with one draft up to the commit, with the PUTs put straight into the store. */
function send(id: string, contents: Contents, manifest: { type?: string; base?: string; runName?: string } = {}): void {
  for (const [name, text] of Object.entries(contents)) sendFile(id, name, text);
  const { createArtifactManifest } = bench.mutate(
    `mutation M($id: ID!, $type: ArtifactManifestType!, $base: ID, $run: String) { createArtifactManifest(input: {
      artifactID: $id, name: "wandb_manifest.json", digest: "x", type: $type, baseArtifactID: $base, runName: $run}) {
      artifactManifest { id file { uploadUrl } } } }`,
    { id, type: manifest.type ?? 'FULL', base: manifest.base, run: manifest.runName },
  ) as unknown as { createArtifactManifest: { artifactManifest: { id: string; file: { uploadUrl: string } } } };
  const { uploadUrl } = createArtifactManifest.artifactManifest.file;
  const manifestId = Number(/artifact-manifests\/(\d+)/.exec(uploadUrl)?.[1]) as ManifestId;
  const entries = Object.entries(contents).map(([name, text]) => [
    name,
    { digest: md5(text), size: text.length, birthArtifactID: births.get(`${id}/${name}`) },
  ]);
  const body = JSON.stringify({ version: 1, contents: Object.fromEntries(entries) as unknown });
  bench.write((ctx) => storeManifest(ctx, manifestId, blob(ctx.db, body), body));
}

const births = new Map<string, string>();

function sendFile(id: string, name: string, text: string): string | null {
  const { createArtifactFiles } = bench.mutate(
    `mutation F($input: CreateArtifactFilesInput!) { createArtifactFiles(input: $input) {
      files { edges { node { uploadUrl uploadHeaders uploadMultipartUrls { uploadID } artifact { id } } } } } }`,
    { input: { artifactFiles: [{ artifactID: id, name, md5: md5(text) }], storageLayout: 'V2' } },
  ) as unknown as {
    createArtifactFiles: { files: { edges: { node: { uploadUrl: string | null; artifact: { id: string } } }[] } };
  };
  const node = createArtifactFiles.files.edges[0]?.node;
  births.set(`${id}/${name}`, node?.artifact.id ?? '');
  const rowId = decodeArtifactId(id) as ArtifactId;
  if (node?.uploadUrl !== null) {
    bench.write((ctx) => storeArtifactFile(ctx, rowId, name, { id: blob(ctx.db, text), md5: md5(text) }));
  }
  return node?.uploadUrl ?? null;
}

function blob(db: Bench['db'], text: string): number {
  const sql = `INSERT INTO blobs (sha256, md5, size_bytes, created_at) VALUES (?, ?, ?, 0)
    ON CONFLICT (sha256) DO UPDATE SET created_at = 0 RETURNING id`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return (db.prepare(sql).get(sha256, md5(text), text.length) as { id: number }).id;
}

const COMMIT = 'mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id digest } } }';

function save(input: object, contents: Contents): string {
  const { id } = create(input);
  send(id, contents);
  bench.mutate(COMMIT, { id });
  return id;
}

const MEMBER = `query A($name: String!) { project(name: "p") { artifactCollectionMembership(name: $name) {
  versionIndex aliases { alias } artifactCollection { __typename name }
  artifact { id state digest size fileCount artifactSequence { name }
    aliases { alias artifactCollection { __typename name } } } } } }`;

interface Member {
  readonly versionIndex: number;
  readonly aliases: readonly { readonly alias: string }[];
  readonly artifactCollection: { readonly __typename: string; readonly name: string };
  readonly artifact: { readonly id: string; readonly size: number; readonly fileCount: number };
}

function member(name: string): Member | null {
  const data = bench.query(MEMBER, { name }) as unknown as { project: { artifactCollectionMembership: Member | null } };
  return data.project.artifactCollectionMembership;
}

const version = (name: string): number | undefined => member(name)?.versionIndex;

test('a committed version gets the next number, latest and its aliases; a repeated commit changes nothing', () => {
  const id = save(
    { aliases: [{ artifactCollectionName: 'ds', alias: 'best' }], digest: 'd0' },
    { 'a.txt': 'AA', 'b/c': 'B' },
  );
  expect(member('ds:latest')).toMatchObject({ versionIndex: 0, artifact: { id, size: 3, fileCount: 2 } });
  save({ aliases: [{ alias: 'best' }], digest: 'd1' }, { 'a.txt': 'AAA' });
  bench.mutate(COMMIT, { id });
  expect([version('ds:v0'), version('ds:latest'), version('ds:best'), version('ds:v2')]).toEqual([0, 1, 1, undefined]);
  expect(member('ds:v0')?.aliases).toEqual([{ alias: 'v0' }]);
});

test('the same request again is the same draft; the same content again is the version that is there', () => {
  const first = create({ clientID: 'client-1', digest: 'd0', runName: 'r' });
  expect(first).toMatchObject({ state: 'PENDING', artifactSequence: { latestArtifact: null } });
  expect(create({ clientID: 'client-1', digest: 'd0' }).id).toBe(first.id);
  send(first.id, { a: 'A' });
  bench.mutate(COMMIT, { id: first.id });
  const again = create({
    clientID: 'client-2',
    digest: 'd0',
    enableDigestDeduplication: true,
    aliases: [{ alias: 'again' }],
    runName: 's',
  });
  expect(again).toMatchObject({ id: first.id, state: 'COMMITTED' });
  expect(version('ds:again')).toBe(0);
  const mapping =
    '{ clientIDMapping(clientID: "client-2") { serverID } none: clientIDMapping(clientID: "x") { serverID } }';
  expect(bench.query(mapping)).toEqual({ clientIDMapping: { serverID: first.id }, none: null });
  const outputs = '{ project(name: "p") { run(name: "s") { outputArtifacts { totalCount edges { node { id } } } } } }';
  expect(bench.query(outputs)).toMatchObject({ project: { run: { outputArtifacts: { totalCount: 1 } } } });
});

test('a file that an earlier version brought under the same name is not sent again', () => {
  const first = save({ digest: 'd0' }, { same: 'S', other: 'O' });
  const { id } = create({ digest: 'd1' });
  expect(sendFile(id, 'same', 'S')).toBeNull();
  expect(births.get(`${id}/same`)).toBe(first);
  expect(sendFile(id, 'other', 'changed')).toContain('token=');
});

test('a version whose files have not all arrived is refused, with their names', () => {
  const { id } = create({});
  send(id, { here: 'H' });
  const manifest = bench.db.prepare('SELECT id FROM artifact_manifests').get() as { id: ManifestId };
  const body = JSON.stringify({
    contents: { here: { digest: md5('H'), size: 1 }, gone: { digest: md5('G'), size: 1 } },
  });
  bench.write((ctx) => storeManifest(ctx, manifest.id, blob(ctx.db, body), body));
  expect(bench.ask(COMMIT, { id }).errors?.[0]?.message).toContain('1 missing: gone');
  expect(member('ds:latest')).toBeNull();
});

test('an incremental manifest is merged over that of its base', () => {
  const base = save({ digest: 'd0' }, { 'None-1.t.table.json': '1' });
  const { id, artifactSequence } = create({ digest: 'd1' });
  expect(artifactSequence.latestArtifact?.id).toBe(base);
  send(id, { '1-2.t.table.json': '22' }, { type: 'INCREMENTAL', base });
  bench.mutate(COMMIT, { id });
  const text = `query F($c: String) { project(name: "p") { artifactCollection(name: "ds") { __typename
    artifactMembership(aliasName: "v1") { files(after: $c, first: 1) { totalCount
      pageInfo { hasNextPage endCursor } edges { node { __typename name directUrl md5 } } } } } } }`;
  interface Page {
    files: {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string };
      edges: { node: { name: string } }[];
    };
  }
  const page = (c?: string): Page['files'] =>
    (bench.query(text, { c }) as unknown as { project: { artifactCollection: { artifactMembership: Page } } }).project
      .artifactCollection.artifactMembership.files;
  const first = page();
  expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
  const second = page(first.pageInfo.endCursor);
  expect([...first.edges, ...second.edges].map(({ node }) => node.name)).toEqual([
    '1-2.t.table.json',
    'None-1.t.table.json',
  ]);
  expect(second.pageInfo.hasNextPage).toBe(false);
});

test('several runs write one version: their patches come together at the commit', () => {
  const one = create({ distributedID: 'D', runName: 'r', digest: 'x' });
  const two = create({ distributedID: 'D', runName: 's', digest: 'x' });
  expect(two.id).toBe(one.id);
  send(one.id, { p1: '1' }, { type: 'PATCH', runName: 'r' });
  send(two.id, { p2: '2' }, { type: 'PATCH', runName: 's' });
  bench.mutate(COMMIT, { id: two.id });
  expect(member('ds:v0')?.artifact.fileCount).toBe(2);
});

test('a collection keeps its type', () => {
  save({}, { a: 'A' });
  const text = 'mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }';
  const input = { projectName: 'p', artifactTypeName: 'model', artifactCollectionName: 'ds', digest: 'z' };
  expect(bench.ask(text, { input }).errors?.[0]?.message).toBe('type of ds must be dataset, got model.');
  const probe =
    '{ project(name: "p") { a: artifact(name: "ds:latest") { artifactType { name } } b: artifact(name: "no:latest") { id } } }';
  expect(bench.query(probe)).toEqual({ project: { a: { artifactType: { name: 'dataset' } }, b: null } });
});

test('aliases move, and can be taken away', () => {
  const id = save({ digest: 'd0', aliases: [{ alias: 'best' }] }, { a: 'A' });
  const input = { artifactID: id, aliases: [{ projectName: 'p', artifactCollectionName: 'ds', alias: 'best' }] };
  bench.mutate('mutation D($input: DeleteAliasesInput!) { r: deleteAliases(input: $input) { success } }', { input });
  expect(member('ds:best')).toBeNull();
  bench.mutate('mutation A($input: AddAliasesInput!) { r: addAliases(input: $input) { success } }', { input });
  expect(version('ds:best')).toBe(0);
});

test('a link makes a portfolio with numbers of its own; the same link again keeps its number', () => {
  const [v0, v1] = [save({ digest: 'd0' }, { a: 'A' }), save({ digest: 'd1' }, { a: 'B' })];
  const link = (artifactID: string): unknown =>
    bench.mutate(
      `mutation L($input: LinkArtifactInput!) { r: linkArtifact(input: $input) { versionIndex
        artifactMembership { artifactCollection { __typename name } } } }`,
      { input: { artifactID, projectName: 'p', artifactPortfolioName: 'chosen', aliases: [{ alias: 'prod' }] } },
    );
  const collection = { artifactCollection: { __typename: 'ArtifactPortfolio', name: 'chosen' } };
  expect(link(v1)).toEqual({ r: { versionIndex: 0, artifactMembership: collection } });
  expect(link(v0)).toMatchObject({ r: { versionIndex: 1 } });
  expect(link(v1)).toMatchObject({ r: { versionIndex: 0 } });
  expect(member('chosen:prod')).toMatchObject({ versionIndex: 0, artifact: { id: v1 } });
});

test('a deleted version is gone from lists, its number is not given again, and latest is the newest left', () => {
  save({ digest: 'd0' }, { a: 'A' });
  const id = save({ digest: 'd1', aliases: [{ alias: 'keep' }] }, { a: 'B' });
  const text = 'mutation D($input: DeleteArtifactInput!) { r: deleteArtifact(input: $input) { artifact { state } } }';
  expect(bench.ask(text, { input: { artifactID: id } }).errors?.[0]?.message).toContain('keep');
  expect(bench.mutate(text, { input: { artifactID: id, deleteAliases: true } })).toEqual({
    r: { artifact: { state: 'DELETED' } },
  });
  expect([version('ds:v1'), version('ds:latest')]).toEqual([undefined, 0]);
  save({ digest: 'd2' }, { a: 'C' });
  expect(version('ds:latest')).toBe(2);
});

test('lineage: who made a version and who read it', () => {
  const id = save({ runName: 'r' }, { a: 'A' });
  const use = 'mutation U($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id } } }';
  bench.mutate(use, { input: { artifactID: id, projectName: 'p', runName: 's' } });
  const text = `query L($id: ID!) { artifact(id: $id) { createdBy { __typename ... on Run { name project { name } } }
    usedBy { edges { node { name } } } } project(name: "p") { run(name: "s") { inputArtifacts { edges { node { id } } } } } }`;
  expect(bench.query(text, { id })).toEqual({
    artifact: {
      createdBy: { __typename: 'Run', name: 'r', project: { name: 'p' } },
      usedBy: { edges: [{ node: { name: 's' } }] },
    },
    project: { run: { inputArtifacts: { edges: [{ node: { id } }] } } },
  });
});

test('versions are listed newest first, and collections can be filtered, ordered, renamed and deleted', () => {
  save({ digest: 'd0' }, { a: 'A' });
  save({ digest: 'd1' }, { a: 'B' });
  save({ digest: 'e0', artifactCollectionName: 'es' }, { a: 'A' });
  const text = `query P($f: JSONString, $o: String) { project(name: "p") { artifactType(name: "dataset") {
    artifactCollections(filters: $f, order: $o) { totalCount edges { node { __typename id name
      artifacts(filters: "{\\"state\\":\\"COMMITTED\\"}") { totalCount edges { version } } } } } } } }`;
  interface Node {
    readonly id: string;
    readonly name: string;
    readonly artifacts: { readonly edges: readonly { readonly version: string }[] };
  }
  const list = (variables: object): Node[] =>
    (
      bench.query(text, variables) as unknown as {
        project: { artifactType: { artifactCollections: { edges: { node: Node }[] } } };
      }
    ).project.artifactType.artifactCollections.edges.map((edge) => edge.node);
  expect(list({ o: '-name' }).map((node) => node.name)).toEqual(['es', 'ds']);
  const [ds] = list({ f: '{"name":{"$regex":"^d"}}' });
  expect(ds?.artifacts.edges.map((edge) => edge.version)).toEqual(['v1', 'v0']);
  bench.mutate(
    'mutation R($id: ID!) { updateArtifactSequence(input: {artifactSequenceID: $id, name: "new"}) { artifactCollection { name } } }',
    { id: ds?.id },
  );
  expect(version('new:latest')).toBe(1);
  bench.mutate(
    'mutation D($id: ID!) { deleteArtifactSequence(input: {artifactSequenceID: $id}) { artifactCollection { state } } }',
    { id: ds?.id },
  );
  expect(list({}).map((node) => node.name)).toEqual(['es']);
});
