import type { MachinePoint } from '#shared/api';
import { decodeNumbers, rowAt } from '../points/codec.ts';

export const HOUR_MS = 3_600_000;
/** Times within an hour are counted in tenths of a second: averages come every half second at the most. */
export const TICK_MS = 100;

/** Points of one key within an hour: ticks ascending. */
export interface MachineColumns {
  readonly ticks: number[];
  readonly values: number[];
}

/** Samples of one interval, by key: as many values as times, null where a key had none. */
export interface SampleColumns {
  readonly at: readonly number[];
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

export function splitSamples(samples: readonly MachinePoint[]): SampleColumns {
  const keys = new Set(samples.flatMap((sample) => Object.keys(sample.values)));
  return {
    at: samples.map((sample) => Math.round(sample.at)),
    values: Object.fromEntries([...keys].map((key) => [key, samples.map((sample) => sample.values[key] ?? null)])),
  };
}

export function decodeHour(bytes: Uint8Array): MachineColumns {
  const set = decodeNumbers(bytes);
  return {
    ticks: Array.from({ length: set.count }, (_, i) => rowAt(set, i)),
    values: [...set.values],
  };
}

/** Both together in order of time; of two at the same tick the newer one. */
export function joinColumns(before: MachineColumns | undefined, after: MachineColumns): MachineColumns {
  const all = new Map<number, number>();
  for (const { ticks, values } of before === undefined ? [after] : [before, after]) {
    ticks.forEach((tick, i) => all.set(tick, values[i] ?? NaN));
  }
  const sorted = [...all].toSorted(([a], [b]) => a - b);
  return { ticks: sorted.map(([tick]) => tick), values: sorted.map(([, value]) => value) };
}
