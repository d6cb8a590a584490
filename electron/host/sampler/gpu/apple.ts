import type { MachineGpu } from '#shared/api';
import { findTool } from '#sdk/tools';
import { outputOf } from '../tools.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';

/** What `ioreg -r -d 1 -w 0 -c IOAccelerator` says of each card: no rights are needed for it, unlike powermetrics. */
export function parseIoreg(text: string): { readonly gpus: MachineGpu[]; readonly values: Record<string, number> } {
  const gpus: MachineGpu[] = [];
  const values: Record<string, number> = {};
  for (const block of text.split(/^\+-o /m).slice(1)) {
    const statistics = /"PerformanceStatistics"\s*=\s*\{([^}]*)\}/.exec(block)?.[1];
    if (statistics === undefined) continue;
    const number = (name: string): number | undefined => {
      const value = new RegExp(`"${name}"\\s*=\\s*(\\d+)`).exec(statistics)?.[1];
      return value === undefined ? undefined : Number(value);
    };
    const id = gpus.length === 0 ? 'apple' : `apple${gpus.length}`;
    gpus.push({ id, name: /"model"\s*=\s*"([^"]+)"/.exec(block)?.[1] ?? 'GPU' });
    const use = number('Device Utilization %') ?? number('GPU Activity\\(%\\)');
    const used = number('In use system memory') ?? number('vramUsedBytes');
    if (use !== undefined) values[`gpu:${id}`] = use;
    if (used !== undefined) values[`gpu.memory.used:${id}`] = used;
  }
  return { gpus, values };
}

/** The GPU of a Mac: its use and memory. */
export function appleProbe(world: ProbeWorld): Probe {
  return {
    id: 'apple',
    title: 'Apple GPU',
    leastEveryMs: 5000,
    async measure(): Promise<Reading> {
      const tool = findTool(world.path, ['ioreg'], ['/usr/sbin']);
      if (tool === undefined) return missing('ioreg is not installed');
      const { gpus, values } = parseIoreg(
        await outputOf(tool, ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'], 5000),
      );
      if (gpus.length === 0) return missing('ioreg names no GPU');
      return { kind: 'values', values, facts: { gpus } };
    },
  };
}
