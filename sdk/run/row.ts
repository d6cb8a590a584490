import { numberToExtended } from '#shared/wire';
import { isBranch, leaves, valueText } from '#sdk/values';

/**
 * Rows as text for the recorder: `R`, step, time, then id and value by turns, one a line; JSON has no line ends of its own.
 * A key is told once, with its path, before the first row that has it.
 */
export class RowWriter {
  readonly #ids = new Map<string, number>();
  readonly #tell: (text: string) => void;
  #nextId = 0;

  /** `tell` gets the text that tells a new key. */
  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** One row of `data`. Errors: as `valueText`. */
  row(step: number, at: number, data: Readonly<Record<string, unknown>>): string {
    let text = `R\n${step}\n${at}`;
    for (const key in data) {
      const value = data[key];
      // The usual case, without a function call for each kind.
      if (typeof value === 'number') text += `\n${this.#id(key)}\n${numberToExtended(value)}`;
      else if (isBranch(value)) leaves(value, [key], (path, leaf) => (text += `\n${this.#nested(path)}\n${leaf}`));
      else if (value !== undefined) text += `\n${this.#id(key)}\n${valueText(value, key)}`;
    }
    return text;
  }

  #id(key: string): number {
    return this.#ids.get(key) ?? this.#add(key, [key]);
  }

  #nested(path: readonly string[]): number {
    const name = path.join('\u0000');
    return this.#ids.get(name) ?? this.#add(name, path);
  }

  #add(name: string, path: readonly string[]): number {
    const id = this.#nextId++;
    this.#ids.set(name, id);
    this.#tell(`K\n${id}\n${JSON.stringify(path)}`);
    return id;
  }
}

/** `later` put over `earlier`: objects member by member, anything else as a whole. */
export function mergeRow(earlier: Record<string, unknown>, later: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(later)) {
    const before = earlier[key];
    if (value === undefined) continue;
    if (isBranch(before) && isBranch(value)) {
      const merged = { ...before };
      mergeRow(merged, value);
      earlier[key] = merged;
    } else earlier[key] = value;
  }
}

/** A copy that later changes of the caller's lists and objects do not reach. */
export function snapshot(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly unknown[]).map(snapshot);
  if (ArrayBuffer.isView(value) || value instanceof Date) return structuredClone(value);
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, snapshot(member)]));
}
