import { WireClient } from '../support/demo/client.ts';
import { startHost } from '../support/host.ts';
import { median, report } from './report.ts';

// Many small runs, each with all its requests one after the other: what the host takes is what goes beyond a bare request.
const RUNS = 150;
const WARM_UP = 30;
const METRICS = 10;
const STEPS = 100;
const REQUESTS = 5;

const config = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key${i}`, i / 3]));
const rows = Array.from({ length: STEPS }, (_, step) => ({
  _step: step,
  _runtime: step,
  _timestamp: 1.7e9 + step,
  ...Object.fromEntries(Array.from({ length: METRICS }, (_unused, i) => [`metric/${i}`, Math.sin(step * i)])),
}));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

await using host = await startHost();
const client = new WireClient(host.address);
const wholes: number[] = [];
const firsts: number[] = [];
const bares: number[] = [];
for (let i = 0; i < RUNS; i++) {
  const whole = await timed(async () => {
    const run = await client.startRun({ project: 'bench', name: `small-${i}`, config });
    firsts.push(await timed(() => run.history(rows.slice(0, 3))));
    await run.history(rows.slice(3));
    await run.summary({ loss: i });
    await run.finish(0);
  });
  wholes.push(whole);
  bares.push(await timed(async () => (await fetch(`${host.address}/api/session`)).arrayBuffer()));
}
const bare = median(bares.slice(WARM_UP));
const whole = median(wholes.slice(WARM_UP)) - REQUESTS * bare;
const first = median(firsts.slice(WARM_UP)) - bare;
const note = `above bare requests of ${bare.toFixed(2)} ms`;
report({ case: 'runs/whole', value: whole, unit: 'ms', budget: '<= 5', isWithin: whole <= 5, note });
report({ case: 'runs/first-post', value: first, unit: 'ms', budget: '<= 1', isWithin: first <= 1, note });
