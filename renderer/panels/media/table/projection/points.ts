import type { PlaneSize } from '#ui/widgets';

/** Width of the plane that points are laid on; its height follows from the shape of its frame. */
export const PLANE_WIDTH = 2000;
/** Room around the points, as a part of the plane. */
const MARGIN = 0.05;

/** Points laid on a plane as large as possible, both axes alike, y upwards. Given and answered as x and y in turn. */
export function layOnPlane(points: ArrayLike<number>, { width, height }: PlaneSize): Float32Array {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < low) low = y;
    if (y > high) high = y;
  }
  const room = 1 - 2 * MARGIN;
  const fits = [(width * room) / (right - left), (height * room) / (high - low)].filter(Number.isFinite);
  const scale = fits.length === 0 ? 1 : Math.min(...fits);
  const laid = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += 2) {
    laid[at] = width / 2 + ((points[at] ?? 0) - (left + right) / 2) * scale;
    laid[at + 1] = height / 2 - ((points[at + 1] ?? 0) - (low + high) / 2) * scale;
  }
  return laid;
}

/** The nearest point within `reach` of a place of the plane, of those that are shown. */
export function pointNear(
  laid: Float32Array,
  x: number,
  y: number,
  reach: number,
  isShown: (i: number) => boolean,
): number | undefined {
  let found: number | undefined;
  let least = reach * reach;
  for (let i = 0; i < laid.length / 2; i++) {
    const square = ((laid[2 * i] ?? 0) - x) ** 2 + ((laid[2 * i + 1] ?? 0) - y) ** 2;
    if (square <= least && isShown(i)) {
      least = square;
      found = i;
    }
  }
  return found;
}

/** Steps over the plane, x to the right and y downwards. */
export type Toward = readonly [x: -1 | 0 | 1, y: -1 | 0 | 1];

/** The nearest shown point that lies on a side of another one: above it means less to its left or right than up. */
export function pointToward(
  laid: Float32Array,
  from: number,
  [toX, toY]: Toward,
  isShown: (i: number) => boolean,
): number | undefined {
  const [x, y] = [laid[2 * from] ?? 0, laid[2 * from + 1] ?? 0];
  let found: number | undefined;
  let least = Infinity;
  for (let i = 0; i < laid.length / 2; i++) {
    const [dx, dy] = [(laid[2 * i] ?? 0) - x, (laid[2 * i + 1] ?? 0) - y];
    const along = dx * toX + dy * toY;
    const square = dx * dx + dy * dy;
    if (along <= 0 || square >= least || square > 2 * along * along || !isShown(i)) continue;
    least = square;
    found = i;
  }
  return found;
}

/** The next shown point in the order of rows, or the one before; `from` itself when there is none. */
export function pointBeside(count: number, from: number, by: 1 | -1, isShown: (i: number) => boolean): number {
  for (let i = from + by; i >= 0 && i < count; i += by) if (isShown(i)) return i;
  return from;
}
