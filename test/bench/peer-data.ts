import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireClient } from '../support/demo/client.ts';
import { seededRng } from '../support/demo/rng.ts';

/** `long`: 1 run × 10 metrics × 100,000 steps; `many`: 1,000 small runs; `wide`: 100 runs × 1 metric × 10,000 steps. */
export type PeerCase = 'long' | 'many' | 'wide';

export const LONG_KEYS = 10;
export const LONG_STEPS = 100_000;
export const MANY_RUNS = 1000;
export const WIDE_RUNS = 100;
export const WIDE_STEPS = 10_000;
/** One point of the last metric of `long` stands far from all others; exact in 32 bits, so that every store can keep it. */
export const SPIKE = 7.4375;
export const SPIKE_KEY = `metric/${LONG_KEYS - 1}`;
const SPIKE_STEP = 50_003;
const ROWS = 1000;

interface SmallRun {
  readonly name: string;
  readonly config: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/** The same numbers for all: those that `peers.py` reads from files, and that go to Taffrail by its wire. */
export interface PeerData {
  readonly long: readonly Float64Array[];
  readonly many: readonly SmallRun[];
  readonly wide: readonly Float64Array[];
}

export const runName = (i: number): string => `run-${String(i).padStart(5, '0')}`;

export function makeData(): PeerData {
  const rng = seededRng(7);
  const curve = (steps: number, above: number): Float64Array =>
    Float64Array.from({ length: steps }, (_, step) => above + Math.exp((-3 * step) / steps) + 0.01 * rng.normal());
  const long = Array.from({ length: LONG_KEYS }, () => curve(LONG_STEPS, 0));
  long[LONG_KEYS - 1]?.fill(SPIKE, SPIKE_STEP, SPIKE_STEP + 1);
  const wide = Array.from({ length: WIDE_RUNS }, (_, i) => curve(WIDE_STEPS, i / WIDE_RUNS));
  const many = Array.from({ length: MANY_RUNS }, (_, i) => ({
    name: runName(i),
    config: Object.fromEntries(Array.from({ length: 20 }, (_unused, k) => [`key${k}`, (i * (k + 1)) % 97])),
    metrics: Object.fromEntries(
      Array.from({ length: 10 }, (_unused, k) => [`metric/${k}`, Array.from({ length: 10 }, () => rng.next())]),
    ),
  }));
  return { long, many, wide };
}

/** For `peers.py`: doubles one series after the other, and JSON. */
export function keepData(data: PeerData, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['long', 'wide'] as const) {
    const parts = data[name].map((part) => new Uint8Array(part.buffer));
    writeFileSync(join(folder, `${name}.f64`), Buffer.concat(parts));
  }
  writeFileSync(join(folder, 'many.json'), JSON.stringify(data.many));
}

export async function sendData(client: WireClient, data: PeerData): Promise<void> {
  const send = async (
    project: string,
    name: string,
    metrics: Readonly<Record<string, ArrayLike<number>>>,
    config: Readonly<Record<string, number>> = {},
  ): Promise<void> => {
    const run = await client.startRun({ project, name, displayName: name, config });
    const steps = Object.values(metrics)[0]?.length ?? 0;
    for (let at = 0; at < steps; at += ROWS) {
      const rows = Array.from({ length: Math.min(ROWS, steps - at) }, (_, i) => {
        const values = Object.entries(metrics).map(([key, series]) => [key, series[at + i]]);
        return { _step: at + i, _runtime: at + i, _timestamp: 1.7e9 + at + i, ...Object.fromEntries(values) };
      });
      await run.history(rows);
    }
    await run.finish(0);
  };
  await send('long', runName(0), Object.fromEntries(data.long.map((series, i) => [`metric/${i}`, series])));
  for (const { name, metrics, config } of data.many) await send('many', name, metrics, config);
  for (const [i, series] of data.wide.entries()) await send('wide', runName(i), { 'metric/0': series });
}
