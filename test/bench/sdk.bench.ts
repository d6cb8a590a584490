import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { init } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { startHost } from '../support/host.ts';
import { percentile, report } from './report.ts';

const CALLS = 20_000;
const WARM_UP = 2000;
const POINTS = 100_000;
const AWAY_CALLS = 200_000;
const MB = 1024 * 1024;

const names = Array.from({ length: 10 }, (_, i) => `metric/${i}`);
const rowOf = (step: number): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, Math.sin(step / (i + 1))]));

const dir = mkdtempSync(join(tmpdir(), 'taffrail-sdk-bench-'));
const host = await startHost();
const options = { dir, project: 'bench', console: false, baseUrl: host.address, apiKey: ANY_KEY };

{
  await using run = await init({ ...options, id: 'calls' });
  const times: number[] = [];
  for (let step = 0; step < CALLS; step++) {
    const row = rowOf(step);
    const begin = performance.now();
    run.log(row);
    times.push((performance.now() - begin) * 1000);
    // As a script that trains: the loop turns now and then.
    if (step % 100 === 99) await setImmediate();
  }
  const warm = times.slice(WARM_UP);
  const [p50, p99] = [percentile(warm, 0.5), percentile(warm, 0.99)];
  report({
    case: 'sdk/log-p50',
    value: p50,
    unit: 'µs',
    budget: '<= 16',
    isWithin: p50 <= 16,
    note: '10 scalars a call',
  });
  report({ case: 'sdk/log-p99', value: p99, unit: 'µs', budget: '<= 100', isWithin: p99 <= 100 });
}
{
  await using run = await init({ ...options, id: 'points' });
  const begin = performance.now();
  for (let step = 0; step < POINTS / names.length; step++) run.log(rowOf(step));
  await run.flush();
  const value = (performance.now() - begin) / 1000;
  const note = `${POINTS.toLocaleString('en-US')} points in the journal and on the disk`;
  report({ case: 'sdk/durable', value, unit: 's', budget: '<= 0.3', isWithin: value <= 0.3, note });
}
await host.stop();
{
  const run = await init({ ...options, id: 'away' });
  const before = process.memoryUsage.rss();
  let most = before;
  for (let step = 0; step < AWAY_CALLS; step++) {
    if (!run.log(rowOf(step))) await run.drain();
    if (step % 5000 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  await run.finish({ wait: 0 });
  const value = (most - before) / MB;
  const note = `${AWAY_CALLS.toLocaleString('en-US')} calls while no host answers`;
  report({ case: 'sdk/away-memory', value, unit: 'MiB more', budget: '<= 256', isWithin: value <= 256, note });
}
rmSync(dir, { recursive: true, force: true });
process.exit(0);
