import { clientTime } from '#shared/wire';
import type { Decoded, Field, Message } from '../log/protobuf.ts';
import { ENVIRONMENT } from '../log/schema.ts';
import { isoNanos, protoTime } from './times.ts';

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

/** The record that `environmentJson` made `json` of. Members that no field is named after, or of another kind, are left out. */
export function environmentRecord(json: Readonly<Record<string, unknown>>): Decoded {
  const names = new Map(Object.entries(JSON_NAMES).map(([field, name]) => [name, field]));
  const record: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(json)) {
    if (name === 'startedAt') {
      const at = typeof value === 'string' ? clientTime(value) : Number.NaN;
      if (!Number.isNaN(at)) record[name] = { ...protoTime(at), ...nanosOf(String(value)) };
    } else if (name === 'git') record[name] = gitRecord(value);
    else record[names.get(name) ?? name] = value;
  }
  return fieldsOf(ENVIRONMENT, record);
}

function nanosOf(iso: string): { readonly nanos?: number } {
  const digits = /\.(\d{1,9})/.exec(iso)?.[1];
  return digits === undefined ? {} : { nanos: Number(digits.padEnd(9, '0')) };
}

function gitRecord(value: unknown): Record<string, unknown> {
  const { remote, commit } = (isObject(value) ? value : {}) as { remote?: unknown; commit?: unknown };
  return { remoteUrl: remote, commit };
}

function fieldsOf(message: Message, value: Readonly<Record<string, unknown>>): Decoded {
  const out: Decoded = {};
  for (const field of Object.values(message)) {
    const member = valueOf(field, value[field.name]);
    if (member !== undefined) out[field.name] = member;
  }
  return out;
}

function valueOf(field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (field.type === 'map') {
    if (!isObject(value)) return undefined;
    const one: Field =
      field.value === 'string' ? { name: '', type: 'string' } : { name: '', type: 'message', message: field.value };
    return new Map(
      Object.entries(value).flatMap(([key, entry]) => {
        const read = singleOf(one, entry);
        return read === undefined ? [] : [[key, read] as const];
      }),
    );
  }
  if (!('isRepeated' in field) || field.isRepeated !== true) return singleOf(field, value);
  if (!Array.isArray(value)) return undefined;
  return (value as readonly unknown[]).map((one) => singleOf(field, one)).filter((one) => one !== undefined);
}

function singleOf(field: Exclude<Field, { type: 'map' }>, value: unknown): unknown {
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'message':
      return isObject(value) ? fieldsOf(field.message(), value) : undefined;
    case 'int32':
      return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? value : undefined;
    case 'int64':
    case 'sint64':
      return isWhole(value) ? value : undefined;
    case 'double':
    case 'float':
      return typeof value === 'number' ? value : undefined;
    default:
      return undefined;
  }
}

/** A whole number of at most 64 bits, also written as text. */
function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return /^-?\d{1,18}$/.test(value);
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
