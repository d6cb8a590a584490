import type { GpuProcess, MachineGpu } from '#shared/api';

/**
 * Fields as `nvidia-smi --help-query-gpu` lists them. Drivers that do not know one refuse the whole question; it is
 * then asked without it (see unknownField).
 */
export const GPU_FIELDS = [
  'index',
  'uuid',
  'name',
  'driver_version',
  'mig.mode.current',
  'utilization.gpu',
  'memory.total',
  'memory.used',
  'temperature.gpu',
  'power.draw',
  'enforced.power.limit',
  'clocks.sm',
  'clocks.mem',
  'fan.speed',
  'utilization.memory',
] as const;
export type GpuField = (typeof GPU_FIELDS)[number];

/** Fields without which there is no telling which card is meant. */
const NEEDED: readonly GpuField[] = ['index', 'uuid', 'name'];

export const PROCESS_FIELDS = ['timestamp', 'gpu_uuid', 'pid', 'process_name', 'used_gpu_memory'] as const;

const MIB = 1024 * 1024;

/** What one line says of one card. */
export interface GpuLine {
  readonly index: number;
  readonly uuid: string;
  readonly values: Readonly<Record<string, number>>;
  readonly gpu: MachineGpu;
}

/** The field that this driver does not know, by its refusal: `Field "mig.mode.current" is not a valid field to query.` */
export function unknownField(text: string): GpuField | undefined {
  const name = /Field "([^"]+)" is not a valid field/i.exec(text)?.[1];
  const field = GPU_FIELDS.find((known) => known === name);
  return field === undefined || NEEDED.includes(field) ? undefined : field;
}

/** One line of `--format=csv,noheader,nounits`; undefined for anything else that a tool may print. */
export function parseGpuLine(line: string, fields: readonly GpuField[]): GpuLine | undefined {
  const parts = line.split(',').map((part) => part.trim());
  if (parts.length !== fields.length) return undefined;
  const text = (field: GpuField): string => parts[fields.indexOf(field)] ?? '';
  const number = (field: GpuField): number | undefined => numberIn(text(field));
  const index = number('index');
  const uuid = text('uuid');
  if (index === undefined || !Number.isInteger(index) || index < 0 || !uuid.startsWith('GPU-')) return undefined;
  const total = number('memory.total');
  const powerLimit = number('enforced.power.limit');
  const isDivided = text('mig.mode.current') === 'Enabled';
  const driver = text('driver_version');
  const note = noteOf(isDivided, number('utilization.gpu'), text('utilization.gpu'));
  return {
    index,
    uuid,
    values: valuesOf(index, number),
    gpu: {
      id: String(index),
      name: text('name'),
      ...(numberIn(driver) === undefined && driver.startsWith('[') ? {} : { driver }),
      ...(total === undefined ? {} : { memoryBytes: total * MIB }),
      ...(powerLimit === undefined ? {} : { powerLimitWatts: powerLimit }),
      ...(note === undefined ? {} : { note }),
    },
  };
}

function valuesOf(index: number, number: (field: GpuField) => number | undefined): Record<string, number> {
  const values: Record<string, number> = {};
  const put = (kind: string, value: number | undefined): void => {
    if (value !== undefined) values[`${kind}:${index}`] = value;
  };
  const total = number('memory.total');
  const used = number('memory.used');
  put('gpu', number('utilization.gpu'));
  if (total !== undefined && total > 0 && used !== undefined)
    put('gpu.memory', Math.round((used / total) * 10_000) / 100);
  put('gpu.memory.used', used === undefined ? undefined : used * MIB);
  put('gpu.power', number('power.draw'));
  put('gpu.temperature', number('temperature.gpu'));
  put('gpu.clock', number('clocks.sm'));
  put('gpu.memory.clock', number('clocks.mem'));
  put('gpu.fan', number('fan.speed'));
  put('gpu.memory.access', number('utilization.memory'));
  return values;
}

function noteOf(isDivided: boolean, use: number | undefined, said: string): string | undefined {
  if (isDivided) return 'The card is divided into slices (MIG); the driver does not report the use of a divided card';
  if (use === undefined)
    return `The driver does not report how much the card is used (${said === '' ? 'nothing' : said})`;
  return undefined;
}

/** Numbers as the tool writes them; `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `ERR!` and nonsense are none. */
function numberIn(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** One line of the processes; the name may hold commas. `at` is the tool's own word for the time of its look. */
export function parseProcessLine(line: string): (Omit<GpuProcess, 'gpu'> & { readonly uuid: string }) | undefined {
  const parts = line.split(',').map((part) => part.trim());
  if (parts.length < PROCESS_FIELDS.length) return undefined;
  const [, uuid = '', pidText = ''] = parts;
  const pid = numberIn(pidText);
  if (!/^(GPU|MIG)-/.test(uuid) || pid === undefined) return undefined;
  const memory = numberIn(parts.at(-1) ?? '');
  const said = parts.slice(3, -1).join(', ');
  // A process of another container or user: `[Not Found]`, `[Insufficient Permissions]`.
  const name = said === '' || said.startsWith('[') ? 'unknown process' : said;
  return { uuid, pid, name, ...(memory === undefined ? {} : { memoryBytes: memory * MIB }) };
}

/** Slices of divided cards by the card's number, from `nvidia-smi -L`. */
export function parseSlices(text: string): Map<number, string[]> {
  const slices = new Map<number, string[]>();
  let gpu = -1;
  for (const line of text.split('\n')) {
    const card = /^GPU (\d+):/.exec(line);
    if (card !== null) gpu = Number(card[1]);
    const slice = /^\s+MIG (\S+)\s+Device\s+(\d+):/.exec(line);
    if (slice !== null && gpu >= 0) slices.set(gpu, [...(slices.get(gpu) ?? []), `${slice[1]} (${slice[2]})`]);
  }
  return slices;
}
