import { rounded } from '../rates.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { textOf } from './read.ts';

/** Bytes by name, of `/proc/meminfo`. */
export function parseMeminfo(text: string): Map<string, number> {
  const all = new Map<string, number>();
  for (const [, name = '', kb] of text.matchAll(/^([\w()]+):\s+(\d+)(?: kB)?$/gm)) all.set(name, Number(kb) * 1024);
  return all;
}

/** Memory and swap. */
export function memoryProbe(world: ProbeWorld): Probe {
  return {
    id: 'memory',
    title: 'Memory',
    async measure(): Promise<Reading> {
      const info = parseMeminfo((await textOf(`${world.root}/proc/meminfo`)) ?? '');
      const total = info.get('MemTotal');
      // Kernels before 3.14 do not say what is available.
      const available = info.get('MemAvailable') ?? (info.get('MemFree') ?? 0) + (info.get('Cached') ?? 0);
      if (total === undefined || total <= 0) return missing('/proc/meminfo cannot be read');
      const used = total - available;
      const swap = info.get('SwapTotal') ?? 0;
      const swapUsed = swap - (info.get('SwapFree') ?? swap);
      const values: Record<string, number> = { memory: rounded((used / total) * 100, 2), 'memory.used': used };
      if (swap > 0) Object.assign(values, { swap: rounded((swapUsed / swap) * 100, 2), 'swap.used': swapUsed });
      return { kind: 'values', values, facts: { memoryBytes: total, swapBytes: swap } };
    },
  };
}
