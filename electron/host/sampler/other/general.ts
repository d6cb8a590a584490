import { cpus, freemem, loadavg, totalmem } from 'node:os';
import type * as si from 'systeminformation';
import { Rates, rounded } from '../rates.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';

/** Loaded when it is first needed: on Linux it never is. */
const library = async (): Promise<typeof si> => (await import('systeminformation')).default as typeof si;

/** Windows and macOS: what Node knows itself, which costs nothing, and the rest by systeminformation. */
export function generalProbes(world: ProbeWorld, platform: NodeJS.Platform): readonly Probe[] {
  return [cpu(platform), memory(platform), disks(), network(world), ...(platform === 'darwin' ? [traffic(world)] : [])];
}

function cpu(platform: NodeJS.Platform): Probe {
  let before = cpus();
  return {
    id: 'cpu',
    title: 'CPU',
    async measure(): Promise<Reading> {
      const now = cpus();
      const values: Record<string, number> = {};
      let [busySum, totalSum] = [0, 0];
      now.forEach((core, i) => {
        const old = before[i];
        if (old === undefined) return;
        const total = sum(core.times) - sum(old.times);
        const idle = core.times.idle - old.times.idle;
        if (total <= 0) return;
        values[`cpu.core:${i}`] = rounded(((total - idle) / total) * 100, 2);
        busySum += total - idle;
        totalSum += total;
      });
      if (totalSum > 0) values.cpu = rounded((busySum / totalSum) * 100, 2);
      before = now;
      // Windows has no load; Node answers with zeros there.
      const [one = 0, five = 0, fifteen = 0] = loadavg();
      if (platform !== 'win32')
        Object.assign(values, { 'load:1 min': one, 'load:5 min': five, 'load:15 min': fifteen });
      const model = now[0]?.model.trim();
      return { kind: 'values', values, facts: { coreCount: now.length, ...(model ? { cpuModel: model } : {}) } };
    },
  };
}

function memory(platform: NodeJS.Platform): Probe {
  return {
    id: 'memory',
    title: 'Memory',
    leastEveryMs: platform === 'darwin' ? 5000 : 0,
    async measure(): Promise<Reading> {
      const total = totalmem();
      // macOS counts its file cache as used, Node as not free; only the library asks what is available.
      const available = platform === 'darwin' ? (await (await library()).mem()).available : freemem();
      const used = total - available;
      return {
        kind: 'values',
        values: { memory: rounded((used / total) * 100, 2), 'memory.used': used },
        facts: { memoryBytes: total },
      };
    },
  };
}

function disks(): Probe {
  return {
    id: 'disks',
    title: 'Disk space',
    // Windows starts a shell for it.
    leastEveryMs: 60_000,
    async measure(): Promise<Reading> {
      const all = (await (await library()).fsSize()).filter((disk) => disk.size > 0).slice(0, 12);
      if (all.length === 0) return missing('The system names no disk');
      const values: Record<string, number> = {};
      for (const disk of all) {
        values[`disk:${disk.mount}`] = rounded(disk.use, 2);
        values[`disk.used:${disk.mount}`] = disk.used;
      }
      return {
        kind: 'values',
        values,
        facts: { disks: all.map((disk) => ({ mount: disk.mount, device: disk.fs, sizeBytes: disk.size })) },
      };
    },
  };
}

function network(world: ProbeWorld): Probe {
  const rates = new Rates();
  return {
    id: 'network',
    title: 'Network',
    leastEveryMs: 15_000,
    async measure(): Promise<Reading> {
      const counters = new Map<string, number>();
      for (const one of await (await library()).networkStats()) {
        counters.set(`network.received:${one.iface}`, one.rx_bytes);
        counters.set(`network.sent:${one.iface}`, one.tx_bytes);
      }
      if (counters.size === 0) return missing('The system names no network interface');
      return { kind: 'values', values: whole(rates.next(counters, world.monotonic())) };
    },
  };
}

function traffic(world: ProbeWorld): Probe {
  const rates = new Rates();
  return {
    id: 'disk-traffic',
    title: 'Disk traffic',
    leastEveryMs: 15_000,
    async measure(): Promise<Reading> {
      // The library's types leave out that it answers with nothing where it knows no way.
      const io = (await (await library()).fsStats()) as si.Systeminformation.FsStatsData | null;
      if (io === null) return missing('The system does not count the traffic of disks');
      const counters = new Map([
        ['disk.read:all disks', io.rx],
        ['disk.write:all disks', io.wx],
      ]);
      return { kind: 'values', values: whole(rates.next(counters, world.monotonic())) };
    },
  };
}

function whole(rates: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...rates].map(([key, rate]) => [key, Math.round(rate)]));
}

function sum(times: Readonly<Record<string, number>>): number {
  return Object.values(times).reduce((total, value) => total + value, 0);
}
