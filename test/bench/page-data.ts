import type { WireClient } from '../support/demo/client.ts';
import { seededRng } from '../support/demo/rng.ts';
import { historyBodies } from './history.ts';

/** The sizes that the budgets of pages speak of. */
export const MANY_RUNS = 10_000;
export const MANY_KEYS = 500;
export const WIDE_RUNS = 100;
export const WIDE_KEYS = 20;
export const WIDE_STEPS = 10_000;
export const LONG_STEPS = 10_000_000;
export const EYE_RUNS = 1000;

const SIDE_BY_SIDE = 8;

/** Runs `work` for 0 … count-1, a few at a time. */
async function forEach(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) await work(i);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

async function history(client: WireClient, project: string, name: string, bodies: readonly string[]): Promise<void> {
  const run = await client.startRun({ project, name, displayName: name });
  for (const body of bodies) {
    const response = await run.post(JSON.parse(body));
    if (response.status !== 200) throw new Error(`${project}/${name}: ${response.status} ${await response.text()}`);
  }
  await run.finish(0);
}

/** Project `many`: 10,000 runs, each with 500 keys in config and summary. */
export async function writeMany(client: WireClient): Promise<void> {
  const rng = seededRng(1);
  const inConfig = 60;
  await forEach(MANY_RUNS, async (i) => {
    const config = Object.fromEntries(Array.from({ length: inConfig }, (_, k) => [`param/${k}`, (i * (k + 1)) % 97]));
    const run = await client.startRun({
      project: 'many',
      name: `m${i}`,
      displayName: `many-${i}`,
      config,
      tags: [`t${i % 5}`],
    });
    await run.summary(
      Object.fromEntries(Array.from({ length: MANY_KEYS - inConfig }, (_, k) => [`metric/${k}`, rng.normal()])),
    );
    await run.finish(0);
  });
}

/** Project `wide`: 100 runs × 20 metrics × 10,000 steps. */
export async function writeWide(client: WireClient): Promise<void> {
  const different = Array.from({ length: 10 }, (_, seed) => historyBodies(WIDE_STEPS, WIDE_KEYS, 1000, seed + 1));
  await forEach(WIDE_RUNS, (i) => history(client, 'wide', `w${i}`, different[i % different.length] ?? []));
}

/** Project `long`: one run of 10 million steps of one metric. */
export async function writeLong(client: WireClient): Promise<void> {
  const run = await client.startRun({ project: 'long', name: 'long' });
  const part = 1_000_000;
  const rng = seededRng(2);
  for (let begin = 0; begin < LONG_STEPS; begin += 20_000) {
    const content = Array.from({ length: 20_000 }, (_, i) => {
      const step = begin + i;
      const loss = Math.exp(-step / part) + 0.01 * rng.normal();
      return `{"_step":${step},"_runtime":${step / 10},"_timestamp":${1.7e9 + step / 10},"loss":${loss}}`;
    });
    const response = await run.post({ files: { 'wandb-history.jsonl': { offset: begin, content } } });
    if (response.status !== 200) throw new Error(`long: ${response.status} ${await response.text()}`);
  }
  await run.finish(0);
}

/** Project `eyes`: 1,000 runs × 4 metrics × 100 steps. */
export async function writeEyes(client: WireClient): Promise<void> {
  const bodies = historyBodies(100, 4);
  await forEach(EYE_RUNS, (i) => history(client, 'eyes', `e${i}`, bodies));
}
