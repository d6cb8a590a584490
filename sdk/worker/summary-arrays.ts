import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayStatistics, ARRAYS_FILE, encodeArrays, type SummaryArray } from '#sdk/media';
import type { Item } from './messages.ts';

const POLICY = { end: 1, live: 2 } as const;

/**
 * Long arrays of a summary: what is told of each is its range, mean, variance and percentiles, and all of them are in
 * one file of the run, where the Python client looks for them. Arrays of an earlier process are joined as it is sent.
 */
export class SummaryArrays {
  readonly #folder: string;
  readonly #arrays = new Map<string, SummaryArray>();
  #isChanged = false;

  /** `folder`: the run's `files`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The summary is changed: arrays come, others are replaced or removed. Returns what is told of those that come. */
  take(arrays: readonly SummaryArray[], replaced: readonly (readonly string[])[]): Item[] {
    for (const path of replaced) this.#drop(path);
    return arrays.map((array) => {
      this.#drop(array.path);
      this.#arrays.set(array.path.join('\u0000'), array);
      this.#isChanged = true;
      return [array.path, arrayStatistics(array.values)];
    });
  }

  /** Writes the file anew where arrays have changed; returns the journal's record then. Errors: of the file system. */
  write(policy: 'live' | 'end'): Record<string, unknown> | undefined {
    if (!this.#isChanged) return undefined;
    mkdirSync(this.#folder, { recursive: true });
    const place = join(this.#folder, ARRAYS_FILE);
    // Somebody may be sending the one that is there.
    writeFileSync(`${place}.new`, encodeArrays(this.#arrays.values()));
    renameSync(`${place}.new`, place);
    this.#isChanged = false;
    return { files: { files: [{ path: ARRAYS_FILE, policy: POLICY[policy] }] } };
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
