import type { Decoded } from '../log/protobuf.ts';
import { isoNanos } from './times.ts';

/** Members whose name in the client's JSON is not the camelCase one. Source: wandb_internal.proto, EnvironmentRecord. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  cpuCount: 'cpu_count',
  cpuCountLogical: 'cpu_count_logical',
  gpuType: 'gpu',
  gpuCount: 'gpu_count',
  gpuNvidia: 'gpu_nvidia',
  gpuAmd: 'gpu_amd',
};

/** The environments of a run, one for each process that wrote it, put together from their records. */
export class Environments {
  readonly #byWriter = new Map<string, Decoded>();

  /** Takes one record; its members are put over those that came before from the same process. */
  add(record: Decoded): void {
    const writer = (record.writerId as string | undefined) ?? '';
    const known = this.#byWriter.get(writer) ?? {};
    for (const [name, value] of Object.entries(record)) known[name] = merged(known[name], value);
    this.#byWriter.set(writer, known);
  }

  /** `{writerId: environment}` as the client puts it into the config; undefined before the first record. */
  toJson(): Record<string, unknown> | undefined {
    if (this.#byWriter.size === 0) return undefined;
    return Object.fromEntries([...this.#byWriter].map(([writer, record]) => [writer, environmentJson(record)]));
  }

  /** The newest process's environment: `wandb-metadata.json`. */
  newest(): Record<string, unknown> | undefined {
    const [record] = [...this.#byWriter.values()].slice(-1);
    return record === undefined ? undefined : environmentJson(record);
  }
}

function merged(before: unknown, value: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(value)) return [...(before as unknown[]), ...(value as unknown[])];
  if (before instanceof Map && value instanceof Map) return new Map([...before, ...value]);
  return value;
}

function environmentJson(record: Decoded): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === 'startedAt') json[name] = isoNanos(value as Decoded);
    else if (name === 'git') json[name] = gitJson(value as Decoded);
    else json[JSON_NAMES[name] ?? name] = value instanceof Map ? Object.fromEntries(value) : value;
  }
  return json;
}

function gitJson(git: Decoded): Record<string, unknown> {
  return {
    ...(git.remoteUrl === undefined ? {} : { remote: git.remoteUrl }),
    ...(git.commit === undefined ? {} : { commit: git.commit }),
  };
}
