import { rmSync } from 'node:fs';
import { decodeSeries, type SeriesQuery } from '#shared/api';
import { WireClient } from '../support/demo/client.ts';
import { newDataDir, startHost } from '../support/host.ts';
import { historyBodies } from './history.ts';
import { median, percentile, report } from './report.ts';

const STEPS = 1_000_000;
const BUCKETS = 1000;
const dataDir = newDataDir();

async function fill(): Promise<string> {
  const host = await startHost({ dataDir });
  const run = await new WireClient(host.address).startRun({ project: 'bench', name: 'long' });
  for (const body of historyBodies(STEPS, 1, 10_000)) {
    const response = await run.post(JSON.parse(body));
    if (response.status !== 200) throw new Error(await response.text());
  }
  await run.finish(0);
  await host.stop();
  return run.entity;
}

/** One request of one line, timed to its last byte; checks that the answer stands for the whole run. */
async function readOnce(address: string, entity: string): Promise<number> {
  const runs = [{ entity, project: 'bench', run: 'long' }];
  const query: SeriesQuery = {
    requests: [{ id: 'a', stream: 'history', key: 'metric/0', x: '_step', runs, buckets: BUCKETS }],
  };
  const begin = performance.now();
  const response = await fetch(`${address}/api/projects/${encodeURIComponent(entity)}/bench/series`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(query),
  });
  const buffer = await response.arrayBuffer();
  const took = performance.now() - begin;
  if (response.status !== 200) throw new Error(new TextDecoder().decode(buffer));
  const points = decodeSeries(buffer)[0]?.facts.pointCount;
  if (points !== STEPS) throw new Error(`the answer stands for ${points ?? 0} points, not ${STEPS}`);
  return took;
}

async function readMany(address: string, entity: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await readOnce(address, entity));
  return times;
}

const entity = await fill();
const colds: number[] = [];
for (let i = 0; i < 3; i++) {
  const host = await startHost({ dataDir });
  // The connection and the route are warm, the series is not.
  await fetch(`${host.address}/api/session`);
  colds.push(await readOnce(host.address, entity));
  await host.stop();
}
const cold = median(colds);
const coldNote = 'first read after a start, over HTTP';
report({ case: 'chart/cold', value: cold, unit: 'ms', budget: '<= 30', isWithin: cold <= 30, note: coldNote });

const host = await startHost({ dataDir });
await readMany(host.address, entity, 20);
const warm = median(await readMany(host.address, entity, 100));
report({ case: 'chart/warm', value: warm, unit: 'ms', budget: '<= 5', isWithin: warm <= 5, note: 'over HTTP' });

const busy = await new WireClient(host.address).startRun({ project: 'bench', name: 'busy' });
let isOver = false;
const load = (async () => {
  for (const body of historyBodies(200_000, 10)) {
    if (isOver) return;
    await busy.post(JSON.parse(body));
  }
})();
const loaded = await readMany(host.address, entity, 100);
isOver = true;
await load;
report({
  case: 'chart/under-ingest',
  value: median(loaded),
  unit: 'ms',
  ratio: median(loaded) / warm,
  budget: '<= 2 times warm',
  isWithin: median(loaded) <= 2 * warm,
  note: `p95 ${percentile(loaded, 0.95).toFixed(1)} ms`,
});
await host.stop();
rmSync(dataDir, { recursive: true, force: true });
