import { appleProbe } from './gpu/apple.ts';
import { amdProbe } from './gpu/amd.ts';
import { nvidiaProbe } from './gpu/nvidia.ts';
import { containerProbe } from './linux/container.ts';
import { cpuProbe } from './linux/cpu.ts';
import { diskSpaceProbe } from './linux/disk-space.ts';
import { diskTrafficProbe } from './linux/disk-traffic.ts';
import { memoryProbe } from './linux/memory.ts';
import { networkProbe } from './linux/network.ts';
import { temperatureProbe } from './linux/temperature.ts';
import { generalProbes } from './other/general.ts';
import type { Probe, ProbeWorld } from './types.ts';

/** All that can be measured on a platform. */
export function probesFor(platform: NodeJS.Platform, world: ProbeWorld): readonly Probe[] {
  if (platform === 'linux') {
    return [
      cpuProbe(world),
      memoryProbe(world),
      diskSpaceProbe(world),
      diskTrafficProbe(world),
      networkProbe(world),
      temperatureProbe(world),
      containerProbe(world),
      nvidiaProbe(world),
      amdProbe(world),
    ];
  }
  const gpus = platform === 'darwin' ? [appleProbe(world)] : [nvidiaProbe(world)];
  return [...generalProbes(world, platform), ...gpus];
}
