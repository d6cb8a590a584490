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

/**
 * Lines with columns of their own, each line's in one piece of memory, so that they do not keep the whole answer alive;
 * a column that lines share stays one.
 */
export function detachLines(lines: readonly SeriesLine[]): SeriesLine[] {
  const uses = new Map<Float64Array, number>();
  for (const line of lines)
    for (const value of Object.values(line))
      if (value instanceof Float64Array) uses.set(value, (uses.get(value) ?? 0) + 1);
  const shared = new Map(
    [...uses].flatMap(([column, count]) => (count > 1 ? [[column, column.slice()] as const] : [])),
  );
  return lines.map((line) => {
    const entries = Object.entries(line);
    const own = entries.filter(([, value]) => value instanceof Float64Array && !shared.has(value));
    const memory = new Float64Array(own.reduce((sum, [, value]) => sum + (value as Float64Array).length, 0));
    let at = 0;
    const detached = (column: Float64Array): Float64Array => {
      const known = shared.get(column);
      if (known !== undefined) return known;
      const copy = memory.subarray(at, (at += column.length));
      copy.set(column);
      return copy;
    };
    return Object.fromEntries(
      entries.map(([name, value]) => [name, value instanceof Float64Array ? detached(value) : value]),
    ) as unknown as SeriesLine;
  });
}

function lineBytes(line: SeriesLine | undefined): number {
  if (line === undefined) return 0;
  let sizeBytes = 0;
  for (const value of Object.values(line)) if (value instanceof Float64Array) sizeBytes += value.byteLength;
  return sizeBytes;
}
