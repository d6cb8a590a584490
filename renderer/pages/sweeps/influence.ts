import type { SweepParameter, SweepTrialInfo } from '#shared/api';

/** How far the metric follows one parameter. `share` 0 to 1; `sign` says which way for numbers, 0 for choices. */
export interface Influence {
  readonly share: number;
  readonly sign: -1 | 0 | 1;
}

/** With fewer values everything looks like a rule. */
const LEAST_TRIALS = 4;

/** The influence of a parameter over the trials that have a value; undefined if nothing can be said. */
export function influenceOf(
  parameter: SweepParameter,
  index: number,
  trials: readonly SweepTrialInfo[],
): Influence | undefined {
  if (parameter.distribution === 'constant') return undefined;
  const pairs = trials.flatMap((trial) => {
    const x = trial.values[index];
    return trial.value === undefined || x === undefined ? [] : [{ x, y: trial.value }];
  });
  if (pairs.length < LEAST_TRIALS || new Set(pairs.map(({ x }) => JSON.stringify(x))).size < 2) return undefined;
  const xs = pairs.flatMap(({ x }) => (typeof x === 'number' ? [x] : []));
  const ys = ranks(pairs.map(({ y }) => y));
  if (xs.length < pairs.length)
    return {
      share: varianceShare(
        pairs.map(({ x }) => JSON.stringify(x)),
        ys,
      ),
      sign: 0,
    };
  const rho = correlation(ranks(xs), ys);
  return { share: Math.abs(rho), sign: rho > 0 ? 1 : rho < 0 ? -1 : 0 };
}

/** Places in ascending order, equal values at their mean place. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const places = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let i = start; i <= end; i += 1) places[order[i] ?? 0] = (start + end) / 2;
    start = end + 1;
  }
  return places;
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [mx, my] = [mean(xs), mean(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  xs.forEach((x, i) => {
    const [dx, dy] = [x - mx, (ys[i] ?? 0) - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

/** Share of the variance that lies between groups, less what chance alone would give. */
function varianceShare(groups: readonly string[], ys: readonly number[]): number {
  const byGroup = new Map<string, number[]>();
  groups.forEach((group, i) => byGroup.set(group, [...(byGroup.get(group) ?? []), ys[i] ?? 0]));
  const centre = mean(ys);
  const total = ys.reduce((sum, y) => sum + (y - centre) ** 2, 0);
  const between = [...byGroup.values()].reduce((sum, part) => sum + part.length * (mean(part) - centre) ** 2, 0);
  const inner = ys.length - byGroup.size;
  if (total === 0 || inner <= 0) return 0;
  const share = 1 - ((total - between) / inner) * ((ys.length - 1) / total);
  return Math.sqrt(Math.max(0, share));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
