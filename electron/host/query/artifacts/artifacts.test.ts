import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  deleteArtifact,
  encodeArtifactId,
  ensureProject,
  findArtifactById,
  findProject,
  linkArtifact,
  moveRun,
  restoreRun,
  runAt,
  setRunState,
  trashedRuns,
  trashRun,
  type ArtifactId,
  type RunRow,
} from '#host/store';
import { openTestStore, PROJECT, type TestStore } from '../test-store.ts';
import { diffFiles, diffMetadata } from './diff.ts';
import { artifactReads } from './reads.ts';
import { logArtifact, useArtifact } from './test-artifacts.ts';

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
  store.run('train');
  store.run('eval');
});
afterEach(() => store.close());

const context = () => ({ db: store.db, now: () => store.now as never });
const at = (version: string, collection = 'net') => ({ path: PROJECT, collection, version });
const page = (text = '', offset = 0, limit = 100) =>
  artifactReads['artifacts.versions'](context(), { path: PROJECT, collection: 'net', query: { text, offset, limit } });

test('collections tell how many versions they have, the latest and their size', () => {
  logArtifact(store, { files: { a: 'one' }, run: 'train' });
  logArtifact(store, { files: { a: 'three' }, run: 'train', aliases: ['best'] });
  logArtifact(store, { files: { d: 'x' }, collection: 'digits', type: 'dataset' });
  expect(artifactReads['artifacts.list'](context(), PROJECT)).toMatchObject([
    { name: 'digits', type: 'dataset', versionCount: 1, latestVersion: 0, sizeBytes: 1 },
    { name: 'net', type: 'model', kind: 'sequence', versionCount: 2, latestVersion: 1, sizeBytes: 8 },
  ]);
  expect(artifactReads['artifacts.count'](context(), PROJECT)).toEqual({ count: 2 });
  expect(artifactReads['artifacts.collection'](context(), { path: PROJECT, collection: 'net' }).aliases).toEqual([
    { alias: 'best', version: 1 },
    { alias: 'latest', version: 1 },
  ]);
});

test('versions are found by number, alias, tag and run, newest first', () => {
  logArtifact(store, { files: { a: 'one' }, run: 'train', tags: ['prod ready'] });
  logArtifact(store, { files: { a: 'two' }, run: 'eval', aliases: ['best'] });
  expect(page().rows.map(({ version, aliases, run }) => [version, aliases, run?.path.run])).toEqual([
    [1, ['best', 'latest'], 'eval'],
    [0, [], 'train'],
  ]);
  for (const [text, found] of [
    ['v0', [0]],
    ['BEST', [1]],
    ['prod', [0]],
    ['nothing', []],
  ] as const) {
    expect(page(text).rows.map(({ version }) => version)).toEqual(found);
  }
  expect(page('', 1, 1)).toMatchObject({ total: 2, rows: [{ version: 0 }] });
});

test('a version knows its run, its readers, its neighbours and its links', () => {
  logArtifact(store, { files: { a: 'one' }, run: 'train', metadata: { layers: 1 } });
  const second = logArtifact(store, { files: { a: 'two' }, run: 'train', metadata: { loss: { val: 0.5 } } });
  useArtifact(store, 'eval', second);
  link(second, 'registry');
  const detail = artifactReads['artifacts.version'](context(), at('latest'));
  expect(detail).toMatchObject({
    ref: { project: PROJECT, type: 'model', collection: 'net', version: 1 },
    metadata: { loss: { val: 0.5 } },
    version: { id: encodeArtifactId(second), run: { path: { run: 'train' } } },
    usedBy: [{ path: { run: 'eval' } }],
    places: [{ collection: 'registry', version: 0 }],
    older: 0,
  });
  expect(detail.newer).toBeUndefined();
  expect(artifactReads['artifacts.version'](context(), at('v0', 'registry'))).toMatchObject({
    kind: 'portfolio',
    places: [{ collection: 'net', version: 1 }],
  });
  expect(() => artifactReads['artifacts.version'](context(), at('v9'))).toThrow('There is no version net:v9.');
});

test('references are listed; those to other artifacts say where they lead', () => {
  const data = logArtifact(store, { files: { 'x.txt': 'x' }, collection: 'digits', type: 'dataset' });
  const hex = Buffer.from(encodeArtifactId(data), 'base64').toString('hex');
  logArtifact(store, {
    files: { far: 'ref:https://example.org/x.bin', near: `ref:wandb-artifact://${hex}/x.txt`, own: 'own' },
  });
  const { total, files } = artifactReads['artifacts.files'](context(), at('v0'));
  expect(total).toBe(3);
  expect(files).toMatchObject([
    { path: 'far', ref: 'https://example.org/x.bin' },
    { path: 'near', target: { collection: 'digits', version: 0, path: 'x.txt' } },
    { path: 'own', sizeBytes: 3 },
  ]);
});

test('lineage goes back to the data and on to the readers, and not sideways', () => {
  const data = logArtifact(store, { files: { d: 'data' }, collection: 'digits', type: 'dataset' });
  useArtifact(store, 'train', data);
  const model = logArtifact(store, { files: { m: 'model' }, run: 'train' });
  logArtifact(store, { files: { s: 'side' }, run: 'train', collection: 'side' });
  useArtifact(store, 'eval', model);
  logArtifact(store, { files: { r: 'report' }, run: 'eval', collection: 'report', type: 'report' });
  const { nodes, edges, isCut } = artifactReads['artifacts.lineage'](context(), at('v0'));
  const names = nodes.map((node) => (node.kind === 'run' ? node.run.path.run : node.ref.collection));
  expect(names).toEqual(['net', 'train', 'digits', 'eval', 'report']);
  expect(edges.map(([from, to]) => `${names[from]} → ${names[to]}`).sort()).toEqual([
    'digits → train',
    'eval → report',
    'net → eval',
    'train → net',
  ]);
  expect(isCut).toBe(false);
});

test('runs in the trash neither made nor read anything, until they are restored; moved ones are named where they are', () => {
  const id = logArtifact(store, { files: { a: 'one' }, run: 'train' });
  useArtifact(store, 'eval', id);
  const told = (): unknown => {
    const { version, usedBy } = artifactReads['artifacts.version'](context(), at('v0'));
    const { nodes, edges } = artifactReads['artifacts.lineage'](context(), at('v0'));
    const { readerCount } = artifactReads['artifacts.removal'](context(), at('v0'));
    return {
      made: version.run?.path,
      listed: page().rows.map(({ run }) => run?.path),
      read: usedBy.map(({ path }) => path),
      runs: nodes.flatMap((node) => (node.kind === 'run' ? [node.run.path] : [])),
      edges: edges.length,
      readerCount,
    };
  };
  const runOf = (name: string): RunRow => runAt(store.db, { ...PROJECT, run: name });
  const [train, evaluation] = ['train', 'eval'].map((run) => ({ ...PROJECT, run }));
  const before = told();
  expect(before).toMatchObject({ made: train, read: [evaluation], edges: 2, readerCount: 1 });
  store.write((ctx) => ['train', 'eval'].forEach((name) => trashRun(ctx, runOf(name))));
  expect(told()).toEqual({ made: undefined, listed: [undefined], read: [], runs: [], edges: 0, readerCount: 0 });
  store.write((ctx) => {
    const project = findProject(ctx.db, PROJECT);
    if (project !== undefined) trashedRuns(ctx, project).forEach((row) => restoreRun(ctx, row));
  });
  expect(told()).toEqual(before);
  store.write((ctx) => {
    setRunState(ctx, runOf('eval'), 'finished');
    moveRun(ctx, runOf('eval'), ensureProject(ctx, { ...PROJECT, project: 'elsewhere' }).project);
  });
  expect(told()).toMatchObject({ made: train, read: [{ ...PROJECT, project: 'elsewhere', run: 'eval' }], edges: 2 });
});

test('a run that reads what it made ends the walk', () => {
  const model = logArtifact(store, { files: { m: 'model' }, run: 'train' });
  useArtifact(store, 'train', model);
  const { nodes, edges } = artifactReads['artifacts.lineage'](context(), at('v0'));
  expect([nodes.length, edges.length]).toEqual([2, 2]);
});

test('deleting frees what nothing else holds, to the byte', () => {
  logArtifact(store, { files: { a: 'shared', b: 'only here' } });
  const second = logArtifact(store, { files: { a: 'shared', c: 'new' }, aliases: ['best'] });
  useArtifact(store, 'eval', second);
  link(second, 'registry');
  const removal = artifactReads['artifacts.removal'](context(), at('v1'));
  expect(removal).toMatchObject({ aliases: ['best'], links: ['registry'], readerCount: 1, sharedBytes: 6 });
  const freed = bytesFreedBy(second);
  expect([removal.freedBytes, removal.freedFiles]).toEqual(freed);
  expect(artifactReads['artifacts.removal'](context(), at('v0'))).toMatchObject({ sharedBytes: 0 });
});

test('taking a version out of a portfolio frees nothing', () => {
  link(logArtifact(store, { files: { a: 'one' } }), 'registry');
  expect(artifactReads['artifacts.removal'](context(), at('v0', 'registry'))).toMatchObject({
    freedBytes: 0,
    versionCount: 1,
  });
  expect(
    artifactReads['artifacts.collectionRemoval'](context(), { path: PROJECT, collection: 'registry' }),
  ).toMatchObject({ freedBytes: 0, versionCount: 1 });
});

test('a run lists what it read and what it made', () => {
  const data = logArtifact(store, { files: { d: 'data' }, collection: 'digits', type: 'dataset' });
  useArtifact(store, 'train', data);
  logArtifact(store, { files: { m: 'model' }, run: 'train' });
  expect(artifactReads['artifacts.ofRun'](context(), { ...PROJECT, run: 'train' })).toMatchObject({
    inputs: [{ ref: { collection: 'digits' } }],
    outputs: [{ ref: { collection: 'net', version: 0 }, aliases: ['latest'], fileCount: 1 }],
  });
});

test('two versions are compared by path and digest, metadata by leaf', () => {
  logArtifact(store, { files: { a: 'one', b: 'same', c: 'gone' }, metadata: { lr: 1, deep: { x: 1, y: [1] } } });
  logArtifact(store, { files: { a: 'three', b: 'same', d: 'came' }, metadata: { lr: 1, deep: { x: 2 }, n: null } });
  const diff = artifactReads['artifacts.diff'](context(), { ...at('v1'), to: 'v0' });
  expect(diff.counts).toEqual({ added: 1, removed: 1, changed: 1, same: 1 });
  expect(diff.files).toEqual([
    { kind: 'changed', path: 'a', beforeBytes: 3, afterBytes: 5 },
    { kind: 'removed', path: 'c', beforeBytes: 4 },
    { kind: 'added', path: 'd', afterBytes: 4 },
  ]);
  expect(diff.metadata).toEqual([
    { kind: 'changed', path: ['deep', 'x'], before: 1, after: 2 },
    { kind: 'removed', path: ['deep', 'y'], before: [1] },
    { kind: 'added', path: ['n'], after: null },
  ]);
});

test('metadata written in another order is the same', () => {
  expect(diffMetadata({ a: [{ x: 1, y: 2 }] }, { a: [{ y: 2, x: 1 }] })).toEqual([]);
  expect(diffMetadata({ a: { x: 1 } }, { a: 1 })).toMatchObject([{ kind: 'changed', path: ['a'] }]);
  expect(diffFiles([], []).files).toEqual([]);
});

test('ten thousand versions: a page in the middle is read at once, by the index', () => {
  const sql = `EXPLAIN QUERY PLAN SELECT m.id FROM artifact_memberships m WHERE m.collection_id = ?
    ORDER BY m.version DESC LIMIT 100 OFFSET 5000`;
  const plan = store.db.prepare(sql).all(1) as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toMatch(/SEARCH m USING .*INDEX .*\(collection_id=\?\)$/);
});

function link(id: ArtifactId, name: string): void {
  store.write((ctx) => {
    const artifact = findArtifactById(ctx.db, id);
    const project = findProject(ctx.db, PROJECT);
    if (artifact !== undefined && project !== undefined) {
      linkArtifact(ctx, artifact, { projectId: project.id, name, aliases: [] });
    }
  });
}

/** What is really held by nothing after the version was deleted. */
function bytesFreedBy(id: ArtifactId): [number, number] {
  store.write((ctx) => {
    const artifact = findArtifactById(ctx.db, id);
    if (artifact !== undefined) deleteArtifact(ctx, artifact, true);
  });
  const sql = `SELECT coalesce(sum(size_bytes), 0) AS bytes, count(*) AS files FROM blobs b
    WHERE NOT EXISTS (SELECT 1 FROM artifact_files WHERE blob_id = b.id)
    AND NOT EXISTS (SELECT 1 FROM artifact_uploads WHERE blob_id = b.id)
    AND NOT EXISTS (SELECT 1 FROM artifact_manifests WHERE blob_id = b.id)`;
  const row = store.db.prepare(sql).get() as { bytes: number; files: number };
  return [row.bytes, row.files];
}
