import { commitFile } from '#host/files';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, FACTS, openBench } from './test-bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  bench.mutate('mutation M { upsertBucket(input: {name: "r 1", modelName: "p"}) { inserted } }');
});
afterEach(() => bench.close());

const CREATE = `mutation C($files: [String!]!) { createRunFiles(input: {projectName: "p", runName: "r 1", files: $files}) {
  runID uploadHeaders files { name uploadUrl } } }`;

const FILES = `query RunFiles($fileCursor: String, $fileLimit: Int = 50, $fileNames: [String] = [],
  $upload: Boolean = false, $pattern: String) { project(name: "p") { run(name: "r 1") { fileCount
  files(names: $fileNames, after: $fileCursor, first: $fileLimit, pattern: $pattern) {
    edges { node { id name url(upload: $upload) directUrl sizeBytes mimetype updatedAt md5 } cursor }
    pageInfo { endCursor hasNextPage } } } } }`;

interface FileNode {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly directUrl: string;
  readonly sizeBytes: number;
  readonly md5: string;
  readonly updatedAt: string | null;
}

interface FilePage {
  readonly edges: { readonly node: FileNode }[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}

function upload(name: string): void {
  const blob = { sha256: name.padEnd(64, '0'), md5: 'rL0Y20zC+Fzt72VPzMSk2A==', sizeBytes: 3 };
  bench.write((ctx) => commitFile(ctx, { path: { entity: 'ada', project: 'p', run: 'r 1' }, name, blob }));
}

function files(variables: object = {}): { fileCount: number; files: FilePage } {
  const data = bench.query(FILES, variables) as unknown as { project: { run: { fileCount: number; files: FilePage } } };
  return data.project.run;
}

test('upload addresses are absolute, one for each name in the order asked, and keep the spelling of the client', () => {
  const names = ['media/a b/%é:.png', './x.txt', 'code/train.py'];
  const { createRunFiles } = bench.mutate(CREATE, { files: names }) as unknown as {
    createRunFiles: { runID: string; files: { name: string; uploadUrl: string }[] };
  };
  expect(createRunFiles.files.map((file) => file.name)).toEqual(names);
  const url = new URL(createRunFiles.files[0]?.uploadUrl ?? '');
  expect(url.origin).toBe(FACTS.baseUrl);
  expect(url.pathname).toBe('/files/ada/p/r%201/media/a%20b/%25%C3%A9%3A.png');
  expect(url.searchParams.get('token')).toBeTruthy();
  expect(createRunFiles.files[1]?.uploadUrl).toContain('/r%201/x.txt?');
});

test('a name that leaves the run folder is refused, and an unknown run is named', () => {
  expect(bench.ask(CREATE, { files: ['../../etc/passwd'] }).errors?.[0]?.message).toContain('leaves the run folder');
  const other = CREATE.replace('"r 1"', '"nobody"');
  expect(bench.ask(other, { files: ['a'] }).errors?.[0]?.message).toBe('There is no run ada/p/nobody.');
});

test('files are paged by name; those on their way are not shown', () => {
  bench.mutate(CREATE, { files: ['announced.txt'] });
  for (const name of ['c.txt', 'a.txt', 'b/d.json']) upload(name);
  const first = files({ fileLimit: 2 });
  expect(first.fileCount).toBe(3);
  expect(first.files.edges.map(({ node }) => node.name)).toEqual(['a.txt', 'b/d.json']);
  expect(first.files.pageInfo.hasNextPage).toBe(true);
  const next = files({ fileLimit: 2, fileCursor: first.files.pageInfo.endCursor });
  expect(next.files.edges.map(({ node }) => node.name)).toEqual(['c.txt']);
  expect(next.files.pageInfo.hasNextPage).toBe(false);
  expect(files({ pattern: '%.json' }).files.edges.map(({ node }) => node.name)).toEqual(['b/d.json']);
});

test('a file asked for by name is answered even when it is missing: empty, without a time', () => {
  upload('a.txt');
  const { edges } = files({ fileNames: ['./a.txt', 'wandb.h5'] }).files;
  expect(edges.map(({ node }) => [node.name, node.sizeBytes, node.md5 === '0', node.updatedAt === null])).toEqual([
    ['a.txt', 3, false, false],
    ['wandb.h5', 0, true, true],
  ]);
});

test('the address to read needs the key, the direct one brings its own right, the upload one takes bytes', () => {
  upload('a.txt');
  const node = files({}).files.edges[0]?.node;
  expect(node?.url).toBe(`${FACTS.baseUrl}/files/ada/p/r%201/a.txt`);
  expect(node?.directUrl).toContain('token=');
  const put = files({ upload: true }).files.edges[0]?.node.url;
  expect(put).toContain('token=');
  expect(put).not.toBe(node?.directUrl);
});

test('a deleted file is gone', () => {
  upload('a.txt');
  const id = files().files.edges[0]?.node.id;
  const text =
    'mutation D($files: [ID!]!, $projectId: Int) { deleteFiles(input: {files: $files projectId: $projectId}) { success } }';
  expect(bench.mutate(text, { files: [id], projectId: 1 })).toEqual({ deleteFiles: { success: true } });
  expect(files().fileCount).toBe(0);
});
