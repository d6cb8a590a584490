/** Steps as evenly spaced stretches: `[first, stride, count]`; 100,000 even steps are one of them. */
export type StepSpans = readonly (readonly [first: number, stride: number, count: number])[];

/** Packs ascending steps. */
export function packSteps(steps: ArrayLike<number>): StepSpans {
  const spans: [number, number, number][] = [];
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] ?? 0;
    const last = spans.at(-1);
    if (last === undefined) spans.push([step, 0, 1]);
    else if (last[2] === 1) [last[1], last[2]] = [step - last[0], 2];
    else if (step === last[0] + last[1] * last[2]) last[2] += 1;
    else spans.push([step, 0, 1]);
  }
  return spans;
}

/** The steps again, ascending. */
export function unpackSteps(spans: StepSpans): Float64Array {
  const steps = new Float64Array(spans.reduce((sum, span) => sum + span[2], 0));
  let at = 0;
  for (const [first, stride, count] of spans) for (let i = 0; i < count; i++) steps[at++] = first + stride * i;
  return steps;
}

/** Ascending steps of several runs as one ascending list without repeats. */
export function mergeSteps(lists: readonly Float64Array[]): Float64Array {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  let count = 0;
  for (const step of all) if (count === 0 || step !== all[count - 1]) all[count++] = step;
  return all.subarray(0, count);
}

/** Index of the last step that is not after `step`; -1 when all are. */
export function indexAtOrBefore(steps: ArrayLike<number>, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((steps[mid] ?? 0) <= step) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}

/** Index of the step nearest to `step`, the earlier one of two; -1 when there is none. */
export function indexNearest(steps: ArrayLike<number>, step: number): number {
  const before = indexAtOrBefore(steps, step);
  const after = before + 1;
  if (before < 0) return steps.length === 0 ? -1 : 0;
  if (after >= steps.length) return before;
  return step - (steps[before] ?? 0) <= (steps[after] ?? 0) - step ? before : after;
}
