import type { ColumnRef, RunFilter } from '#shared/api';
import type { PlacedAxis, PlotBox } from '#ui/charts';
import { placeOf } from './paint.ts';
import type { Scatter } from './series.ts';

/** A rectangle in pixels of the picture. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How near the pointer must be to a point's rim, in pixels. */
const REACH_PX = 10;

/** The point under the pointer: the nearest within reach; undefined when none is. */
export function pointAt(scatter: Scatter, box: PlotBox, x: number, y: number): number | undefined {
  let found: number | undefined;
  let least = Infinity;
  for (let i = 0; i < scatter.x.length; i++) {
    const [px, py] = placeOf(scatter, box, i);
    const distance = Math.hypot(px - x, py - y) - (scatter.radii[i] ?? 0);
    if (distance < Math.min(least, REACH_PX)) {
      least = distance;
      found = i;
    }
  }
  return found;
}

/** All points whose middle lies in a rectangle, in order. */
export function pointsIn(scatter: Scatter, box: PlotBox, area: Rectangle): number[] {
  const found: number[] = [];
  for (let i = 0; i < scatter.x.length; i++) {
    const [x, y] = placeOf(scatter, box, i);
    if (x >= area.left && x <= area.right && y >= area.top && y <= area.bottom) found.push(i);
  }
  return found;
}

/** The next point by x (`across`) or by y, from one to the other side; the first one when there is none yet. */
export function neighbourOf(scatter: Scatter, at: number | undefined, across: boolean, by: 1 | -1): number | undefined {
  const main = across ? scatter.x : scatter.y;
  const other = across ? scatter.y : scatter.x;
  const order = Array.from(main, (_, i) => i).sort(
    (a, b) => (main[a] ?? 0) - (main[b] ?? 0) || (other[a] ?? 0) - (other[b] ?? 0) || a - b,
  );
  if (at === undefined) return by === 1 ? order[0] : order.at(-1);
  const next = order.indexOf(at) + by;
  return order[Math.max(0, Math.min(order.length - 1, next))];
}

/** A rectangle as a condition on runs; undefined when an axis has names, whose runs have to be named. */
export function filterOf(scatter: Scatter, box: PlotBox, area: Rectangle): RunFilter | undefined {
  const { x, y } = box;
  if (x.axis.kind === 'names' || y.axis.kind === 'names') return undefined;
  const items = [
    ...between(scatter.xRef, x, area.left - box.left, area.right - box.left),
    ...between(scatter.yRef, y, area.bottom - box.top, area.top - box.top),
  ];
  return { op: 'and', items };
}

/** From one pixel to another, as far as the axis reaches; times as the host counts them. */
function between(column: ColumnRef, { axis, length, toValue }: PlacedAxis, from: number, to: number): RunFilter[] {
  const isTime = axis.kind === 'number' && axis.format === 'time';
  const valueAt = (px: number): number =>
    Number((toValue(Math.max(0, Math.min(length, px))) * (isTime ? 1000 : 1)).toPrecision(isTime ? 13 : 5));
  return [
    { op: '>=', column, value: valueAt(from) },
    { op: '<=', column, value: valueAt(to) },
  ];
}
