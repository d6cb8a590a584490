import type { MachineGpu } from '#shared/api';
import { rounded } from '../rates.ts';

export interface AmdCards {
  readonly gpus: readonly MachineGpu[];
  readonly values: Readonly<Record<string, number>>;
}

/**
 * The output of `rocm-smi … --json`: one object per card, `card0` and so on, with names that differ between versions
 * (`GPU use (%)`; `Average Graphics Package Power (W)` or `Current Socket Graphics Package Power (W)`; `Card series`
 * or `Card Series`). Warnings may stand before it.
 * Errors: throws when there is no such object in it.
 */
export function parseRocmSmi(text: string): AmdCards {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) throw new Error(`rocm-smi printed no JSON: ${text.trim().slice(0, 120)}`);
  const all = JSON.parse(text.slice(start, end + 1)) as unknown;
  const gpus: MachineGpu[] = [];
  const values: Record<string, number> = {};
  for (const [card, facts] of Object.entries(isObject(all) ? all : {})) {
    const number = /^card(\d+)$/.exec(card)?.[1];
    if (number === undefined || !isObject(facts)) continue;
    const { gpu, found } = readCard(`amd${number}`, facts);
    gpus.push(gpu);
    Object.assign(values, found);
  }
  return { gpus, values };
}

function readCard(
  id: string,
  facts: Readonly<Record<string, unknown>>,
): { readonly gpu: MachineGpu; readonly found: Record<string, number> } {
  const text = (pattern: RegExp): string | undefined => {
    const value = Object.entries(facts).find(([name]) => pattern.test(name))?.[1];
    return value === undefined || value === 'N/A' ? undefined : String(value);
  };
  const number = (pattern: RegExp): number | undefined => {
    const value = text(pattern)?.replace(/[()]|Mhz|MHz|%|W$/g, '');
    return value === undefined || value.trim() === '' || !Number.isFinite(Number(value)) ? undefined : Number(value);
  };
  const total = number(/^VRAM Total Memory \(B\)$/i);
  const used = number(/^VRAM Total Used Memory \(B\)$/i);
  const share = total !== undefined && total > 0 && used !== undefined ? (used / total) * 100 : undefined;
  const limit = number(/^Max Graphics Package Power/i);
  const found: Record<string, number> = {};
  const put = (kind: string, value: number | undefined): void => {
    if (value !== undefined) found[`${kind}:${id}`] = rounded(value, 2);
  };
  put('gpu', number(/^GPU use \(%\)$/i));
  put('gpu.memory', share ?? number(/^GPU memory use \(%\)$|VRAM%/i));
  put('gpu.memory.used', used);
  put('gpu.power', number(/^(Average|Current Socket) Graphics Package Power/i));
  put('gpu.temperature', number(/^Temperature \(Sensor (edge|junction)\)/i));
  put('gpu.clock', number(/^sclk clock speed/i));
  put('gpu.memory.clock', number(/^mclk clock speed/i));
  put('gpu.fan', number(/^Fan speed \(%\)$/i));
  const name = text(/^Card series$/i) ?? text(/^Card model$/i) ?? 'AMD GPU';
  return {
    gpu: {
      id,
      name,
      ...(total === undefined ? {} : { memoryBytes: total }),
      ...(limit === undefined ? {} : { powerLimitWatts: limit }),
    },
    found,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
