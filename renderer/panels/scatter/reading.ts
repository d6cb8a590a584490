import type { PlotBox } from '#ui/charts';
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
