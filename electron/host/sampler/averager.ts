import type { MachinePoint } from '#shared/api';

/** The samples of one interval and their mean. */
export interface KeptWindow {
  /** Mean time of the samples, Unix milliseconds. */
  readonly at: number;
  readonly means: Readonly<Record<string, number>>;
  readonly samples: readonly MachinePoint[];
}

/** Gathers samples into intervals of the wall clock: all that fall between two multiples of `keepMs` are one. */
export class Averager {
  #slot = NaN;
  #samples: MachinePoint[] = [];

  /** The interval before, when this sample begins another one. Time that goes back begins another one too. */
  add(sample: MachinePoint, keepMs: number): KeptWindow | undefined {
    const slot = Math.floor(sample.at / keepMs);
    const last = this.#samples.at(-1);
    const isSame = slot === this.#slot && (last === undefined || sample.at > last.at);
    const done = isSame ? undefined : this.flush();
    this.#slot = slot;
    this.#samples.push(sample);
    return done;
  }

  /** What was gathered so far, as an interval of its own; undefined when there is nothing. */
  flush(): KeptWindow | undefined {
    const samples = this.#samples;
    this.#samples = [];
    if (samples.length === 0) return undefined;
    const at = Math.round(samples.reduce((sum, sample) => sum + sample.at, 0) / samples.length);
    return { at, means: meansOf(samples), samples };
  }

  gathered(): readonly MachinePoint[] {
    return this.#samples;
  }
}

function meansOf(samples: readonly MachinePoint[]): Record<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { values } of samples) {
    for (const [key, value] of Object.entries(values)) {
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { sum: value, count: 1 });
      else {
        known.sum += value;
        known.count += 1;
      }
    }
  }
  // Six digits are more than any sensor means, and pack to a third of the bytes.
  return Object.fromEntries([...sums].map(([key, { sum, count }]) => [key, Number((sum / count).toPrecision(6))]));
}
