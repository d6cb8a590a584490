import { fontOf, type Pen, type PlotLook, type PlotSize } from '#ui/charts';
import type { Column } from './columns.ts';
import { resample, valueSpan } from './columns.ts';

export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly minStep: number;
  readonly maxStep: number;
  readonly minValue: number;
  readonly maxValue: number;
}

/** Room for numbers on the left, and on both sides together, in CSS pixels where letters are of normal size. */
export const PLOT_LEFT = 52;
export const PLOT_SIDES = 58;

/** Where the drawing lies in a canvas of this size (CSS pixels), and what it spans; undefined without columns. */
export function plotOf(
  columns: readonly Column[],
  { width, height }: PlotSize,
  { scale }: Pick<PlotLook, 'scale'>,
): Plot | undefined {
  const span = valueSpan(columns);
  const first = columns[0];
  const last = columns.at(-1);
  if (span === undefined || first === undefined || last === undefined) return undefined;
  return {
    left: PLOT_LEFT * scale,
    top: 4 * scale,
    width: Math.max(10, width - PLOT_SIDES * scale),
    height: Math.max(10, height - 24 * scale),
    minStep: first.step,
    maxStep: last.step,
    minValue: span[0],
    maxValue: span[1],
  };
}

/** The left edge and width of a column, in CSS pixels; columns fill the width in the order of steps. */
export function columnBox(plot: Plot, count: number, index: number): { readonly x: number; readonly width: number } {
  const width = plot.width / count;
  return { x: plot.left + index * width, width };
}

/** The column under a place, or -1. */
export function columnUnder(plot: Plot, count: number, x: number): number {
  const index = Math.floor(((x - plot.left) / plot.width) * count);
  return index >= 0 && index < count ? index : -1;
}

/** The value under a place. */
export function valueUnder(plot: Plot, y: number): number {
  return plot.maxValue - ((y - plot.top) / plot.height) * (plot.maxValue - plot.minValue);
}

/** x step, y value, strength share of values. */
export function drawHeat(pen: Pen, columns: readonly Column[], plot: Plot, color: string): void {
  const rows = Math.max(8, Math.min(128, Math.round(plot.height / 2)));
  const shares = columns.map((column) => resample(column.item, plot.minValue, plot.maxValue, rows));
  let highest = 0;
  for (const column of shares) for (const share of column) highest = Math.max(highest, share);
  pen.save();
  pen.fillStyle = color;
  shares.forEach((column, index) => {
    const { x, width } = columnBox(plot, columns.length, index);
    // Whole pixels: boxes that overlap, or leave a seam, would be seen as stripes.
    const edge = (row: number): number => Math.round(plot.top + plot.height * (1 - row / rows));
    let from = 0;
    column.forEach((share, row) => {
      const next = column[row + 1];
      // Within a bin the share is the same but for rounding: one box.
      if (next !== undefined && Math.abs(next - share) < highest * 1e-9) return;
      const [top, bottom] = [edge(row + 1), edge(from)];
      from = row + 1;
      if (share === 0) return;
      // The root makes rare values visible beside frequent ones.
      pen.globalAlpha = Math.min(1, 0.06 + 0.94 * Math.sqrt(share / highest));
      fillBox(pen, x, top, Math.max(1, width - (width > 6 ? 1 : 0)), bottom - top);
    });
  });
  pen.restore();
}

/** One shape for each step behind the other, the newest in front. */
export function drawRidges(pen: Pen, columns: readonly Column[], plot: Plot, color: string, look: PlotLook): void {
  const most = 40;
  const shown =
    columns.length <= most
      ? columns
      : columns.filter((_, i) => i % Math.ceil(columns.length / most) === 0 || i === columns.length - 1);
  const points = Math.max(20, Math.min(120, Math.round(plot.width / 3)));
  const shares = shown.map((column) => resample(column.item, plot.minValue, plot.maxValue, points));
  const highest = Math.max(...shares.map((one) => Math.max(...one)), Number.MIN_VALUE);
  const lift = Math.min(plot.height * 0.45, (plot.height / shown.length) * 3.5);
  pen.save();
  shares.forEach((column, index) => {
    const base = plot.top + lift + ((plot.height - lift) * (index + 1)) / shown.length;
    pen.beginPath();
    pen.moveTo(plot.left, base);
    column.forEach((share, i) => {
      pen.lineTo(plot.left + ((i + 0.5) / points) * plot.width, base - (share / highest) * lift);
    });
    pen.lineTo(plot.left + plot.width, base);
    pen.fillStyle = look.ground;
    pen.globalAlpha = 0.82;
    pen.fill();
    pen.globalAlpha = 0.35 + (0.65 * (index + 1)) / shown.length;
    pen.strokeStyle = color;
    pen.lineWidth = 1.2;
    pen.stroke();
  });
  pen.restore();
}

/** The bars of one step; of several runs over each other. */
export function drawBars(
  pen: Pen,
  runs: readonly { readonly column: Column; readonly color: string }[],
  plot: Plot,
): void {
  const densest = Math.max(...runs.map(({ column }) => Math.max(...column.item.counts)), 1);
  pen.save();
  for (const { column, color } of runs) {
    pen.fillStyle = color;
    pen.globalAlpha = runs.length > 1 ? 0.5 : 0.9;
    column.item.counts.forEach((count, bin) => {
      const at = (edge: number): number =>
        plot.left + ((edge - plot.minValue) / (plot.maxValue - plot.minValue)) * plot.width;
      const from = at(column.item.edges[bin] ?? 0);
      const to = at(column.item.edges[bin + 1] ?? 0);
      const height = (count / densest) * plot.height;
      fillBox(pen, from, plot.top + plot.height - height, Math.max(1, to - from - 0.5), height);
    });
  }
  pen.restore();
}

/** Numbers beside and below; `x` and `y` are drawn at both ends. */
export function drawAxes(
  pen: Pen,
  plot: Plot,
  look: PlotLook,
  words: { readonly x: readonly [string, string]; readonly y: readonly [string, string] },
): void {
  const { left, top, width, height } = plot;
  const { scale } = look;
  pen.save();
  pen.strokeStyle = look.grid;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.rect(left - 0.5, top - 0.5, width + 1, height + 1);
  pen.stroke();
  pen.fillStyle = look.softText;
  pen.font = fontOf(look, 11);
  pen.textBaseline = 'alphabetic';
  pen.textAlign = 'left';
  pen.fillText(words.x[0], left, top + height + 14 * scale);
  pen.textAlign = 'right';
  pen.fillText(words.x[1], left + width, top + height + 14 * scale);
  pen.fillText(words.y[1], left - 5 * scale, top + 9 * scale);
  pen.fillText(words.y[0], left - 5 * scale, top + height - 1);
  pen.restore();
}

function fillBox(pen: Pen, x: number, y: number, width: number, height: number): void {
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.fill();
}
