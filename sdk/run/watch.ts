import { UsageError } from '#sdk/base';
import { Histogram } from '#sdk/media';
import type { NumericArray } from '#sdk/values';

/** Arrays with their names. */
export type Named = Iterable<readonly [name: string, values: NumericArray]> | Readonly<Record<string, NumericArray>>;

/** Functions that give the arrays as they are now; called only for rows that are due. */
export interface WatchSource {
  readonly gradients?: () => Named;
  readonly parameters?: () => Named;
}

export interface WatchOptions {
  /** Every so many rows; 1,000 unless given. */
  readonly every?: number;
  /** Bins of each histogram, 64 unless given. */
  readonly bins?: number;
  /** Stands before each name, for a second model. */
  readonly prefix?: string;
}

/** Source: the Python client. */
const EVERY = 1000;

interface Watch {
  readonly source: WatchSource;
  readonly every: number;
  readonly bins: number | undefined;
  readonly prefix: string;
  rows: number;
}

/** What a run watches. */
export class Watches {
  readonly #watches = new Set<Watch>();
  readonly #warn: (message: string) => void;

  /** `warn`: a source failed and is watched no longer. */
  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** Errors: UsageError `watch.option`. */
  add(source: WatchSource, { every = EVERY, bins, prefix = '' }: WatchOptions): Disposable {
    if (!Number.isSafeInteger(every) || every < 1)
      throw new UsageError('watch.option', `every: ${every} is no whole number from 1 on`);
    if (bins !== undefined && (!Number.isInteger(bins) || bins < 1 || bins > 512))
      throw new UsageError('watch.option', `bins: ${bins} is not between 1 and 512`);
    if (source.gradients === undefined && source.parameters === undefined)
      throw new UsageError('watch.option', 'source: there are neither gradients nor parameters');
    const watch: Watch = { source, every, bins, prefix, rows: 0 };
    this.#watches.add(watch);
    return { [Symbol.dispose]: () => void this.#watches.delete(watch) };
  }

  /** A row is about to be written: the histograms that join it. Source of the keys: the Python client. */
  due(): Readonly<Record<string, Histogram>> | undefined {
    let joined: Record<string, Histogram> | undefined;
    for (const watch of this.#watches) {
      watch.rows += 1;
      if (watch.rows % watch.every !== 0) continue;
      try {
        joined = { ...joined, ...histograms(watch) };
      } catch (error) {
        this.#watches.delete(watch);
        this.#warn(`a watched source failed and is not asked again: ${String(error)}`);
      }
    }
    return joined;
  }
}

function histograms({ source, bins, prefix }: Watch): Record<string, Histogram> {
  const made: Record<string, Histogram> = {};
  for (const kind of ['gradients', 'parameters'] as const) {
    const named = source[kind]?.() ?? {};
    const entries = Symbol.iterator in named ? named : Object.entries(named);
    for (const [name, values] of entries)
      made[`${kind}/${prefix}${name}`] = new Histogram(values, bins === undefined ? {} : { bins });
  }
  return made;
}
