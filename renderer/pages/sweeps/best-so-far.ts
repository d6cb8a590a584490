import type { SweepTrialInfo } from '#shared/api';

/** One trial with a value, and the best value of it and all before it. */
export interface Step {
  readonly trial: SweepTrialInfo;
  readonly value: number;
  readonly best: number;
  /** It was better than all before. */
  readonly isRecord: boolean;
}

/** Trials with a value in their order, with the best until each. */
export function bestSoFar(trials: readonly SweepTrialInfo[], goal: 'minimize' | 'maximize'): readonly Step[] {
  const sign = goal === 'minimize' ? 1 : -1;
  let best: number | undefined;
  return trials.flatMap((trial) => {
    const { value } = trial;
    if (value === undefined || !Number.isFinite(value)) return [];
    const isRecord = best === undefined || value * sign < best * sign;
    if (isRecord) best = value;
    return [{ trial, value, best: best ?? value, isRecord }];
  });
}

/** A vertical scale: logarithmic when positive values spread over more than a factor of 500. */
export function scaleOf(values: readonly number[]): { readonly ticks: readonly number[]; at(value: number): number } {
  const min = Math.min(...values);
  const max = Math.max(...values);
  const isLog = min > 0 && max / min > 500;
  const bend = (value: number): number => (isLog ? Math.log10(value) : value);
  const pad = (bend(max) - bend(min)) * 0.08 || Math.abs(bend(max)) * 0.1 || 1;
  const [low, high] = [bend(min) - pad, bend(max) + pad];
  const ticks = isLog ? decades(low, high) : linear(low, high);
  return { ticks, at: (value) => (bend(value) - low) / (high - low) };
}

function linear(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * ([1, 2, 5].find((factor) => factor * size >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function decades(low: number, high: number): number[] {
  const every = Math.ceil((high - low) / 6);
  const first = Math.ceil(low / every) * every;
  return Array.from({ length: Math.floor((high - first) / every) + 1 }, (_, i) => 10 ** (first + i * every));
}
