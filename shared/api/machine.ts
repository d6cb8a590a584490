/** `GET /api/machine`: what the machine of the host is and does now. Live: `ChangeEvent` of kind `machine`. */
export interface MachineState {
  /** Name of the machine, as clients report it. */
  readonly host: string;
  /** `Linux 6.8.0 x64`. */
  readonly system: string;
  /** Unix milliseconds of the newest sample; undefined before the first. */
  readonly sampledAt?: number;
  /** Newest values by key, see `describeMachineKey`. */
  readonly values: Readonly<Record<string, number>>;
  readonly facts: MachineFacts;
  readonly probes: readonly ProbeState[];
  readonly settings: MachineSettings;
  /** True while nobody looks and no run is live: samples are taken every `SLOW_SAMPLE_SECONDS` or slower. */
  readonly isSlow: boolean;
}

/** Pace of sampling while nobody looks and nothing runs. */
export const SLOW_SAMPLE_SECONDS = 10;

/** `GET` and `PUT /api/machine/settings`. */
export interface MachineSettings {
  /** Seconds between samples, 0.5 to 60. */
  readonly sampleSeconds: number;
  /** Seconds that are averaged to one kept point, 0.5 to 600, not below `sampleSeconds`. */
  readonly keepSeconds: number;
  /** Days that averages are kept, 1 to 365. */
  readonly keepDays: number;
}

/** SYS-02: measured every 2 seconds, averaged over 30. */
export const DEFAULT_MACHINE_SETTINGS: MachineSettings = { sampleSeconds: 2, keepSeconds: 30, keepDays: 30 };

/** What does not change from sample to sample. Sizes in bytes. */
export interface MachineFacts {
  readonly cpuModel?: string;
  readonly coreCount?: number;
  readonly memoryBytes?: number;
  readonly swapBytes?: number;
  readonly disks?: readonly MachineDisk[];
  readonly gpus?: readonly MachineGpu[];
  readonly gpuProcesses?: readonly GpuProcess[];
  /** Limits of the container or service that the host runs in. */
  readonly limits?: { readonly cpuCores?: number; readonly memoryBytes?: number };
}

export interface MachineDisk {
  /** Where it is mounted: `/`, `C:`. */
  readonly mount: string;
  readonly device: string;
  readonly sizeBytes: number;
}

export interface MachineGpu {
  /** Stands in the keys of its values: `gpu:0`. */
  readonly id: string;
  readonly name: string;
  readonly driver?: string;
  readonly memoryBytes?: number;
  readonly powerLimitWatts?: number;
  /** Slices of a card that is divided (MIG); their use is not reported by the driver. */
  readonly slices?: readonly string[];
  /** Why a value that is to be expected is missing. */
  readonly note?: string;
}

export interface GpuProcess {
  readonly gpu: string;
  readonly pid: number;
  readonly name: string;
  readonly memoryBytes?: number;
}

/** One source of values. `missing`: the machine has none or does not tell; `failing`: it should work and does not. */
export interface ProbeState {
  readonly id: string;
  readonly title: string;
  readonly state: 'starting' | 'ok' | 'missing' | 'failing';
  readonly reason?: string;
}

/** `POST /api/machine/series`, answered as lines of `encodeSeries` with `request` = key, x in Unix seconds. */
export interface MachineSeriesQuery {
  readonly keys: readonly string[];
  /** Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  /** At most so many buckets a line; 10 to 2000. */
  readonly buckets: number;
}

/** `GET /api/machine/run/:entity/:project/:run`: what this machine did while a run went on. */
export interface MachineOfRun {
  /** The run says it ran on a machine of this name. */
  readonly isHere: boolean;
  /** Unix milliseconds at which the run's `_runtime` is 0. */
  readonly startedAt: number;
  /** Unix milliseconds; the present for a run that goes on. */
  readonly endedAt: number;
  /** Keys that have values in that time. */
  readonly keys: readonly string[];
  readonly gpuUses: readonly GpuUse[];
}

/** One process that was seen on a GPU. Times in Unix milliseconds. */
export interface GpuUse {
  readonly gpu: string;
  readonly pid: number;
  readonly name: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly mostMemoryBytes?: number;
}

/** What is averaged and kept, or sampled: values by key. */
export interface MachinePoint {
  /** Unix milliseconds. */
  readonly at: number;
  readonly values: Readonly<Record<string, number>>;
}

export type MachineUnit = '%' | 'B' | 'B/s' | '°C' | 'W' | 'MHz' | '';
export type MachineGroup = 'gpu' | 'cpu' | 'memory' | 'disk' | 'network' | 'temperature' | 'container';

/** What a key means. Keys are `kind` or `kind:instance`; the instance is a core, a mount, a device, a card. */
export interface MachineKeyInfo {
  readonly group: MachineGroup;
  readonly title: string;
  readonly unit: MachineUnit;
  readonly instance: string;
}

const KINDS: Readonly<Record<string, readonly [MachineGroup, MachineUnit, (instance: string) => string]>> = {
  cpu: ['cpu', '%', () => 'CPU use'],
  'cpu.core': ['cpu', '%', (core) => `Core ${core} use`],
  load: ['cpu', '', (span) => `Load over ${span}`],
  memory: ['memory', '%', () => 'Memory use'],
  'memory.used': ['memory', 'B', () => 'Memory used'],
  swap: ['memory', '%', () => 'Swap use'],
  'swap.used': ['memory', 'B', () => 'Swap used'],
  disk: ['disk', '%', (mount) => `Disk use of ${mount}`],
  'disk.used': ['disk', 'B', (mount) => `Disk used of ${mount}`],
  'disk.read': ['disk', 'B/s', (device) => `Read from ${device}`],
  'disk.write': ['disk', 'B/s', (device) => `Written to ${device}`],
  'network.received': ['network', 'B/s', (name) => `Received by ${name}`],
  'network.sent': ['network', 'B/s', (name) => `Sent by ${name}`],
  temperature: ['temperature', '°C', (sensor) => `Temperature of ${sensor}`],
  gpu: ['gpu', '%', (gpu) => `GPU ${gpu} use`],
  'gpu.memory': ['gpu', '%', (gpu) => `GPU ${gpu} memory use`],
  'gpu.memory.used': ['gpu', 'B', (gpu) => `GPU ${gpu} memory used`],
  'gpu.memory.access': ['gpu', '%', (gpu) => `GPU ${gpu} memory access`],
  'gpu.power': ['gpu', 'W', (gpu) => `GPU ${gpu} power`],
  'gpu.temperature': ['gpu', '°C', (gpu) => `GPU ${gpu} temperature`],
  'gpu.clock': ['gpu', 'MHz', (gpu) => `GPU ${gpu} clock`],
  'gpu.memory.clock': ['gpu', 'MHz', (gpu) => `GPU ${gpu} memory clock`],
  'gpu.fan': ['gpu', '%', (gpu) => `GPU ${gpu} fan`],
  'container.cpu': ['container', '%', () => 'CPU use of its limit'],
  'container.memory': ['container', '%', () => 'Memory use of its limit'],
};

/** Kind and instance of a key; undefined for a key that this version does not know. */
export function describeMachineKey(key: string): MachineKeyInfo | undefined {
  const colon = key.indexOf(':');
  const kind = colon < 0 ? key : key.slice(0, colon);
  const instance = colon < 0 ? '' : key.slice(colon + 1);
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (known === undefined) return undefined;
  const [group, unit, titleOf] = known;
  return { group, unit, title: titleOf(instance), instance };
}
