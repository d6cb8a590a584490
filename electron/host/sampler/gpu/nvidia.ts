import type { GpuProcess, MachineGpu } from '#shared/api';
import {
  GPU_FIELDS,
  parseGpuLine,
  parseProcessLine,
  parseSlices,
  PROCESS_FIELDS,
  unknownField,
  type GpuField,
  type GpuLine,
} from '#shared/machine';
import { findTool, type LongReader, readLines } from '#sdk/tools';
import { outputOf } from '../tools.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';

const TOOL = ['nvidia-smi', 'nvidia-smi.exe'];
/** Where the tool lies when it is on no path: WSL, older Windows drivers. */
const FOLDERS = ['/usr/lib/wsl/lib', 'C:\\Windows\\System32', 'C:\\Program Files\\NVIDIA Corporation\\NVSMI'];
/** The driver wakes the cards for the first answer, which takes seconds without its persistence mode. */
const FIRST_ANSWER_MS = 30_000;
const PROCESS_EVERY_S = 10;
/** A process that was not named for so long has left the card. */
const PROCESS_GONE_MS = 2.5 * PROCESS_EVERY_S * 1000;
/** The tool says the same of slices until somebody divides a card anew. */
const SLICES_EVERY_MS = 600_000;

interface Seen<T> {
  readonly at: number;
  readonly value: T;
}

/**
 * NVIDIA cards by one `nvidia-smi` that stays and prints all cards at each beat (starting it for each sample would cost
 * up to a second of processor time), and a second one for the processes.
 */
export function nvidiaProbe(world: ProbeWorld): Probe {
  const reader = new NvidiaReader(world);
  return {
    id: 'nvidia',
    title: 'NVIDIA GPUs',
    measure: () => reader.measure(),
    stop: () => reader.stop(),
  };
}

class NvidiaReader {
  readonly #world: ProbeWorld;
  readonly #cards = new Map<string, Seen<GpuLine>>();
  readonly #processes = new Map<string, Seen<GpuProcess & { readonly uuid: string }>>();
  #fields: readonly GpuField[] = GPU_FIELDS;
  #cardReader: LongReader | undefined;
  #processReader: LongReader | undefined;
  #startedAt = 0;
  #everyMs = 0;
  #slices = new Map<number, string[]>();
  #slicesAt = -Infinity;
  #garbage: string | undefined;

  constructor(world: ProbeWorld) {
    this.#world = world;
  }

  async measure(): Promise<Reading> {
    const tool = findTool(this.#world.path, TOOL, FOLDERS);
    if (tool === undefined) {
      this.stop();
      return missing('nvidia-smi is not installed');
    }
    const refusal = this.#start(tool);
    if (refusal !== undefined) return refusal;
    const now = this.#world.monotonic();
    const newest = Math.max(-Infinity, ...[...this.#cards.values()].map((seen) => seen.at));
    if (!Number.isFinite(newest)) return this.#waiting(now);
    if (now - newest > this.#patienceMs()) {
      this.stop();
      throw new Error(`nvidia-smi printed nothing for ${Math.round((now - newest) / 1000)} s; it was started anew`);
    }
    await this.#lookForSlices(tool, now);
    return this.#reading(now);
  }

  stop(): void {
    this.#cardReader?.stop();
    this.#processReader?.stop();
    this.#cardReader = undefined;
    this.#processReader = undefined;
    this.#cards.clear();
    this.#processes.clear();
  }

  /** Starts what does not run. Answers only when the tool says that there is nothing to read. */
  #start(tool: string): Reading | undefined {
    const ending = this.#cardReader?.ending();
    if (ending !== undefined) {
      this.stop();
      const field = unknownField(ending);
      if (field === undefined) return sortEnding(ending);
      this.#fields = this.#fields.filter((known) => known !== field);
    }
    // A reader of another pace is replaced; a little faster or slower is left as it is.
    const everyMs = Math.max(500, Math.round(this.#world.everyMs()));
    if (this.#cardReader !== undefined && everyMs !== this.#everyMs) this.stop();
    if (this.#cardReader === undefined) this.#startCards(tool, everyMs);
    if (this.#processReader?.isAlive() !== true && this.#cards.size > 0) this.#startProcesses(tool);
    return undefined;
  }

  #startCards(tool: string, everyMs: number): void {
    const fields = this.#fields;
    this.#everyMs = everyMs;
    this.#startedAt = this.#world.monotonic();
    this.#garbage = undefined;
    const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits', `-lms`, String(everyMs)];
    this.#cardReader = readLines(tool, args, (line) => {
      const value = parseGpuLine(line, fields);
      if (value !== undefined) this.#cards.set(value.uuid, { at: this.#world.monotonic(), value });
      else this.#garbage = line;
    });
  }

  #startProcesses(tool: string): void {
    const query = `--query-compute-apps=${PROCESS_FIELDS.join(',')}`;
    const args = [query, '--format=csv,noheader,nounits', '-l', String(PROCESS_EVERY_S)];
    this.#processReader = readLines(tool, args, (line) => {
      const value = parseProcessLine(line);
      if (value === undefined) return;
      const at = this.#world.monotonic();
      const gpu = this.#cards.get(value.uuid)?.value.gpu.id ?? value.uuid;
      this.#processes.set(`${value.uuid} ${value.pid}`, { at, value: { ...value, gpu } });
    });
  }

  #waiting(now: number): Reading {
    if (now - this.#startedAt <= FIRST_ANSWER_MS && this.#garbage === undefined) {
      return { kind: 'values', values: {} };
    }
    const garbage = this.#garbage;
    this.stop();
    throw new Error(
      garbage === undefined
        ? `nvidia-smi gave no answer within ${FIRST_ANSWER_MS / 1000} s`
        : `nvidia-smi printed what cannot be understood: ${garbage.slice(0, 120)}`,
    );
  }

  #patienceMs(): number {
    return Math.max(10_000, this.#everyMs * 4);
  }

  async #lookForSlices(tool: string, now: number): Promise<void> {
    const isDivided = [...this.#cards.values()].some(({ value }) => value.gpu.note?.includes('(MIG)') === true);
    if (!isDivided || now - this.#slicesAt < SLICES_EVERY_MS) return;
    this.#slicesAt = now;
    this.#slices = parseSlices(await outputOf(tool, ['-L'], 5000).catch(() => ''));
  }

  #reading(now: number): Reading {
    const gpus: MachineGpu[] = [];
    const values: Record<string, number> = {};
    const cards = [...this.#cards.values()].toSorted((a, b) => a.value.index - b.value.index);
    for (const { at, value } of cards) {
      // A card that fell off the bus is no longer named while the others are.
      if (now - at > this.#patienceMs()) continue;
      const slices = this.#slices.get(value.index);
      gpus.push(slices === undefined ? value.gpu : { ...value.gpu, slices });
      Object.assign(values, value.values);
    }
    for (const [key, { at }] of this.#processes) if (now - at > PROCESS_GONE_MS) this.#processes.delete(key);
    const gpuProcesses = [...this.#processes.values()]
      .map(({ value: { uuid: _uuid, ...process } }) => process)
      .toSorted((a, b) => a.gpu.localeCompare(b.gpu) || a.pid - b.pid);
    return { kind: 'values', values, facts: { gpus, gpuProcesses } };
  }
}

/** The tool is there and ended: a machine whose driver or card is not. Anything else is a failure. */
function sortEnding(said: string): Reading {
  const line =
    said
      .split('\n')
      .find((one) => one.trim() !== '')
      ?.trim()
      .slice(0, 200) ?? said;
  if (
    /no devices were found|couldn't communicate|driver is not loaded|not found|insufficient permissions|driver\/library version mismatch/i.test(
      said,
    )
  ) {
    return missing(`nvidia-smi says: ${line}`);
  }
  throw new Error(`nvidia-smi ended: ${line}`);
}
