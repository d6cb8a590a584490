/** One measured case. `ratio` is against the floor of the same run, where there is one. */
export interface Case {
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  /** What it should be, in words: `>= 0.6 of the floor`. */
  readonly budget: string;
  readonly isWithin: boolean;
  readonly note?: string;
}

export function report(result: Case): void {
  const rounded = { ...result, value: significant(result.value) };
  const line = result.ratio === undefined ? rounded : { ...rounded, ratio: significant(result.ratio) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function significant(value: number): number {
  return Number(value.toPrecision(4));
}
