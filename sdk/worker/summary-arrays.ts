import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeHdf5 } from '#sdk/media';
import type { TypedArray } from '#sdk/values';
import { numberToExtended } from '#shared/wire';
import type { ArrayItem, Item } from './messages.ts';

/** Source: the Python client, `DEEP_SUMMARY_FNAME`. */
const FILE = 'wandb.h5';
const POLICY = { end: 1, live: 2 } as const;

/**
 * Long arrays of a summary: what is told of each is its range, mean, variance and percentiles, and all of them are in
 * one file of the run, where the Python client looks for them.
 */
export class SummaryArrays {
  readonly #folder: string;
  readonly #arrays = new Map<string, { readonly path: readonly string[]; readonly values: TypedArray }>();
  #isChanged = false;

  /** `folder`: the run's `files`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The summary is changed: arrays come, others are replaced or removed. Returns what is told of those that come. */
  take(arrays: readonly ArrayItem[], replaced: readonly (readonly string[])[]): Item[] {
    for (const path of replaced) this.#drop(path);
    return arrays.map((array) => {
      this.#drop(array.path);
      this.#arrays.set(array.path.join('\u0000'), array);
      this.#isChanged = true;
      return [array.path, statistics(array.values)];
    });
  }

  /** Writes the file anew where arrays have changed; returns the journal's record then. Errors: of the file system. */
  write(policy: 'live' | 'end'): Record<string, unknown> | undefined {
    if (!this.#isChanged) return undefined;
    const lists = [...this.#arrays.values()].map(({ path, values }) => ({ name: `summary/${path.join('.')}`, values }));
    mkdirSync(this.#folder, { recursive: true });
    const place = join(this.#folder, FILE);
    // Somebody may be sending the one that is there.
    writeFileSync(`${place}.new`, encodeHdf5(lists));
    renameSync(`${place}.new`, place);
    this.#isChanged = false;
    return { files: { files: [{ path: FILE, policy: POLICY[policy] }] } };
  }

  /** Drops the array of a key, and those within it. */
  #drop(path: readonly string[]): void {
    if (this.#arrays.size === 0) return;
    for (const [name, array] of this.#arrays) {
      if (!path.every((part, i) => array.path[i] === part)) continue;
      this.#arrays.delete(name);
      this.#isChanged = true;
    }
  }
}

/** What is told of an array. Source: the Python client's `maybe_compress_summary`, and the 95 % of the documents. */
function statistics(values: TypedArray): string {
  const sorted = Float64Array.from(values as Iterable<number>).sort();
  const count = sorted.length;
  // NaN is sorted to the end, and makes NaN of everything, as in numpy.
  const isWhole = !Number.isNaN(sorted[count - 1] ?? Number.NaN);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const told: (readonly [string, number])[] = [
    ['var', variance],
    ['mean', mean],
    ['min', at(sorted, 0)],
    ['max', at(sorted, 1)],
    ...[10, 25, 75, 90, 95].map((percent) => [`${percent}%`, at(sorted, percent / 100)] as const),
  ];
  const members = told.map(([name, value]) => `"${name}":${numberToExtended(isWhole ? value : Number.NaN)}`);
  return `{"_type":"numpy.ndarray",${members.join(',')},"size":${count}}`;
}

/** The value below which a part of the sorted values lies, between its neighbours where it is none of them. */
function at(sorted: Float64Array, part: number): number {
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}
