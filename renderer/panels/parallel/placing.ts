import { placeAxis, type PlacedAxis, type PlotSize } from '#ui/charts';
import type { Parallel } from './series.ts';

/** Where axes stand in the picture. */
export interface Placing {
  readonly top: number;
  readonly height: number;
  /** x of each axis. */
  readonly xs: readonly number[];
  readonly axes: readonly PlacedAxis[];
  /** y of runs that have no place on an axis. */
  readonly noneY: number;
}

/** Room at the sides, for the words of the outer axes. */
const SIDE_PX = 52;
const TOP_PX = 10;
/** Below the axes: the mark of runs without a place. */
const FOOT_PX = 30;

/** Spreads the axes over a picture; `top` pixels are left for their names. */
export function placeParallel(parallel: Parallel, size: PlotSize, scale: number, head = 0): Placing {
  const side = Math.min(SIDE_PX * scale, size.width * 0.12);
  const top = head + TOP_PX;
  const height = Math.max(20, size.height - top - FOOT_PX * scale);
  const gap = (size.width - 2 * side) / Math.max(1, parallel.axes.length - 1);
  return {
    top,
    height,
    xs: parallel.axes.map((_, i) => side + i * gap),
    axes: parallel.axes.map(({ axis }) => placeAxis(axis, height, true)),
    noneY: top + height + 14 * scale,
  };
}

/** How far beyond its end an axis shows what lies outside of it: hidden runs may. */
const BEYOND_PX = 5;

/** y of a run on an axis. */
export function yAt(parallel: Parallel, placing: Placing, axis: number, row: number): number {
  const place = parallel.axes[axis]?.places[row] ?? Number.NaN;
  if (Number.isNaN(place)) return placing.noneY;
  const px = pxOf(parallel, placing, axis, place);
  return placing.top + Math.max(-BEYOND_PX, Math.min(placing.height + BEYOND_PX, px));
}

/** Pixels below the top of an axis, flipped or not. */
export function pxOf(parallel: Parallel, placing: Placing, axis: number, place: number): number {
  const px = placing.axes[axis]?.toPx(place) ?? 0;
  return parallel.axes[axis]?.isFlipped === true ? placing.height - px : px;
}

/** The value at so many pixels below the top of an axis. */
export function valueAt(parallel: Parallel, placing: Placing, axis: number, px: number): number {
  const upright = parallel.axes[axis]?.isFlipped === true ? placing.height - px : px;
  return placing.axes[axis]?.toValue(upright) ?? Number.NaN;
}
