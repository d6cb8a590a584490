import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ensureProject,
  findRun,
  lockRun,
  recordProgress,
  setProjectDescription,
  trashRun,
  type WriteContext,
} from '#host/store';
import type { ProjectOverview } from '#shared/api';
import { queryReads } from '../reads.ts';
import { openTestStore, PROJECT, type TestStore } from '../test-store.ts';

let store: TestStore;
beforeEach(() => void (store = openTestStore()));
afterEach(() => store.close());

const read = (): ProjectOverview => queryReads['query.projectOverview'](store.context, PROJECT);

function withRun(name: string, work: (ctx: WriteContext, run: NonNullable<ReturnType<typeof findRun>>) => void): void {
  store.write((ctx) => {
    const run = findRun(ctx.db, { ...PROJECT, run: name });
    if (run === undefined) throw new Error(`no run ${name}`);
    work(ctx, run);
  });
}

test('an empty project has an overview too: nothing of anything', () => {
  store.write((ctx) => ensureProject(ctx, PROJECT));
  expect(read()).toEqual({
    summary: expect.objectContaining({ path: PROJECT, runCount: 0, stateCounts: {}, description: '' }) as object,
    trackedMs: 0,
    lockedCount: 0,
    size: { points: 0, files: 0, artifacts: 0 },
    tags: [],
    users: [],
    artifactTypes: [],
    sweepCount: 0,
  });
});

test('a project is counted by states, tags, people, time and bytes, without what lies in the trash', () => {
  store.run('a', { state: 'finished', tags: ['x', 'y'] });
  store.run('b', { state: 'failed', tags: ['x'] });
  store.run('gone', { state: 'finished', tags: ['z'] });
  for (const name of ['a', 'b', 'gone']) withRun(name, (ctx, run) => recordProgress(ctx, run, { runtimeS: 90 }));
  withRun('gone', trashRun);
  withRun('b', (ctx, run) => lockRun(ctx, run, true));
  store.write((ctx) => setProjectDescription(ctx, ensureProject(ctx, PROJECT).project, '# Why'));
  const overview = read();
  expect(overview).toMatchObject({
    summary: { runCount: 2, stateCounts: { finished: 1, failed: 1 }, description: '# Why' },
    trackedMs: 180_000,
    lockedCount: 1,
    tags: [
      { value: 'x', runCount: 2 },
      { value: 'y', runCount: 1 },
    ],
    sweepCount: 0,
  });
  expect(overview.users.map(({ runCount }) => runCount)).toEqual([2]);
  expect(overview.summary).toEqual(queryReads['query.projects'](store.context)[0]);
});

test('what artifacts take is counted once, by types as their page has them', () => {
  store.run('a');
  store.write((ctx) => ensureProject(ctx, { ...PROJECT, project: 'other' }));
  const { id } = store.write((ctx) => ensureProject(ctx, PROJECT)).project;
  store.write(({ db }) =>
    db.exec(`INSERT INTO artifact_types (id, project_id, name, created_at) VALUES (1, ${id}, 'model', 0);
      INSERT INTO artifact_collections (id, project_id, type_id, kind, name, created_at, updated_at, next_version)
        VALUES (1, ${id}, 1, 'sequence', 'net', 0, 0, 2), (2, ${id}, 1, 'sequence', 'broken off', 0, 0, 0);
      INSERT INTO artifacts (id, collection_id, state, version, digest, username, created_at, updated_at)
        VALUES (1, 1, 'COMMITTED', 0, 'd0', 'me', 0, 0), (2, 1, 'COMMITTED', 1, 'd1', 'me', 0, 0);
      INSERT INTO artifact_memberships (collection_id, artifact_id, version, created_at) VALUES (1, 1, 0, 0), (1, 2, 1, 0);
      INSERT INTO blobs (id, sha256, md5, size_bytes, created_at) VALUES (1, 'a', 'a', 1000, 0), (2, 'b', 'b', 500, 0);
      INSERT INTO artifact_files (artifact_id, path, digest, size_bytes, entry_json, blob_id)
        VALUES (1, 'w', 'x', 1000, '{}', 1), (2, 'w', 'x', 1000, '{}', 1), (2, 'v', 'y', 500, '{}', 2)`),
  );
  expect(read()).toMatchObject({
    size: { artifacts: 1500 },
    artifactTypes: [{ name: 'model', collectionCount: 1, versionCount: 2 }],
  });
});
