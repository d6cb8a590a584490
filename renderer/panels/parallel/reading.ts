import type { ColumnId, FilterValue, RunFilter } from '#shared/api';
import { yAt, type Placing } from './placing.ts';
import type { Parallel, ParallelAxis } from './series.ts';

/** From one place to another on an axis, ends included; times are Unix seconds, names their places. */
export type AxisRange = readonly [from: number, to: number];

/** The ranges that are brushed, by axis. */
export type Ranges = ReadonlyMap<ColumnId, readonly AxisRange[]>;

export const NO_RANGES: Ranges = new Map();

/** How near the pointer must be to a line, in pixels. */
const REACH_PX = 9;

/** The shown run whose line passes nearest to a point within reach. */
export function runAt(parallel: Parallel, placing: Placing, x: number, y: number): number | undefined {
  const { xs } = placing;
  let left = 0;
  while (left < xs.length - 2 && x > (xs[left + 1] ?? 0)) left += 1;
  const from = xs[left] ?? 0;
  const to = xs[left + 1] ?? from;
  if (x < from - REACH_PX || x > to + REACH_PX || to === from) return undefined;
  const share = Math.max(0, Math.min(1, (x - from) / (to - from)));
  let found: number | undefined;
  let least = REACH_PX;
  for (let row = 0; row < parallel.runs.length; row++) {
    if (parallel.isOpen[row] !== true) continue;
    const a = yAt(parallel, placing, left, row);
    const b = yAt(parallel, placing, left + 1, row);
    // Across the line, not up and down: steep lines are as easy to meet as flat ones.
    const slope = (b - a) / (to - from);
    const distance = Math.abs(a + (b - a) * share - y) / Math.hypot(1, slope);
    if (distance >= least) continue;
    least = distance;
    found = row;
  }
  return found;
}

/** Shown runs that lie within a range on every axis that has some; undefined while nothing is brushed. */
export function brushedRows(parallel: Parallel, ranges: Ranges): readonly number[] | undefined {
  const tests = parallel.axes.flatMap((axis) => {
    const own = ranges.get(axis.id);
    return own === undefined || own.length === 0 ? [] : [{ axis, own }];
  });
  if (tests.length === 0) return undefined;
  return parallel.runs.flatMap((_, row) =>
    parallel.isOpen[row] === true && tests.every(({ axis, own }) => isWithin(axis.places[row] ?? Number.NaN, own))
      ? [row]
      : [],
  );
}

function isWithin(place: number, ranges: readonly AxisRange[]): boolean {
  return ranges.some(([from, to]) => place >= Math.min(from, to) && place <= Math.max(from, to));
}

/** What is brushed as a condition on runs, so that later runs fall under it too; undefined while nothing is. */
export function filterOf(parallel: Parallel, ranges: Ranges): RunFilter | undefined {
  const items = parallel.axes.flatMap((axis) => {
    const own = ranges.get(axis.id);
    return own === undefined || own.length === 0 ? [] : [onAxis(axis, own)];
  });
  return items.length === 0 ? undefined : { op: 'and', items };
}

function onAxis(axis: ParallelAxis, ranges: readonly AxisRange[]): RunFilter {
  const { ref: column } = axis;
  if (axis.axis.kind === 'names') return { op: 'in', column, values: namesWithin(axis, ranges) };
  const unit = axis.axis.format === 'time' ? 1000 : 1;
  const digits = axis.axis.format === 'time' ? 13 : 5;
  const value = (place: number): number => Number((place * unit).toPrecision(digits));
  const parts = ranges.map(([from, to]): RunFilter => ({
    op: 'and',
    items: [
      { op: '>=', column, value: value(Math.min(from, to)) },
      { op: '<=', column, value: value(Math.max(from, to)) },
    ],
  }));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { op: 'or', items: parts };
}

/** The values themselves, as the runs have them. */
function namesWithin({ column, places }: ParallelAxis, ranges: readonly AxisRange[]): readonly FilterValue[] {
  const values = column.values.filter((_, row) => isWithin(places[row] ?? Number.NaN, ranges));
  return [...new Set(values.filter((value): value is FilterValue => value === null || typeof value !== 'object'))];
}

/** The next shown run by its place on the last axis, from the top; the first one when there is none yet. */
export function neighbourOf(
  parallel: Parallel,
  placing: Placing,
  at: number | undefined,
  by: 1 | -1,
): number | undefined {
  const last = parallel.axes.length - 1;
  const order = parallel.runs
    .flatMap((_, row) => (parallel.isOpen[row] === true ? [row] : []))
    .sort((a, b) => yAt(parallel, placing, last, a) - yAt(parallel, placing, last, b) || a - b);
  if (at === undefined) return by === 1 ? order[0] : order.at(-1);
  return order[Math.max(0, Math.min(order.length - 1, order.indexOf(at) + by))];
}
