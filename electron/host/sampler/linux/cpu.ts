import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { rounded } from '../rates.ts';
import { textOf } from './read.ts';

interface Ticks {
  readonly busy: number;
  readonly total: number;
}

/** Ticks by `cpu`, `cpu0`, … of `/proc/stat` (man 5 proc); guest time is part of user time already. */
export function parseStat(text: string): Map<string, Ticks> {
  const all = new Map<string, Ticks>();
  for (const line of text.split('\n')) {
    if (!line.startsWith('cpu')) break;
    const [name = '', ...fields] = line.trim().split(/\s+/);
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = fields.map(Number);
    const busy = user + nice + system + irq + soft + steal;
    if (Number.isFinite(busy + idle + wait)) all.set(name, { busy, total: busy + idle + wait });
  }
  return all;
}

/** Use of the processor as a whole and of each core, and the load. */
export function cpuProbe(world: ProbeWorld): Probe {
  let before = new Map<string, Ticks>();
  let model: string | undefined;
  return {
    id: 'cpu',
    title: 'CPU',
    async measure(): Promise<Reading> {
      const text = await textOf(`${world.root}/proc/stat`);
      if (text === undefined) return missing('/proc/stat cannot be read');
      model ??= modelOf((await textOf(`${world.root}/proc/cpuinfo`)) ?? '');
      const now = parseStat(text);
      const values = { ...percents(before, now), ...loads((await textOf(`${world.root}/proc/loadavg`)) ?? '') };
      before = now;
      const facts = { coreCount: Math.max(1, now.size - 1), ...(model === '' ? {} : { cpuModel: model }) };
      return { kind: 'values', values, facts };
    },
  };
}

function percents(before: ReadonlyMap<string, Ticks>, now: ReadonlyMap<string, Ticks>): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [name, ticks] of now) {
    const old = before.get(name);
    const total = old === undefined ? 0 : ticks.total - old.total;
    // Counters of a core that was switched off and on again start anew.
    if (old === undefined || total <= 0) continue;
    const share = rounded(Math.min(100, Math.max(0, ((ticks.busy - old.busy) / total) * 100)), 2);
    values[name === 'cpu' ? 'cpu' : `cpu.core:${name.slice(3)}`] = share;
  }
  return values;
}

function loads(text: string): Record<string, number> {
  const [one, five, fifteen] = text.split(' ').map(Number);
  if (one === undefined || five === undefined || fifteen === undefined) return {};
  return { 'load:1 min': one, 'load:5 min': five, 'load:15 min': fifteen };
}

/** x86 says `model name`, some ARM boards `Model` or `Hardware`. */
function modelOf(text: string): string {
  return /^(?:model name|Model|Hardware|cpu model)\s*:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? '';
}
