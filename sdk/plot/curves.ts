import { UsageError } from '#sdk/base';
import type { NumericArray } from '#sdk/values';

/** One point of a curve for a class. */
export type CurvePoint = readonly [label: string, x: number, y: number];

export interface CurveInput {
  /** The true class of each sample: numbers or names. */
  readonly truth: NumericArray | readonly string[];
  /** A row of scores for each sample, one for each class in sorted order. */
  readonly scores: readonly NumericArray[];
  /** Names for classes that are numbers. */
  readonly labels?: readonly string[] | undefined;
  /** Only these classes. */
  readonly classes?: NumericArray | readonly string[] | undefined;
}

/** Points of precision over recall, recall from 1 down to 0, `points` for each class. Source: scikit-learn's definition of both. */
export function precisionRecall(input: CurveInput, points: number): readonly CurvePoint[] {
  return eachClass(input, ({ label, hits }) => {
    const steps = stepsOf(hits);
    const positives = steps.at(-1)?.hits ?? 0;
    // Recall falls as the threshold rises; the last point is (1, 0) by definition.
    const curve = [...steps].reverse().map((step) => ({
      precision: step.hits / (step.hits + step.misses),
      recall: positives === 0 ? 1 : step.hits / positives,
    }));
    // Smoothed as the Python client does it: towards lower recall, precision never falls.
    let best = 0;
    const full = [...curve, { precision: 1, recall: 0 }].map(({ precision, recall }) => ({
      precision: (best = Math.max(best, precision)),
      recall,
    }));
    const ascending = [...full].reverse();
    return Array.from({ length: points }, (_, i): CurvePoint => {
      // As numpy.linspace counts: a product, whose last digit decides which point is reached.
      const recall = i === 0 ? 1 : (points - 1 - i) * (1 / (points - 1));
      const found = ascending.find((one) => one.recall >= recall) ?? ascending.at(-1);
      return [label, round(recall), round(found?.precision ?? 1)];
    });
  });
}

/** Points of the true over the false positive rate, from (0, 0) to (1, 1), without points on straight pieces. */
export function receiverOperating(input: CurveInput): readonly CurvePoint[] {
  return eachClass(input, ({ label, hits }) => {
    const steps = stepsOf(hits);
    const last = steps.at(-1) ?? { hits: 0, misses: 0 };
    const corners = steps.filter((step, i) => {
      const before = steps[i - 1];
      const after = steps[i + 1];
      if (before === undefined || after === undefined) return true;
      const isStraight =
        after.hits - step.hits === step.hits - before.hits &&
        after.misses - step.misses === step.misses - before.misses;
      return !isStraight;
    });
    return [{ hits: 0, misses: 0 }, ...corners].map(({ hits: h, misses }): CurvePoint => [
      label,
      round(last.misses === 0 ? 0 : misses / last.misses),
      round(last.hits === 0 ? 0 : h / last.hits),
    ]);
  });
}

interface ScoredClass {
  readonly label: string;
  /** Score of each sample, and whether it is of the class. */
  readonly hits: readonly (readonly [score: number, isHit: boolean])[];
}

function eachClass(
  { truth, scores, labels, classes }: CurveInput,
  curveOf: (one: ScoredClass) => readonly CurvePoint[],
): readonly CurvePoint[] {
  const given = Array.from(truth as ArrayLike<number | string>);
  if (given.length !== scores.length)
    throw new UsageError('plot.curve', `${given.length} true classes for ${scores.length} rows of scores`);
  const all = [...new Set(given)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : a < b ? -1 : 1,
  );
  const wanted = classes === undefined ? undefined : new Set(Array.from(classes as ArrayLike<number | string>));
  return all.flatMap((one, place) => {
    if (wanted !== undefined && !wanted.has(one)) return [];
    const label = (typeof one === 'number' ? labels?.[one] : undefined) ?? String(one);
    const hits = scores.map((row, i) => [row[place] ?? 0, given[i] === one] as const);
    return curveOf({ label, hits });
  });
}

/** How many of the class, and not of it, are at or above each score, from the highest on. */
function stepsOf(hits: ScoredClass['hits']): { readonly hits: number; readonly misses: number }[] {
  const sorted = [...hits].sort((a, b) => b[0] - a[0]);
  const steps: { readonly hits: number; readonly misses: number }[] = [];
  let [found, missed] = [0, 0];
  sorted.forEach(([score, isHit], i) => {
    if (isHit) found += 1;
    else missed += 1;
    if (sorted[i + 1]?.[0] !== score) steps.push({ hits: found, misses: missed });
  });
  return steps;
}

/** Three digits, as the Python client keeps. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
