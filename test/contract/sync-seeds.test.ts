import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SyncState } from '#shared/api';
import { type Fault, startFaultProxy } from '../support/fault-proxy.ts';
import { seededRng } from '../support/demo/rng.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { addRemote, call, ENV, graphql } from '../support/sync.ts';
import { logSeed, makeSweep, pagesOf, portable, readOf } from '../support/sync-seeds.ts';
import { until } from '../support/time.ts';

/** Each makes a run and is sent over a network whose faults are drawn from one row. */
const SEEDS = Number(process.env.TAFFRAIL_SYNC_SEEDS ?? '200');
/** One of the two is killed each time so many runs have arrived. */
const KILL_EVERY = 32;
const FAULTS: readonly Fault[] = ['drop', 'delay', 'cut', 'busy', 'error'];
const FAULT_PART = 0.3;
const AT_ONCE = 8;

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const ART = `query A($entity: String!) { project(name: "p", entityName: $entity) { artifactTypes { edges { node { name
  artifactCollections { edges { node { name artifacts { edges { node { digest fileCount size
  aliases { alias } } } } } } } } } } } }`;

/** Versions of artifacts of the project, in an order that both sides share. */
async function versionsOf(host: TestHost): Promise<unknown> {
  return portable(await graphql(host, ART, { entity: await entityOf(host.address) }));
}

test(
  `${SEEDS} seeds arrive whole and once, while requests fail and either side is killed`,
  { timeout: 600_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'taffrail-seeds-'));
    const startHere = (): Promise<TestHost> => startHost({ dataDir: join(folder, 'here'), env: ENV });
    const startThere = (): Promise<TestHost> => startHost({ dataDir: join(folder, 'there') });
    let [here, there] = await Promise.all([startHere(), startThere()]);
    let isBad = false;
    const random = seededRng(1).next;
    const proxy = await startFaultProxy(
      () => there.address,
      () => (isBad && random() < FAULT_PART ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? 'none') : 'none'),
    );
    onTestFinished(async () => {
      await proxy.stop();
      await Promise.all([here, there].map((host) => host.stop()));
      rmSync(folder, { recursive: true, force: true });
    });
    const remoteId = await addRemote(here, 'far', proxy.address);
    const sweep = await makeSweep(here, 'of seeds');
    const runs: string[] = [];
    await inParallel(
      Array.from({ length: SEEDS }, (_, i) => i),
      async (i) => void runs.push(await logSeed(here, i, sweep)),
    );
    const entity = await entityOf(here.address);
    const send = (): Promise<unknown> =>
      call(here, 'POST', '/api/sync/runs', { remoteId, runs: runs.map((run) => ({ entity, project: 'p', run })) });
    const countsHere = async (): Promise<SyncState['counts']> =>
      (await call<SyncState>(here, 'GET', '/api/sync')).counts;

    isBad = true;
    await send();
    for (let kills = 1; kills * KILL_EVERY < SEEDS; kills++) {
      await until('more to have arrived', async () => (await countsHere()).synced >= kills * KILL_EVERY, 200_000);
      if (kills % 2 === 0) {
        await there.kill();
        there = await startThere();
      } else {
        await here.kill();
        here = await startHere();
      }
    }
    await until(
      'all to be over',
      async () => {
        const { waiting, pushing } = await countsHere();
        return waiting + pushing === 0;
      },
      400_000,
    );
    isBad = false;
    expect(await countsHere()).toEqual({ waiting: 0, pushing: 0, failed: 0, conflict: 0, synced: SEEDS });
    for (const fault of FAULTS) expect(proxy.counts[fault], fault).toBeGreaterThan(0);

    const before = new Map<string, unknown>();
    await inParallel(runs, async (run) => {
      const read = await readOf(there, run);
      expect(read, run).toEqual(await readOf(here, run));
      expect(await pagesOf(there, run), run).toEqual(await pagesOf(here, run));
      before.set(run, read);
    });
    expect(await versionsOf(there)).toEqual(await versionsOf(here));

    // The same once more changes nothing, and sends nothing but the last lines of runs that go on.
    await send();
    await until('all to have been looked at', async () => (await countsHere()).synced === SEEDS, 100_000);
    await inParallel(runs, async (run) => expect(await readOf(there, run), run).toEqual(before.get(run)));
    expect(await versionsOf(there)).toEqual(await versionsOf(here));
  },
);
