import { GPU_FIELDS, type GpuField, type GpuLine, parseGpuLine, unknownField } from '#shared/machine';
import { findTool, type LongReader, readLines } from '#sdk/tools';
import type { SystemSample } from './metrics.ts';

const TOOL = ['nvidia-smi', 'nvidia-smi.exe'];
/** Where the tool lies when it is on no path: WSL, older Windows drivers. */
const FOLDERS = ['/usr/lib/wsl/lib', 'C:\\Windows\\System32', 'C:\\Program Files\\NVIDIA Corporation\\NVSMI'];
/** The driver wakes the cards for the first answer, which takes seconds without its persistence mode. */
const FIRST_ANSWER_MS = 30_000;
/** A machine without the tool, without a card, or with a tool that fails is looked at again after so long. */
const AGAIN_MS = 300_000;

/** Values as the tool gives them, by the Python client's names. Source: what its own sampler sends (0.31). */
const NAMES: Readonly<Record<string, string>> = {
  gpu: 'gpu',
  'gpu.memory': 'memoryAllocated',
  'gpu.memory.used': 'memoryAllocatedBytes',
  'gpu.power': 'powerWatts',
  'gpu.temperature': 'temp',
  'gpu.clock': 'smClock',
  'gpu.memory.clock': 'memoryClock',
  'gpu.fan': 'fanSpeed',
  'gpu.memory.access': 'memory',
};

/**
 * NVIDIA cards, as one `nvidia-smi` that stays prints them. A machine without one has no values, and so has a tool that
 * hangs: nothing of it holds up a sample.
 */
export class NvidiaMeter {
  readonly #path: string;
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #cards = new Map<string, { readonly at: number; readonly line: GpuLine }>();
  #fields: readonly GpuField[] = GPU_FIELDS;
  #reader: LongReader | undefined;
  #startedAt = -Infinity;
  #restsUntil = -Infinity;
  #isStopped = false;

  /** `path`: folders to look for the tool in; `now`: a clock in milliseconds that only goes on. */
  constructor(path: string, everyMs: number, now: () => number) {
    this.#path = path;
    this.#everyMs = Math.max(500, Math.round(everyMs));
    this.#now = now;
  }

  /** What the cards said last: `gpu.0.gpu` and so on. */
  sample(): SystemSample {
    const now = this.#now();
    if (this.#isStopped || now < this.#restsUntil) return {};
    const ending = this.#reader?.ending();
    if (ending !== undefined) this.#takeEnding(ending, now);
    else if (this.#reader !== undefined && now - this.#newest() > this.#patienceMs()) this.#rest(now);
    if (this.#reader === undefined && now >= this.#restsUntil) this.#start(now);
    const seen = [...this.#cards.values()].filter(({ at }) => now - at <= this.#patienceMs());
    return Object.assign({}, ...seen.map(({ line }) => named(line))) as SystemSample;
  }

  /** Ends the tool. There are no values any more. */
  stop(): void {
    this.#isStopped = true;
    this.#end();
  }

  #start(now: number): void {
    const tool = findTool(this.#path, TOOL, FOLDERS);
    if (tool === undefined) return this.#rest(now);
    const fields = this.#fields;
    const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits', '-lms', String(this.#everyMs)];
    this.#startedAt = now;
    this.#reader = readLines(tool, args, (text) => {
      const line = parseGpuLine(text, fields);
      if (line !== undefined) this.#cards.set(line.uuid, { at: this.#now(), line });
    });
  }

  /** A driver that does not know a field is asked without it; any other end is a machine without values. */
  #takeEnding(said: string, now: number): void {
    const field = unknownField(said);
    if (field === undefined) return this.#rest(now);
    this.#end();
    this.#fields = this.#fields.filter((known) => known !== field);
  }

  #rest(now: number): void {
    this.#end();
    this.#restsUntil = now + AGAIN_MS;
  }

  #end(): void {
    this.#reader?.stop();
    this.#reader = undefined;
    this.#cards.clear();
  }

  #newest(): number {
    return Math.max(this.#startedAt, ...[...this.#cards.values()].map(({ at }) => at));
  }

  #patienceMs(): number {
    return this.#cards.size === 0 ? FIRST_ANSWER_MS : Math.max(10_000, this.#everyMs * 4);
  }
}

function named({ index, values, gpu }: GpuLine): SystemSample {
  const put: Record<string, number> = {};
  for (const [kind, name] of Object.entries(NAMES)) {
    const value = values[`${kind}:${index}`];
    if (value !== undefined) put[`gpu.${index}.${name}`] = value;
  }
  const { powerLimitWatts: limit } = gpu;
  const power = values[`gpu.power:${index}`];
  if (limit !== undefined) put[`gpu.${index}.enforcedPowerLimitWatts`] = limit;
  if (limit !== undefined && limit > 0 && power !== undefined) put[`gpu.${index}.powerPercent`] = (power / limit) * 100;
  return put;
}
