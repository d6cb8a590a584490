import { paperColor } from '#ui/widgets';
import { ink } from './ink.ts';
import type { Pen } from './pen.ts';
import { placeAxis, type PlacedAxis, type PlotAxis } from './plot-axis.ts';

/** Colours and letters of a picture. */
export interface PlotLook {
  readonly text: string;
  readonly softText: string;
  readonly grid: string;
  readonly axis: string;
  readonly ground: string;
  readonly accent: string;
  readonly font: string;
  /** How much larger letters are than normal. */
  readonly scale: number;
  /** A colour token as the pen takes it. */
  readonly ink: (color: string) => string;
}

const FONT = '"Inter Variable", Inter, Helvetica, Arial, sans-serif';

/** The look of the page as it is now. */
export function screenLook(scale = 1): PlotLook {
  return {
    text: ink('var(--text)'),
    softText: ink('var(--text-3)'),
    grid: ink('var(--chart-grid)'),
    axis: ink('var(--line-strong)'),
    ground: ink('var(--surface)'),
    accent: ink('var(--accent)'),
    font: FONT,
    scale,
    ink,
  };
}

/** The look of pictures for paper, the same in every theme. */
export function paperLook(): PlotLook {
  return {
    text: '#1b2a31',
    softText: '#5a6b73',
    grid: '#e3e8ea',
    axis: '#a9b6bb',
    ground: '#ffffff',
    accent: '#0a6b7c',
    font: FONT,
    scale: 1,
    ink: paperInk,
  };
}

/** Tokens that pictures use beside the colours of runs, as they are on white. */
const ON_PAPER: Readonly<Record<string, string>> = { 'var(--brass)': '#96690a', 'var(--text-3)': '#5a6b73' };

/** A CSS colour, or a `var(--name)` of tokens.css, as it is in the light theme, whatever the page shows. */
export function paperInk(color: string): string {
  const run = /^var\(--run-(\d+)\)$/.exec(color)?.[1];
  return run === undefined ? (ON_PAPER[color] ?? ink(color)) : paperColor(Number(run));
}

/** Where the plot lies in its picture, and its axes. */
export interface PlotBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: PlacedAxis;
  readonly y: PlacedAxis;
}

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

const TICK_PX = 10.5;
const LABEL_PX = 11.5;
/** Names of an axis may take so much of the picture; longer ones are cut. */
const MOST_OF_WIDTH = 0.42;

/** Room for the axes: as much on the left as the widest label needs. */
export function layOutPlot(pen: Pen, size: PlotSize, axes: { x: PlotAxis; y: PlotAxis }, look: PlotLook): PlotBox {
  const { scale } = look;
  const top = (axes.y.label === '' ? 10 : 24) * scale;
  const bottom = (axes.x.label === '' ? 22 : 38) * scale;
  const height = Math.max(20, size.height - top - bottom);
  const y = placeAxis(axes.y, height, true);
  pen.font = fontOf(look, TICK_PX);
  const widest = y.ticks.reduce((most, tick) => Math.max(most, pen.measureText(tick.label).width), 12);
  const left = Math.min(size.width * MOST_OF_WIDTH, widest + 14 * scale);
  const width = Math.max(20, size.width - left - 14 * scale);
  return { left, top, width, height, x: placeAxis(axes.x, width, false), y };
}

/** Grid, axes, ticks and labels of a plot. */
export function drawPlotFrame(pen: Pen, box: PlotBox, look: PlotLook): void {
  const { left, top, width, height, x, y } = box;
  const { scale } = look;
  pen.setLineDash([]);
  pen.lineWidth = 1;
  pen.strokeStyle = look.grid;
  pen.beginPath();
  for (const { px } of y.ticks) {
    pen.moveTo(left, crisp(top + px));
    pen.lineTo(left + width, crisp(top + px));
  }
  for (const { px } of x.ticks) {
    pen.moveTo(crisp(left + px), top);
    pen.lineTo(crisp(left + px), top + height);
  }
  pen.stroke();
  pen.strokeStyle = look.axis;
  pen.beginPath();
  pen.moveTo(left, crisp(top + height));
  pen.lineTo(left + width, crisp(top + height));
  pen.stroke();
  pen.font = fontOf(look, TICK_PX);
  pen.fillStyle = look.softText;
  pen.textBaseline = 'alphabetic';
  pen.textAlign = 'right';
  for (const { px, label } of y.ticks)
    pen.fillText(fit(pen, label, left - 10 * scale), left - 8 * scale, top + px + 3.5 * scale);
  drawAcross(pen, box, look);
  pen.font = fontOf(look, LABEL_PX, 540);
  pen.fillStyle = look.text;
  pen.textAlign = 'left';
  if (y.axis.label !== '') pen.fillText(fit(pen, y.axis.label, width + left - 8), 6 * scale, 13 * scale);
  pen.textAlign = 'center';
  if (x.axis.label !== '') pen.fillText(fit(pen, x.axis.label, width), left + width / 2, top + height + 32 * scale);
}

/** Labels below the plot: centred under their ticks, the last ones kept inside the picture. */
function drawAcross(pen: Pen, { left, top, width, height, x }: PlotBox, look: PlotLook): void {
  const { scale } = look;
  const room = x.band > 0 ? Math.max(x.band, 56) - 6 : Infinity;
  let taken = -Infinity;
  pen.textAlign = 'center';
  for (const { px, label } of x.ticks) {
    const words = fit(pen, label, room);
    const half = pen.measureText(words).width / 2;
    const at = Math.min(Math.max(left + px, half + 2), left + width + 12 * scale - half);
    if (at - half < taken + 6) continue;
    taken = at + half;
    pen.fillText(words, at, top + height + 16 * scale);
  }
}

export function fontOf(look: PlotLook, size: number, weight = 400): string {
  return `${weight} ${size * look.scale}px ${look.font}`;
}

/** The text, or its beginning with an ellipsis where it is wider than `room` pixels in the font of the pen. */
export function fit(pen: Pen, text: string, room: number): string {
  if (room === Infinity || pen.measureText(text).width <= room) return text;
  let from = 0;
  let to = text.length;
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (pen.measureText(`${text.slice(0, middle)}…`).width <= room) from = middle;
    else to = middle - 1;
  }
  return from === 0 ? '' : `${text.slice(0, from)}…`;
}

/** Lines of one pixel lie on whole pixels. */
function crisp(px: number): number {
  return Math.round(px - 0.5) + 0.5;
}
