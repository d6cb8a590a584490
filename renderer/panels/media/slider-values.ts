import { useMemo } from 'react';
import type { SeriesLine } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useSeriesSet, type SeriesWant } from '#ui/data';
import type { DrawnRun } from '../runs.ts';

/** What the slider is read by instead of the step: a logged number at each step; NaN where there is none so far. */
export interface SliderReading {
  readonly key: string;
  /** Shape [steps]. */
  readonly values: Float64Array;
}

/** Fine enough for each step of a slider; beyond, the last value of a few steps together. */
const BUCKETS = 4000;

/** The values of a logged number at the steps of a slider, of the first run that has one there. '' = the step itself. */
export function useSliderReading(
  project: ProjectPath,
  runs: readonly DrawnRun[],
  key: string,
  steps: Float64Array,
): SliderReading | undefined {
  const joined = JSON.stringify(runs.map((run) => run.path));
  const wants = useMemo((): readonly SeriesWant[] | undefined => {
    const paths = JSON.parse(joined) as SeriesWant['runs'];
    if (key === '' || paths.length === 0) return undefined;
    return [{ project, stream: 'history', key, x: '_step', runs: paths, buckets: BUCKETS, hasLast: true }];
  }, [project, key, joined]);
  const { states } = useSeriesSet(wants);
  const lines = states[0]?.lines;
  return useMemo(() => {
    if (key === '') return undefined;
    const order = (JSON.parse(joined) as SeriesWant['runs']).flatMap(({ run }) => lines?.get(run) ?? []);
    return { key, values: valuesAtSteps(order, steps) };
  }, [key, joined, lines, steps]);
}

/** At each step the newest value at or before it, of the first line that has one. Steps ascend. */
export function valuesAtSteps(lines: readonly SeriesLine[], steps: Float64Array): Float64Array {
  const values = new Float64Array(steps.length).fill(Number.NaN);
  for (const line of lines) {
    const ys = line.mode === 'buckets' ? (line.last ?? line.mean) : line.value;
    // What is the last of several points is there from the last of them on.
    const xs = line.mode === 'exact' ? line.x : line.xLast;
    let at = -1;
    let newest = Number.NaN;
    for (let i = 0; i < steps.length; i++) {
      while (at + 1 < xs.length && (xs[at + 1] ?? Infinity) <= (steps[i] ?? 0)) {
        at += 1;
        const y = ys[at] ?? Number.NaN;
        if (Number.isFinite(y)) newest = y;
      }
      if (Number.isNaN(values[i])) values[i] = newest;
    }
  }
  return values;
}

/** The step whose value is nearest to a number, the first of equals; -1 when no step has a value. */
export function indexOfValue(values: Float64Array, wanted: number): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    const distance = Math.abs((values[i] ?? Number.NaN) - wanted);
    const least = best < 0 ? Infinity : Math.abs((values[best] ?? Number.NaN) - wanted);
    if (distance < least) best = i;
  }
  return best;
}
