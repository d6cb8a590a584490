import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { addRemote, call, settled } from '../support/sync.ts';
import { historyBodies } from './history.ts';
import { median, report } from './report.ts';

/** A run of 1 M points, and one of 1 GB of files. */
const STEPS = 100_000;
const KEYS = 10;
const FILES = 256;
const FILE_MB = 4;
/** As many as clients send at once; what is fastest for the far side counts as its own rate. */
const AT_ONCE = 4;
const ROUNDS = 3;

const bodies = historyBodies(STEPS, KEYS);

async function logPoints(client: WireClient, name: string): Promise<number> {
  const run = await client.startRun({ project: 'bench', name });
  const begin = performance.now();
  for (const body of bodies) {
    const response = await run.post(body);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  }
  const seconds = (performance.now() - begin) / 1000;
  await run.finish(0);
  return (STEPS * KEYS) / seconds;
}

const noise = randomBytes(FILE_MB * 1024 * 1024);

/** Bytes that no other call has given, so that nothing is stored already. */
function newBytes(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(noise);
  bytes.set(randomBytes(32));
  return bytes;
}

async function logFiles(client: WireClient, name: string): Promise<number> {
  const run = await client.startRun({ project: 'bench', name });
  const begin = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < FILES) await run.file(`data/${next++}.bin`, newBytes());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = (performance.now() - begin) / 1000;
  await run.finish(0);
  return (FILES * FILE_MB) / seconds;
}

/** Seconds from the wish to send a run until it is whole over there. */
async function push(here: TestHost, remoteId: number, run: string): Promise<number> {
  const runs = [{ entity: await entityOf(here.address), project: 'bench', run }];
  const begin = performance.now();
  await call(here, 'POST', '/api/sync/runs', { remoteId, runs });
  const item = await settled(here, run);
  if (item.state !== 'synced') throw new Error(`${run} is ${item.state}: ${item.reason}`);
  return (performance.now() - begin) / 1000;
}

const folder = mkdtempSync(join(tmpdir(), 'taffrail-sync-bench-'));
await using here = await startHost({ dataDir: join(folder, 'here') });
await using there = await startHost({ dataDir: join(folder, 'there') });
const remoteId = await addRemote(here, 'there', there.address);
const near = new WireClient(here.address);
const far = new WireClient(there.address);
const rates = { ownPoints: [] as number[], points: [] as number[], ownFiles: [] as number[], files: [] as number[] };
for (let i = 0; i < ROUNDS; i++) {
  rates.ownPoints.push(await logPoints(far, `own-points-${i}`));
  await logPoints(near, `points-${i}`);
  rates.points.push((STEPS * KEYS) / (await push(here, remoteId, `points-${i}`)));
  rates.ownFiles.push(await logFiles(far, `own-files-${i}`));
  await logFiles(near, `files-${i}`);
  rates.files.push((FILES * FILE_MB) / (await push(here, remoteId, `files-${i}`)));
}
rmSync(folder, { recursive: true, force: true });

for (const [name, own, pushed, unit] of [
  ['sync/points', rates.ownPoints, rates.points, 'points/s'],
  ['sync/files', rates.ownFiles, rates.files, 'MB/s'],
] as const) {
  const ratio = median(pushed) / median(own);
  report({
    case: name,
    value: median(pushed),
    unit,
    ratio,
    budget: '>= 0.5 of what the far side takes in when it is logged to',
    isWithin: ratio >= 0.5,
  });
}
