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
