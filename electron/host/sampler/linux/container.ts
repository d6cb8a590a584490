import { rounded, Rates } from '../rates.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { numberOf, textOf } from './read.ts';

interface Limits {
  readonly cpuCores?: number;
  readonly memoryBytes?: number;
}
interface Group {
  readonly limits: Limits;
  /** Microseconds of processor time used so far. */
  readonly cpuUs: number | undefined;
  readonly memoryBytes: number | undefined;
}

/** Version 1 writes "no limit" as a number near 2^63. */
const NO_LIMIT_BYTES = 2 ** 60;

/** Use of what the container, service or job that the host runs in is allowed (control groups, version 2 and 1). */
export function containerProbe(world: ProbeWorld): Probe {
  const rates = new Rates();
  return {
    id: 'container',
    title: 'Limits of this container',
    async measure(): Promise<Reading> {
      const group = (await versionTwo(world.root)) ?? (await versionOne(world.root));
      const { limits, cpuUs, memoryBytes } = group ?? { limits: {}, cpuUs: undefined, memoryBytes: undefined };
      if (limits.cpuCores === undefined && limits.memoryBytes === undefined) {
        return missing('No limit is set: all of the machine may be used');
      }
      const values: Record<string, number> = {};
      const used = rates.next(new Map(cpuUs === undefined ? [] : [['cpu', cpuUs]]), world.monotonic()).get('cpu');
      if (used !== undefined && limits.cpuCores !== undefined) {
        values['container.cpu'] = rounded((used / 1e6 / limits.cpuCores) * 100, 2);
      }
      if (memoryBytes !== undefined && limits.memoryBytes !== undefined) {
        values['container.memory'] = rounded((memoryBytes / limits.memoryBytes) * 100, 2);
      }
      return { kind: 'values', values, facts: { limits } };
    },
  };
}

/** Inside a container our own group is the root of what is mounted; outside it lies below. */
async function folderOf(base: string, own: string, file: string): Promise<string | undefined> {
  for (const folder of [`${base}${own === '/' ? '' : own}`, base]) {
    if ((await textOf(`${folder}/${file}`)) !== undefined) return folder;
  }
  return undefined;
}

async function versionTwo(root: string): Promise<Group | undefined> {
  const own = /^0::(.+)$/m.exec((await textOf(`${root}/proc/self/cgroup`)) ?? '')?.[1] ?? '/';
  const folder = await folderOf(`${root}/sys/fs/cgroup`, own, 'memory.current');
  if (folder === undefined) return undefined;
  const [quota, period] = ((await textOf(`${folder}/cpu.max`)) ?? '').trim().split(' ').map(Number);
  const memoryLimit = await numberOf(`${folder}/memory.max`);
  const usage = /^usage_usec (\d+)$/m.exec((await textOf(`${folder}/cpu.stat`)) ?? '')?.[1];
  const current = await numberOf(`${folder}/memory.current`);
  // File cache is counted as use, but goes as soon as it is needed.
  const cache = Number(/^inactive_file (\d+)$/m.exec((await textOf(`${folder}/memory.stat`)) ?? '')?.[1] ?? 0);
  return {
    limits: limitsOf(quota, period, memoryLimit),
    cpuUs: usage === undefined ? undefined : Number(usage),
    memoryBytes: current === undefined ? undefined : Math.max(0, current - cache),
  };
}

async function versionOne(root: string): Promise<Group | undefined> {
  const groups = (await textOf(`${root}/proc/self/cgroup`)) ?? '';
  const ownOf = (controller: string): string =>
    new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(.+)$`, 'm').exec(groups)?.[1] ?? '/';
  const base = `${root}/sys/fs/cgroup`;
  const memory = await folderOf(`${base}/memory`, ownOf('memory'), 'memory.limit_in_bytes');
  const cpu = await folderOf(`${base}/cpu`, ownOf('cpu'), 'cpu.cfs_quota_us');
  const usage = await folderOf(`${base}/cpuacct`, ownOf('cpuacct'), 'cpuacct.usage');
  if (memory === undefined && cpu === undefined) return undefined;
  const quota = await numberOf(`${cpu}/cpu.cfs_quota_us`);
  const current = await numberOf(`${memory}/memory.usage_in_bytes`);
  const cache = /^total_inactive_file (\d+)$/m.exec((await textOf(`${memory}/memory.stat`)) ?? '')?.[1] ?? 0;
  const usedNs = await numberOf(`${usage}/cpuacct.usage`);
  return {
    limits: limitsOf(
      quota,
      await numberOf(`${cpu}/cpu.cfs_period_us`),
      await numberOf(`${memory}/memory.limit_in_bytes`),
    ),
    cpuUs: usedNs === undefined ? undefined : usedNs / 1000,
    memoryBytes: current === undefined ? undefined : Math.max(0, current - Number(cache)),
  };
}

function limitsOf(quota: number | undefined, period: number | undefined, memory: number | undefined): Limits {
  const cores = quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
  return {
    ...(cores === undefined ? {} : { cpuCores: rounded(cores, 2) }),
    ...(memory === undefined || memory >= NO_LIMIT_BYTES ? {} : { memoryBytes: memory }),
  };
}
