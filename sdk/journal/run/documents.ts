import { isJsonObject, parseExtended, stringifyExtended, type JsonValue } from '#shared/wire';
import type { Decoded } from '../log/protobuf.ts';
import { RawTree } from '../log/raw-tree.ts';
import { Environments } from './environment.ts';
import { MetricDefinitions } from './metrics.ts';
import { Telemetry } from './telemetry.ts';

/** An item of a config or summary record: where, and what as extended JSON. */
export function itemPath(item: Decoded): readonly string[] {
  const nested = item.nestedKey as string[] | undefined;
  return nested !== undefined && nested.length > 0 ? nested : [(item.key as string | undefined) ?? ''];
}

/** The value of an item as extended JSON, whichever way it was written. */
export function itemText(item: Decoded): string {
  if (typeof item.valueJson === 'string' && item.valueJson !== '') return item.valueJson;
  if (typeof item.json === 'string') return item.json;
  if (item.none !== undefined) return 'null';
  for (const name of ['boolean', 'integer', 'number', 'text'] as const) {
    const value = item[name];
    if (value !== undefined) return stringifyExtended(value as JsonValue);
  }
  return 'null';
}

function isJson(text: string): boolean {
  try {
    parseExtended(text);
    return true;
  } catch {
    // The reader's reason says nothing that the count does not.
    return false;
  }
}

/** The config of a run as its records build it up. */
export class ConfigDocument {
  readonly telemetry = new Telemetry();
  readonly metrics = new MetricDefinitions();
  readonly environments = new Environments();
  readonly #tree = new RawTree();

  /** Takes a record; what of it is no JSON is left out, as the core does. Returns how many values that were. */
  apply(record: Decoded): number {
    let faults = 0;
    for (const item of (record.update as Decoded[] | undefined) ?? []) {
      const text = itemText(item);
      if (isJson(text)) this.#tree.merge(itemPath(item), text);
      else faults += 1;
    }
    for (const item of (record.remove as Decoded[] | undefined) ?? []) this.#tree.remove(itemPath(item));
    return faults;
  }

  /** The whole document, each value wrapped, with the client's own part. */
  toText(): string {
    this.#setInternal(['cli_version'], this.telemetry.cliVersion);
    this.#setInternal(['python_version'], this.telemetry.pythonVersion);
    this.#setInternal(['t'], this.telemetry.toJson());
    this.#setInternal(['m'], this.metrics.toJson());
    this.#setInternal(['e'], this.environments.toJson());
    const parts: string[] = [];
    for (const [name, text] of this.#tree.entries()) parts.push(`${JSON.stringify(name)}:{"value":${text}}`);
    return `{${parts.join(',')}}`;
  }

  #setInternal(path: readonly string[], value: unknown): void {
    if (value !== undefined) this.#tree.set(['_wandb', ...path], JSON.stringify(value));
  }
}

/** A change of a summary that is kept as bytes until somebody asks: most are overwritten by the next row. */
interface Pending {
  readonly parts: readonly string[];
  readonly text: string | { readonly bytes: Buffer; readonly from: number; readonly to: number } | undefined;
}

/** The summary of a run as its records build it up. */
export class SummaryDocument {
  readonly #tree = new RawTree();
  readonly #pending = new Map<object | string, Pending>();
  /** Values that were no JSON. */
  faults = 0;

  /** A value that lies in `bytes`; `key` is the same object for the same path. */
  setRaw(key: object, parts: readonly string[], bytes: Buffer, from: number, to: number): void {
    this.#put(key, { parts, text: { bytes, from, to } });
  }

  apply(record: Decoded): void {
    for (const item of (record.update as Decoded[] | undefined) ?? []) this.#change(itemPath(item), itemText(item));
    for (const item of (record.remove as Decoded[] | undefined) ?? []) this.#change(itemPath(item), undefined);
  }

  /** The document; values that are no JSON are left out, as the core does. */
  toText(): string {
    for (const { parts, text } of this.#pending.values()) {
      const value =
        text === undefined || typeof text === 'string' ? text : text.bytes.toString('utf8', text.from, text.to);
      if (value === undefined) this.#tree.remove(parts);
      else if (isJson(value)) this.#tree.set(parts, value);
      else this.faults += 1;
    }
    this.#pending.clear();
    return this.#tree.toText();
  }

  #change(parts: readonly string[], text: string | undefined): void {
    this.#put(parts.join('\u0000'), { parts, text });
  }

  #put(key: object | string, pending: Pending): void {
    // Moved to the end: where paths lie inside each other, the order of the last changes decides.
    this.#pending.delete(key);
    this.#pending.set(key, pending);
  }
}

/** `text` with its counters moved on: steps by `step`, run times by `seconds`. */
export function shiftSummary(text: string, step: number, seconds: number): string {
  const value = parseExtended(text);
  if (!isJsonObject(value)) return text;
  const shifted: Record<string, JsonValue> = { ...value };
  if (typeof shifted._step === 'number') shifted._step += step;
  if (typeof shifted._runtime === 'number') shifted._runtime += seconds;
  const internal = shifted._wandb;
  if (isJsonObject(internal) && typeof internal.runtime === 'number') {
    shifted._wandb = { ...internal, runtime: Math.floor(internal.runtime + seconds) };
  }
  return stringifyExtended(shifted);
}
