import type { MachineGpu } from '#shared/api';
import { namesIn, numberOf, textOf } from '../linux/read.ts';
import { rounded } from '../rates.ts';
import { findTool } from '#sdk/tools';
import { outputOf } from '../tools.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { parseRocmSmi, type AmdCards } from './amd-parse.ts';

const AMD_VENDOR = '0x1002';
const QUESTION = [
  '--showuse',
  '--showmemuse',
  '--showmeminfo',
  'vram',
  '--showpower',
  '--showmaxpower',
  '--showtemp',
  '--showclocks',
  '--showfan',
  '--showproductname',
  '--json',
];
/** rocm-smi is a Python program: one answer costs half a second of processor time. */
const TOOL_EVERY_MS = 60_000;
const TOOL_LIMIT_MS = 20_000;

/**
 * AMD cards by the kernel's own files, which cost nothing; by `rocm-smi`, once a minute, where those are not to be seen.
 */
export function amdProbe(world: ProbeWorld): Probe {
  let askedAt = -Infinity;
  let answered: AmdCards | undefined;
  return {
    id: 'amd',
    title: 'AMD GPUs',
    async measure(): Promise<Reading> {
      const cards = await kernelCards(`${world.root}/sys/class/drm`);
      if (cards.gpus.length > 0) return asReading(cards);
      const tool = findTool(world.path, ['rocm-smi'], ['/opt/rocm/bin']);
      if (tool === undefined) return missing('No AMD card is seen, and rocm-smi is not installed');
      if (world.monotonic() - askedAt >= TOOL_EVERY_MS) {
        askedAt = world.monotonic();
        answered = parseRocmSmi(await outputOf(tool, QUESTION, TOOL_LIMIT_MS));
      }
      if (answered === undefined || answered.gpus.length === 0) return missing('rocm-smi names no card');
      return asReading(answered);
    },
  };
}

function asReading({ gpus, values }: AmdCards): Reading {
  return { kind: 'values', values, facts: { gpus } };
}

/** The files of the driver amdgpu (Documentation/gpu/amdgpu/thermal). */
async function kernelCards(folder: string): Promise<AmdCards> {
  const gpus: MachineGpu[] = [];
  const values: Record<string, number> = {};
  for (const card of (await namesIn(folder)).filter((name) => /^card\d+$/.test(name))) {
    const device = `${folder}/${card}/device`;
    if ((await textOf(`${device}/vendor`))?.trim() !== AMD_VENDOR) continue;
    const use = await numberOf(`${device}/gpu_busy_percent`);
    const total = await numberOf(`${device}/mem_info_vram_total`);
    if (use === undefined && total === undefined) continue;
    const id = `amd${gpus.length}`;
    const name = (await textOf(`${device}/product_name`))?.trim() ?? '';
    const sensors = await kernelSensors(device);
    gpus.push({
      id,
      name: name === '' ? `AMD GPU ${(await textOf(`${device}/device`))?.trim() ?? ''}`.trim() : name,
      ...(total === undefined ? {} : { memoryBytes: total }),
      ...(sensors.limitWatts === undefined ? {} : { powerLimitWatts: sensors.limitWatts }),
    });
    const used = await numberOf(`${device}/mem_info_vram_used`);
    const share = used === undefined || total === undefined || total === 0 ? undefined : (used / total) * 100;
    const found = { gpu: use, 'gpu.memory': share, 'gpu.memory.used': used, ...sensors.values };
    for (const [kind, value] of Object.entries(found))
      if (value !== undefined) values[`${kind}:${id}`] = rounded(value, 2);
  }
  return { gpus, values };
}

async function kernelSensors(
  device: string,
): Promise<{ readonly values: Readonly<Record<string, number | undefined>>; readonly limitWatts: number | undefined }> {
  const [chip] = await namesIn(`${device}/hwmon`);
  if (chip === undefined) return { values: {}, limitWatts: undefined };
  const read = async (file: string, divisor: number): Promise<number | undefined> => {
    const value = await numberOf(`${device}/hwmon/${chip}/${file}`);
    return value === undefined ? undefined : value / divisor;
  };
  const fan = await read('pwm1', 2.55);
  return {
    values: {
      'gpu.power': (await read('power1_average', 1e6)) ?? (await read('power1_input', 1e6)),
      'gpu.temperature': await read('temp1_input', 1000),
      'gpu.clock': await read('freq1_input', 1e6),
      'gpu.memory.clock': await read('freq2_input', 1e6),
      'gpu.fan': fan,
    },
    limitWatts: await read('power1_cap', 1e6),
  };
}
