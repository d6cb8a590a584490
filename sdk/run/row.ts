import { numberToExtended } from '#shared/wire';
import { Histogram, type MediaData, mediaIn } from '#sdk/media';
import { isBranch, isOpaque, isTypedArray, leaves, valueText } from '#sdk/values';

/**
 * Rows as text for the recorder: `R`, step, time, then id and value by turns, one a line; JSON has no line ends of its own.
 * A key is told once, with its path, before the first row that has it.
 */
export class RowWriter {
  readonly #ids = new Map<string, number>();
  readonly #tell: (text: string) => void;
  readonly #send: (media: LoggedMedia) => void;
  #nextId = 0;
  #nextMedium = 0;
  #step = 0;
  #isChecking = false;

  /** `tell` gets the text that tells a new key, `send` the media of a row before the row itself. */
  constructor(tell: (text: string) => void, send: (media: LoggedMedia) => void = () => undefined) {
    this.#tell = tell;
    this.#send = send;
  }

  /** Looks whether `data` can be logged, and sends nothing of it. Errors: as `valueText`. */
  check(data: Readonly<Record<string, unknown>>): void {
    this.#isChecking = true;
    try {
      this.row(0, 0, data);
    } finally {
      this.#isChecking = false;
    }
  }

  /** One row of `data`. Errors: as `valueText`. */
  row(step: number, at: number, data: Readonly<Record<string, unknown>>): string {
    this.#step = step;
    let text = `R\n${step}\n${at}`;
    for (const key in data) {
      const value = data[key];
      // The usual case, without a function call for each kind.
      if (typeof value === 'number') text += `\n${this.#id(key)}\n${numberToExtended(value)}`;
      else if (isBranch(value))
        leaves(value, [key], (path, leaf) => (text += `\n${this.#nested(path)}\n${leaf}`), this.#textOf);
      else if (value !== undefined) text += `\n${this.#id(key)}\n${this.#textOf(value, key)}`;
    }
    return text;
  }

  /** A value's text; media are sent ahead and stand in the row by their number. */
  readonly #textOf = (value: unknown, key: string): string => {
    if (typeof value !== 'object' || value === null) return valueText(value, key);
    // Longer typed arrays are distributions. Source: the Python client.
    if (isTypedArray(value) && value.length > MOST_LISTED) return new Histogram(value, { bins: MOST_LISTED }).inline();
    const media = mediaIn(value, key);
    if (media === undefined) return valueText(value, key);
    const id = this.#nextMedium++;
    if (!this.#isChecking) this.#send({ id, key, step: this.#step, media, isList: Array.isArray(value) });
    return `${MEDIUM_MARK}${id}`;
  };

  /** The number of a key by its path; a new one is told. */
  numberOf(path: readonly string[]): number {
    const [key] = path;
    return path.length === 1 && key !== undefined ? this.#id(key) : this.#nested(path);
  }

  /** A number for a medium that comes from elsewhere. */
  mediumNumber(): number {
    return this.#nextMedium++;
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

/** Numbers of a typed array that are kept one by one. */
const MOST_LISTED = 32;
/** What the text of a medium begins with; no JSON does. */
const MEDIUM_MARK = '@';

/** Media of one key of a row, for the recording thread. */
export interface LoggedMedia {
  readonly id: number;
  readonly key: string;
  readonly step: number;
  readonly media: readonly MediaData[];
  readonly isList: boolean;
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
  if (isOpaque(value)) return value;
  if (ArrayBuffer.isView(value) || value instanceof Date) return structuredClone(value);
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, snapshot(member)]));
}
