import { visibleSlice, type ChartLine, type Range } from './lines.ts';
import type { Pen } from './pen.ts';
import type { Projection } from './projection.ts';

/** A drawing surface of `width` × `height` CSS pixels and what lies where on it. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly x: Projection;
  readonly y: Projection;
  /** Of lines with `isRight`. */
  readonly yRight: Projection;
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
/** The line of a group where runs of it have ended. */
const THIN_DASH = [2, 3];
/** Further than this from the line a bucket's lowest or highest point stands out. */
const SPIKE_PX = 10;

/** Draws all lines in order, envelopes first, so that no envelope hides a line. */
export function paintLines(pen: Pen, plot: Plot, lines: readonly PaintedLine[]): void {
  pen.lineJoin = lines.length > 20 ? 'bevel' : 'round';
  pen.lineCap = 'butt';
  const front = lines.some((one) => one.line.isBehind === true)
    ? lines.filter((one) => one.line.isBehind !== true)
    : lines;
  clipped(pen, plot, () => {
    for (const one of front) if (one.line.shape === 'area') paintArea(pen, plot, one);
    for (const one of lines) if (one.line.isBehind === true) paintBehind(pen, plot, one);
    for (const one of front) {
      if (one.line.isBand === true || front.length <= MOST_ENVELOPES) paintEnvelope(pen, plot, one, front.length);
      else paintSpikes(pen, plot, one);
    }
    for (const one of front) paintFaint(pen, plot, one);
    for (const one of front) paintLine(pen, plot, one);
  });
  for (const one of front) paintMarks(pen, plot, one);
}

function paintBehind(pen: Pen, plot: Plot, { line, color }: PaintedLine): void {
  pen.globalAlpha = 0.28;
  pen.lineWidth = 1;
  pen.strokeStyle = color;
  pen.setLineDash([]);
  traceLine(pen, plot, line, line.y, visibleSlice(line, plot.xRange));
  pen.stroke();
  pen.globalAlpha = 1;
}

/** Draws one line in full, as it stands out above the dimmed rest. */
export function paintHighlight(pen: Pen, plot: Plot, one: PaintedLine): void {
  pen.lineJoin = 'round';
  clipped(pen, plot, () => {
    if (one.line.isBehind === true) {
      paintBehind(pen, plot, one);
      return;
    }
    if (one.line.shape === 'area') paintArea(pen, plot, one);
    paintEnvelope(pen, plot, one, 1);
    paintFaint(pen, plot, one);
    paintLine(pen, plot, one);
  });
  if (one.line.isBehind !== true) paintMarks(pen, plot, one);
}

/** Where the values of a line lie: on the left or the right axis. */
export function yOf(plot: Plot, line: ChartLine): Projection {
  return line.isRight === true ? plot.yRight : plot.y;
}

/** Keeps lines within the plot; one pixel more, so that a line along the edge keeps its width. */
function clipped(pen: Pen, plot: Plot, draw: () => void): void {
  pen.save();
  pen.beginPath();
  pen.rect(-1, -1, plot.width + 2, plot.height + 2);
  pen.clip();
  draw();
  pen.restore();
}

function paintMarks(pen: Pen, plot: Plot, one: PaintedLine): void {
  paintMarkers(pen, plot, one);
  paintEdges(pen, plot, one);
}

function paintEnvelope(pen: Pen, plot: Plot, one: PaintedLine, lineCount: number): void {
  const { low, high } = one.line;
  if (low === undefined || high === undefined) return;
  const y = yOf(plot, one.line);
  const isMany = lineCount > 8 && one.line.isBand !== true;
  pen.fillStyle = one.color;
  pen.strokeStyle = one.color;
  pen.setLineDash([]);
  pen.lineWidth = 1;
  eachStretch(
    plot,
    one.line,
    (i) =>
      low[i] !== undefined && high[i] !== undefined && !Number.isNaN(low[i]) && !Number.isNaN(y.toPx(high[i] ?? 0)),
    (from, to) => {
      traceRing(pen, plot, one.line, low, high, from, to);
      pen.globalAlpha = isMany ? 0.1 : 0.16;
      pen.fill();
      // The rim keeps a spike of a single bucket visible, which a fill of one pixel would not.
      pen.globalAlpha = isMany ? 0.16 : 0.3;
      pen.stroke();
    },
  );
  pen.globalAlpha = 1;
}

/** The filled part of an area, down to its base. */
function paintArea(pen: Pen, plot: Plot, one: PaintedLine): void {
  const { line } = one;
  const y = yOf(plot, line);
  const zero = y.toPx(0);
  const foot = y.toValue(Number.isFinite(zero) ? Math.min(plot.height, Math.max(0, zero)) : plot.height);
  const base = line.base ?? new Float64Array(line.y.length).fill(foot);
  pen.fillStyle = one.color;
  pen.globalAlpha = line.base === undefined ? 0.18 : 0.72;
  eachStretch(
    plot,
    line,
    (i) => Number.isFinite(y.toPx(line.y[i] ?? NaN)),
    (from, to) => {
      traceRing(pen, plot, line, base, line.y, from, to);
      pen.fill();
    },
  );
  pen.globalAlpha = 1;
}

/** Calls `draw` for each run of neighbouring points that can be drawn. */
function eachStretch(
  plot: Plot,
  line: ChartLine,
  isDrawable: (index: number) => boolean,
  draw: (from: number, to: number) => void,
): void {
  const [from, to] = visibleSlice(line, plot.xRange);
  let start = from;
  while (start < to) {
    while (start < to && !isDrawable(start)) start++;
    let end = start;
    while (end < to && isDrawable(end)) end++;
    if (end > start) draw(start, end);
    start = end;
  }
}

function traceRing(
  pen: Pen,
  plot: Plot,
  line: ChartLine,
  low: Float64Array,
  high: Float64Array,
  from: number,
  to: number,
): void {
  const toPx = clampedY(plot, line);
  pen.beginPath();
  for (let i = from; i < to; i++) {
    const px = plot.x.toPx(line.x[i] ?? 0);
    const py = toPx(high[i] ?? 0);
    if (i === from) pen.moveTo(px, py);
    else pen.lineTo(px, py);
  }
  for (let i = to - 1; i >= from; i--) pen.lineTo(plot.x.toPx(line.x[i] ?? 0), toPx(low[i] ?? 0));
  pen.closePath();
}

/** Among many lines: a hair line up to each point that stands out of its bucket, so that no spike is lost. */
function paintSpikes(pen: Pen, plot: Plot, one: PaintedLine): void {
  const { low, high, x, y } = one.line;
  if (low === undefined || high === undefined) return;
  const toPx = clampedY(plot, one.line);
  const [from, to] = visibleSlice(one.line, plot.xRange);
  const spike = (px: number, middle: number, end: number): void => {
    const py = toPx(end);
    if (Math.abs(py - middle) < SPIKE_PX) return;
    pen.moveTo(px, middle);
    pen.lineTo(px, py);
  };
  pen.beginPath();
  for (let i = from; i < to; i++) {
    const middle = toPx(y[i] ?? NaN);
    const px = plot.x.toPx(x[i] ?? NaN);
    const top = high[i] ?? NaN;
    const bottom = low[i] ?? NaN;
    if (!Number.isNaN(top)) spike(px, middle, top);
    if (!Number.isNaN(bottom)) spike(px, middle, bottom);
  }
  pen.globalAlpha = 0.5;
  pen.lineWidth = 1;
  pen.strokeStyle = one.color;
  pen.setLineDash([]);
  pen.stroke();
  pen.globalAlpha = 1;
}

/** Pixels kept near the plot: canvas misdraws coordinates of millions; log of <= 0 goes below the edge. */
function clampedY(plot: Plot, line: ChartLine): (value: number) => number {
  const { toPx } = yOf(plot, line);
  const lowest = plot.height + 20;
  return (value) => {
    const px = toPx(value);
    return Number.isNaN(px) || px > lowest ? lowest : px < -20 ? -20 : px;
  };
}

function paintFaint(pen: Pen, plot: Plot, one: PaintedLine): void {
  if (one.line.faint === undefined) return;
  pen.globalAlpha = 0.3;
  pen.lineWidth = 1;
  pen.strokeStyle = one.color;
  pen.setLineDash([]);
  traceLine(pen, plot, one.line, one.line.faint, visibleSlice(one.line, plot.xRange));
  pen.stroke();
  pen.globalAlpha = 1;
}

function paintLine(pen: Pen, plot: Plot, one: PaintedLine): void {
  if (one.line.shape === 'points') return;
  pen.lineWidth = one.width;
  pen.strokeStyle = one.color;
  pen.setLineDash([...one.line.dash]);
  const [from, to] = visibleSlice(one.line, plot.xRange);
  const thin = thinFrom(one.line);
  if (from < thin) {
    traceLine(pen, plot, one.line, one.line.y, [from, Math.min(to, thin)]);
    pen.stroke();
  }
  if (to > thin) {
    pen.setLineDash(THIN_DASH);
    traceLine(pen, plot, one.line, one.line.y, [Math.max(from, thin - 1), to]);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Where the line of a group stands on fewer of its runs than before, for good: the runs that ended early. */
function thinFrom({ members, x }: ChartLine): number {
  if (members === undefined) return x.length;
  let most = 0;
  for (const count of members) if (count > most) most = count;
  return members.lastIndexOf(most) + 1;
}

function traceLine(
  pen: Pen,
  plot: Plot,
  line: ChartLine,
  column: Float64Array,
  [from, to]: readonly [from: number, to: number],
): void {
  const y = yOf(plot, line);
  const isStep = line.shape === 'step';
  let isDown = false;
  let lastPy = 0;
  pen.beginPath();
  for (let i = from; i < to; i++) {
    const px = plot.x.toPx(line.x[i] ?? NaN);
    const py = y.toPx(column[i] ?? NaN);
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      isDown = false;
      continue;
    }
    if (!isDown) pen.moveTo(px, py);
    else {
      if (isStep) pen.lineTo(px, lastPy);
      pen.lineTo(px, py);
    }
    lastPy = py;
    isDown = true;
  }
}

const finite = new WeakMap<Float64Array, boolean>();

/** Whether every value of a column is finite; looked at once, since columns never change. */
function isAllFinite(column: Float64Array): boolean {
  const known = finite.get(column);
  if (known !== undefined) return known;
  const found = column.every((value) => Number.isFinite(value));
  finite.set(column, found);
  return found;
}

/** Dots where points are sparse or wanted, and always where a point has no neighbour to be joined to. */
function paintMarkers(pen: Pen, plot: Plot, one: PaintedLine): void {
  const { line } = one;
  const y = yOf(plot, line);
  const [from, to] = visibleSlice(line, plot.xRange);
  const isWanted = line.shape === 'points' || line.markers === 'all';
  const isSparse =
    line.markers !== 'none' &&
    line.xLast === undefined &&
    line.base === undefined &&
    (to - from) * MARKER_SPACING_PX < plot.width;
  // Without a gap every point has a neighbour, where the scale has a place for each.
  if (!isWanted && !isSparse && y.isWhole && line.x.length > 1 && isAllFinite(line.y)) return;
  const isOn = (index: number): boolean =>
    index >= 0 && index < line.x.length && Number.isFinite(y.toPx(line.y[index] ?? NaN));
  pen.fillStyle = one.color;
  pen.beginPath();
  for (let i = from; i < to; i++) {
    const px = plot.x.toPx(line.x[i] ?? NaN);
    const py = y.toPx(line.y[i] ?? NaN);
    if (!(px >= -1 && px <= plot.width + 1 && py >= -1 && py <= plot.height + 1)) continue;
    const isAlone = !isOn(i - 1) && !isOn(i + 1);
    if (!isSparse && !isAlone && !isWanted) continue;
    const radius = isAlone && !isWanted ? one.width + 1.25 : one.width + 0.5;
    pen.moveTo(px + radius, py);
    pen.arc(px, py, radius, 0, Math.PI * 2);
  }
  pen.fill();
}

/** Marks at the edge: a triangle for each infinity, a small cross at the bottom for NaN. */
function paintEdges(pen: Pen, plot: Plot, one: PaintedLine): void {
  const { line } = one;
  if ([line.faint ?? line.y, line.low, line.high].every((column) => column === undefined || isAllFinite(column)))
    return;
  const [from, to] = visibleSlice(line, plot.xRange);
  let lastPx = -Infinity;
  pen.fillStyle = one.color;
  pen.strokeStyle = one.color;
  pen.lineWidth = 1.25;
  for (let i = from; i < to; i++) {
    const value = (line.faint ?? line.y)[i] ?? 0;
    const top = line.high?.[i] === Infinity || value === Infinity;
    const bottom = line.low?.[i] === -Infinity || value === -Infinity;
    // A bucket of no points is a gap: nobody logged that NaN.
    if (!top && !bottom && (!Number.isNaN(value) || line.count?.[i] === 0)) continue;
    const px = plot.x.toPx(line.x[i] ?? NaN);
    // One mark every few pixels: a long stretch of NaN is a row of crosses, not a bar.
    if (!Number.isFinite(px) || px < 0 || px > plot.width || px - lastPx < 6) continue;
    lastPx = px;
    pen.beginPath();
    if (top) triangle(pen, px, 1, 6);
    else if (bottom) triangle(pen, px, plot.height - 1, -6);
    else cross(pen, px, plot.height - 5);
  }
}

function triangle(pen: Pen, x: number, y: number, height: number): void {
  pen.moveTo(x, y);
  pen.lineTo(x - 4, y + height);
  pen.lineTo(x + 4, y + height);
  pen.closePath();
  pen.fill();
}

function cross(pen: Pen, x: number, y: number): void {
  pen.moveTo(x - 2.5, y - 2.5);
  pen.lineTo(x + 2.5, y + 2.5);
  pen.moveTo(x + 2.5, y - 2.5);
  pen.lineTo(x - 2.5, y + 2.5);
  pen.stroke();
}
