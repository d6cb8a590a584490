import { visibleSlice, type ChartLine, type Range } from './lines.ts';
import type { Projection } from './projection.ts';

/** A drawing surface of `width` × `height` CSS pixels and what lies where on it. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly x: Projection;
  readonly y: Projection;
  readonly xRange: Range;
}

/** A line with its colour as a canvas understands it. */
export interface PaintedLine {
  readonly line: ChartLine;
  readonly color: string;
  readonly width: number;
}

/** Points further apart than this on average are drawn as dots too. */
const MARKER_SPACING_PX = 11;
/** More envelopes than this are only fog; beyond it only what stands out of them is drawn. */
const MOST_ENVELOPES = 24;
/** Further than this from the line a bucket's lowest or highest point stands out. */
const SPIKE_PX = 10;

/** Draws all lines in order, envelopes first, so that no envelope hides a line. */
export function paintLines(context: CanvasRenderingContext2D, plot: Plot, lines: readonly PaintedLine[]): void {
  context.lineJoin = lines.length > 20 ? 'bevel' : 'round';
  context.lineCap = 'butt';
  clipped(context, plot, () => {
    for (const one of lines) {
      if (lines.length <= MOST_ENVELOPES) paintEnvelope(context, plot, one, lines.length);
      else paintSpikes(context, plot, one);
    }
    for (const one of lines) paintFaint(context, plot, one);
    for (const one of lines) paintLine(context, plot, one);
  });
  for (const one of lines) paintMarks(context, plot, one);
}

/** Draws one line in full, as it stands out above the dimmed rest. */
export function paintHighlight(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine): void {
  context.lineJoin = 'round';
  clipped(context, plot, () => {
    paintEnvelope(context, plot, one, 1);
    paintFaint(context, plot, one);
    paintLine(context, plot, one);
  });
  paintMarks(context, plot, one);
}

/** Keeps lines within the plot; one pixel more, so that a line along the edge keeps its width. */
function clipped(context: CanvasRenderingContext2D, plot: Plot, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(-1, -1, plot.width + 2, plot.height + 2);
  context.clip();
  draw();
  context.restore();
}

function paintMarks(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine): void {
  paintMarkers(context, plot, one);
  paintEdges(context, plot, one);
}

function paintEnvelope(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine, lineCount: number): void {
  const { low, high } = one.line;
  if (low === undefined || high === undefined) return;
  const [from, to] = visibleSlice(one.line, plot.xRange);
  context.fillStyle = one.color;
  context.strokeStyle = one.color;
  context.setLineDash([]);
  context.lineWidth = 1;
  let start = from;
  while (start < to) {
    while (start < to && !isDrawable(plot, low[start], high[start])) start++;
    let end = start;
    while (end < to && isDrawable(plot, low[end], high[end])) end++;
    if (end > start) {
      const path = envelopePath(plot, one.line, low, high, start, end);
      context.globalAlpha = lineCount > 8 ? 0.1 : 0.16;
      context.fill(path);
      // The rim keeps a spike of a single bucket visible, which a fill of one pixel would not.
      context.globalAlpha = lineCount > 8 ? 0.16 : 0.3;
      context.stroke(path);
    }
    start = end;
  }
  context.globalAlpha = 1;
}

/** Among many lines: a hair line up to each point that stands out of its bucket, so that no spike is lost. */
function paintSpikes(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine): void {
  const { low, high, x, y } = one.line;
  if (low === undefined || high === undefined) return;
  const [from, to] = visibleSlice(one.line, plot.xRange);
  context.beginPath();
  for (let i = from; i < to; i++) {
    const middle = clampY(plot, y[i] ?? NaN);
    const px = plot.x.toPx(x[i] ?? NaN);
    for (const end of [high[i], low[i]]) {
      if (end === undefined || Number.isNaN(end) || Math.abs(clampY(plot, end) - middle) < SPIKE_PX) continue;
      context.moveTo(px, middle);
      context.lineTo(px, clampY(plot, end));
    }
  }
  context.globalAlpha = 0.5;
  context.lineWidth = 1;
  context.strokeStyle = one.color;
  context.setLineDash([]);
  context.stroke();
  context.globalAlpha = 1;
}

function isDrawable(plot: Plot, low: number | undefined, high: number | undefined): boolean {
  return low !== undefined && high !== undefined && !Number.isNaN(low) && !Number.isNaN(plot.y.toPx(high));
}

function envelopePath(
  plot: Plot,
  line: ChartLine,
  low: Float64Array,
  high: Float64Array,
  from: number,
  to: number,
): Path2D {
  const path = new Path2D();
  for (let i = from; i < to; i++) path.lineTo(plot.x.toPx(line.x[i] ?? 0), clampY(plot, high[i] ?? 0));
  for (let i = to - 1; i >= from; i--) path.lineTo(plot.x.toPx(line.x[i] ?? 0), clampY(plot, low[i] ?? 0));
  path.closePath();
  return path;
}

/** Pixels kept near the plot: canvas misdraws coordinates of millions; log of <= 0 goes below the edge. */
function clampY(plot: Plot, value: number): number {
  const px = plot.y.toPx(value);
  if (Number.isNaN(px)) return plot.height + 20;
  return Math.min(plot.height + 20, Math.max(-20, px));
}

function paintFaint(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine): void {
  if (one.line.faint === undefined) return;
  context.globalAlpha = 0.3;
  context.lineWidth = 1;
  context.strokeStyle = one.color;
  context.setLineDash([]);
  context.stroke(linePath(plot, one.line, one.line.faint));
  context.globalAlpha = 1;
}

function paintLine(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine): void {
  context.lineWidth = one.width;
  context.strokeStyle = one.color;
  context.setLineDash([...one.line.dash]);
  context.stroke(linePath(plot, one.line, one.line.y));
  context.setLineDash([]);
}

function linePath(plot: Plot, line: ChartLine, column: Float64Array): Path2D {
  const path = new Path2D();
  const [from, to] = visibleSlice(line, plot.xRange);
  let isDown = false;
  for (let i = from; i < to; i++) {
    const px = plot.x.toPx(line.x[i] ?? NaN);
    const py = plot.y.toPx(column[i] ?? NaN);
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      isDown = false;
      continue;
    }
    if (isDown) path.lineTo(px, py);
    else path.moveTo(px, py);
    isDown = true;
  }
  return path;
}

/** Dots where points are sparse, and always where a point has no neighbour to be joined to. */
function paintMarkers(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine): void {
  const { line } = one;
  const [from, to] = visibleSlice(line, plot.xRange);
  const isSparse = line.xLast === undefined && (to - from) * MARKER_SPACING_PX < plot.width;
  context.fillStyle = one.color;
  context.beginPath();
  for (let i = from; i < to; i++) {
    const px = plot.x.toPx(line.x[i] ?? NaN);
    const py = plot.y.toPx(line.y[i] ?? NaN);
    if (!(px >= -1 && px <= plot.width + 1 && py >= -1 && py <= plot.height + 1)) continue;
    const isAlone = !isOnPlot(plot, line.y[i - 1], i > 0) && !isOnPlot(plot, line.y[i + 1], i + 1 < line.x.length);
    if (!isSparse && !isAlone) continue;
    const radius = isAlone ? one.width + 1.25 : one.width + 0.5;
    context.moveTo(px + radius, py);
    context.arc(px, py, radius, 0, Math.PI * 2);
  }
  context.fill();
}

function isOnPlot(plot: Plot, value: number | undefined, isThere: boolean): boolean {
  return isThere && value !== undefined && Number.isFinite(plot.y.toPx(value));
}

/** Marks at the edge: a triangle for each infinity, a small cross at the bottom for NaN. */
function paintEdges(context: CanvasRenderingContext2D, plot: Plot, one: PaintedLine): void {
  const { line } = one;
  const [from, to] = visibleSlice(line, plot.xRange);
  let lastPx = -Infinity;
  context.fillStyle = one.color;
  context.strokeStyle = one.color;
  context.lineWidth = 1.25;
  for (let i = from; i < to; i++) {
    const value = (line.faint ?? line.y)[i] ?? 0;
    const top = line.high?.[i] === Infinity || value === Infinity;
    const bottom = line.low?.[i] === -Infinity || value === -Infinity;
    if (!top && !bottom && !Number.isNaN(value)) continue;
    const px = plot.x.toPx(line.x[i] ?? NaN);
    // One mark every few pixels: a long stretch of NaN is a row of crosses, not a bar.
    if (!Number.isFinite(px) || px < 0 || px > plot.width || px - lastPx < 6) continue;
    lastPx = px;
    context.beginPath();
    if (top) triangle(context, px, 1, 6);
    else if (bottom) triangle(context, px, plot.height - 1, -6);
    else cross(context, px, plot.height - 5);
  }
}

function triangle(context: CanvasRenderingContext2D, x: number, y: number, height: number): void {
  context.moveTo(x, y);
  context.lineTo(x - 4, y + height);
  context.lineTo(x + 4, y + height);
  context.fill();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.moveTo(x - 2.5, y - 2.5);
  context.lineTo(x + 2.5, y + 2.5);
  context.moveTo(x + 2.5, y - 2.5);
  context.lineTo(x - 2.5, y + 2.5);
  context.stroke();
}
