/** When runs are looked at, and how strictly. `bands`: numbers of logged values, ascending. */
export interface Hyperband {
  readonly bands: readonly number[];
  readonly eta: number;
  readonly isStrict: boolean;
}

/** `min_iter`: bands at min, min·eta, min·eta²… Bands beyond this many values are never reached. */
const MAX_BAND = 1e9;

export function bandsFromMin(minIter: number, eta: number): number[] {
  const bands: number[] = [];
  for (let band = minIter; band <= MAX_BAND; band *= eta) {
    const whole = Math.floor(band);
    if (whole !== bands.at(-1)) bands.push(whole);
  }
  return bands;
}

/** `max_iter` with `s`: bands at max/eta, max/eta², … max/eta^s. */
export function bandsFromMax(maxIter: number, eta: number, s: number): number[] {
  const bands: number[] = [];
  for (let i = s; i >= 1; i -= 1) {
    const band = Math.floor(maxIter / eta ** i);
    if (band >= 1 && band !== bands.at(-1)) bands.push(band);
  }
  return bands;
}

/** One run at the bands it has passed: its smallest loss until then, in the order of the bands. */
export interface Progress {
  readonly best: readonly number[];
  /** Its smallest loss so far. */
  readonly now: number;
}

/**
 * True if a run falls behind: at the last band it passed it is not among the best 1/eta of all runs that came so far.
 * Strict goes by its value at the band; otherwise what it reached since counts too, and nothing is stopped before
 * eta runs have reached the band. Source: Li et al., Hyperband, 2018, as the client's documentation describes it.
 */
export function fallsBehind(plan: Hyperband, run: Progress, all: readonly Progress[]): boolean {
  const band = run.best.length - 1;
  const atBand = run.best[band];
  if (atBand === undefined) return false;
  const others = all.flatMap((one) => one.best[band] ?? []).sort((a, b) => a - b);
  if (others.length < (plan.isStrict ? 2 : Math.ceil(plan.eta))) return false;
  const limit = quantile(others, 1 / plan.eta);
  return (plan.isStrict ? atBand : run.now) > limit;
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Infinity;
  const high = sorted[Math.ceil(place)] ?? low;
  // Infinite losses (diverged runs) must not turn into NaN.
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}
