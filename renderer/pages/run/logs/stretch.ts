/** Places in a taller list are no longer exact to the pixel, and past twice of this its last rows are lost. */
const MOST_PX = 16_000_000;

/** The rows that one list holds: `count` of them from `first` on. */
export interface Stretch {
  readonly first: number;
  readonly count: number;
}

/** How many rows of a height (px) one list can hold. */
export function mostRows(rowPx: number): number {
  return Math.floor(MOST_PX / rowPx);
}

/**
 * The stretch of `total` rows that begins at `from`, at most `most` rows; the one at the end when `from` is left out.
 * That one moves on by eighths while rows are added, so that a live log seldom renames its rows.
 */
export function stretchOf(total: number, most: number, from: number | undefined): Stretch {
  const step = Math.max(1, Math.floor(most / 8));
  const last = total <= most ? 0 : Math.ceil((total - most) / step) * step;
  const first = from === undefined ? last : Math.max(0, Math.min(from, last));
  return { first, count: Math.max(0, Math.min(most, total - first)) };
}

/** Where a stretch begins that has a row in its middle. */
export function startAround(row: number, most: number): number {
  return Math.max(0, row - Math.floor(most / 2));
}
