import type { SeriesLine } from '#shared/api';

/** A line as it was when its stream had `version`; `line` is undefined when the run has no such series. */
export interface CachedLine {
  readonly line: SeriesLine | undefined;
  readonly version: number;
}

interface Entry extends CachedLine {
  readonly sizeBytes: number;
}

/** What an entry costs beside its columns, roughly: key, facts, objects. */
const ENTRY_OVERHEAD_BYTES = 600;

/** Lines last used longest ago are dropped when all together take more than `limitBytes`. */
export class LineCache {
  readonly #limitBytes: number;
  readonly #entries = new Map<string, Entry>();
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get(key: string): CachedLine | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A Map keeps the order of insertion: the last used goes to the end.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  set(key: string, line: SeriesLine | undefined, version: number): CachedLine {
    this.delete(key);
    const entry = { line, version, sizeBytes: ENTRY_OVERHEAD_BYTES + lineBytes(line) };
    this.#entries.set(key, entry);
    this.#sizeBytes += entry.sizeBytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#sizeBytes <= this.#limitBytes || oldest === key) break;
      this.delete(oldest);
    }
    return entry;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#sizeBytes -= entry.sizeBytes;
  }
}

/** A line with columns of its own, in one piece of memory, so that it does not keep the whole answer alive. */
export function detachLine(line: SeriesLine): SeriesLine {
  const entries = Object.entries(line);
  const length = entries.reduce((sum, [, value]) => sum + (value instanceof Float64Array ? value.length : 0), 0);
  const memory = new Float64Array(length);
  let at = 0;
  const own = (column: Float64Array): Float64Array => {
    const copy = memory.subarray(at, (at += column.length));
    copy.set(column);
    return copy;
  };
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value instanceof Float64Array ? own(value) : value]),
  ) as unknown as SeriesLine;
}

function lineBytes(line: SeriesLine | undefined): number {
  if (line === undefined) return 0;
  let sizeBytes = 0;
  for (const value of Object.values(line)) if (value instanceof Float64Array) sizeBytes += value.byteLength;
  return sizeBytes;
}
