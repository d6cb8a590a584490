import type { Decoded } from '../log/protobuf.ts';

const LISTS = { importsInit: '1', importsFinish: '2', feature: '3', env: '8', deprecated: '10' } as const;
const TEXTS = {
  pythonVersion: '4',
  cliVersion: '5',
  huggingfaceVersion: '6',
  coreVersion: '12',
  platform: '13',
} as const;

/** What the client tells of itself, put together from its records (`_wandb.t`). Source: protocol 8.3, 11.3. */
export class Telemetry {
  readonly #flags = new Map<string, Set<number>>();
  readonly #texts = new Map<string, string>();

  add(record: Decoded): void {
    for (const [name, number] of Object.entries(LISTS)) {
      const flags = record[name] as number[] | undefined;
      if (flags === undefined || flags.length === 0) continue;
      const known = this.#flags.get(number) ?? new Set();
      for (const flag of flags) known.add(flag);
      this.#flags.set(number, known);
    }
    for (const [name, number] of Object.entries(TEXTS)) {
      const text = record[name];
      if (typeof text === 'string' && text !== '') this.#texts.set(number, text);
    }
  }

  /** The header's producer is the core; its own version is in no record. */
  setCore(version: string): void {
    if (!this.#texts.has('12')) this.#texts.set('12', version);
  }

  get cliVersion(): string | undefined {
    return this.#texts.get('5');
  }

  get pythonVersion(): string | undefined {
    return this.#texts.get('4');
  }

  toJson(): Record<string, unknown> {
    const json: Record<string, unknown> = {};
    for (const [number, flags] of this.#flags) json[number] = [...flags].sort((a, b) => a - b);
    for (const [number, text] of this.#texts) json[number] = text;
    return json;
  }
}

/** The record that `Telemetry.toJson` gives `json` for; members it does not know are left out. */
export function telemetryRecord(json: Readonly<Record<string, unknown>>): Decoded {
  const record: Decoded = {};
  for (const [name, number] of Object.entries(LISTS)) {
    const list = json[number];
    if (!Array.isArray(list)) continue;
    const flags = (list as readonly unknown[]).filter((flag) => Number.isInteger(flag) && Number(flag) > 0);
    if (flags.length > 0) record[name] = flags;
  }
  for (const [name, number] of Object.entries(TEXTS)) {
    const text = json[number];
    if (typeof text === 'string' && text !== '') record[name] = text;
  }
  return record;
}
