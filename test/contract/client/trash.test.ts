import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProjectSummary, PurgeAnswer, TrashList } from '#shared/api';
import { until } from '../../support/time.ts';
import { describeClient, type Subject } from './cases.ts';

/** Bytes of `own.txt` of the script. */
const OWN_BYTES = 3000;

describeClient('the trash', 'trash.py', (subject) => {
  test('a run that the API deletes is nowhere but in the trash, comes back whole, and goes for good', async () => {
    await subject().run('log');
    await subject().run('delete');
    expect(await count(subject())).toBe(1);
    const trash = await list(subject());
    expect(trash).toMatchObject({ total: 1, days: 30, runs: [{ run: 'gone', state: 'finished' }] });
    const [run] = trash.runs;
    expect((run?.expiresAt ?? 0) - (run?.deletedAt ?? 0)).toBe(30 * 86_400_000);
    expect(run?.sizeBytes).toBeGreaterThan(OWN_BYTES);
    await subject().run('log_again');
    expect(await list(subject())).toEqual(trash);

    expect(await post(subject(), 'restore', {})).toEqual({ count: 1 });
    await subject().run('restored');
    expect((await list(subject())).total).toBe(0);
    expect(await count(subject())).toBe(2);

    await subject().run('delete');
    const { runs } = await list(subject());
    const before = bytesOnDisk(subject());
    const purged = await post<PurgeAnswer>(subject(), 'purge', { ids: runs.map(({ id }) => id) });
    expect(purged.count).toBe(1);
    expect(purged.freedBytes).toBeGreaterThan(OWN_BYTES);
    expect((await list(subject())).total).toBe(0);
    await until('the bytes to be gone', () => Promise.resolve(bytesOnDisk(subject()) <= before - OWN_BYTES), 30_000);
    await subject().run('log_again');
  });
});

const list = ({ api, entity }: Subject): Promise<TrashList> => api(`/projects/${entity}/trash/trash`);

async function count({ api }: Subject): Promise<number | undefined> {
  const projects = await api<ProjectSummary[]>('/projects');
  expect(projects.map(({ path }) => path.project)).toEqual(['trash']);
  return projects[0]?.runCount;
}

async function post<T>({ host, entity }: Subject, act: string, body: object): Promise<T> {
  const response = await fetch(`${host.address}/api/projects/${entity}/trash/trash/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

/** Of files by content. */
function bytesOnDisk({ host }: Subject): number {
  const root = join(host.dataDir, 'files');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
