import { fontOf, placeAxis, type Pen, type PlacedAxis, type PlotLook, type PlotSize } from '#ui/charts';
import type { Bars } from './series.ts';

/** How a picture of bars is laid out. Along: where bars follow each other; across: where their values lie. */
export interface BarLayout {
  readonly isUpright: boolean;
  /** The plot in the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Pixels for each bar. */
  readonly band: number;
  /** Pixels that all bars need along. */
  readonly whole: number;
  readonly value: PlacedAxis;
}

/** Letters of names and of numbers. */
export const NAME_PX = 11;
export const TICK_PX = 10.5;
const BAND = { lying: [20, 96], upright: [46, 160] } as const;
const MOST_OF_WIDTH = 0.42;

/** Lays bars out in a picture of a size. Bars that do not fit are scrolled, or make it longer (files). */
export function layOutBars(pen: Pen, bars: Bars, size: PlotSize, isUpright: boolean, look: PlotLook): BarLayout {
  const { scale } = look;
  const count = Math.max(1, bars.bars.length);
  if (isUpright) {
    const top = 24 * scale;
    const height = Math.max(20, size.height - top - 26 * scale);
    const value = placeAxis(bars.axis, height, true);
    pen.font = fontOf(look, TICK_PX);
    const left =
      14 * scale +
      widest(
        pen,
        value.ticks.map((tick) => tick.label),
      );
    const width = Math.max(20, size.width - left - 10 * scale);
    const band = bandOf(width / count, BAND.upright, scale);
    return { isUpright, left, top, width, height, band, whole: band * count, value };
  }
  pen.font = fontOf(look, NAME_PX);
  const names = widest(
    pen,
    bars.bars.map((bar) => bar.label),
  );
  const left = Math.min(size.width * MOST_OF_WIDTH, names + 16 * scale);
  const top = 6 * scale;
  const height = Math.max(20, size.height - top - 38 * scale);
  const width = Math.max(20, size.width - left - 16 * scale);
  const band = bandOf(height / count, BAND.lying, scale);
  return { isUpright, left, top, width, height, band, whole: band * count, value: placeAxis(bars.axis, width, false) };
}

function bandOf(fair: number, [least, most]: readonly [number, number], scale: number): number {
  return Math.min(most * scale, Math.max(least * scale, fair));
}

/** Widths of thousands of names are measured only where they may matter. */
function widest(pen: Pen, labels: readonly string[]): number {
  const longest = [...labels].sort((a, b) => b.length - a.length).slice(0, 20);
  return longest.reduce((most, label) => Math.max(most, pen.measureText(label).width), 12);
}
