import { paintLines, type Plot } from './paint.ts';
import type { ChartLine, Range, XKind } from './lines.ts';
import { logTicks, spacedTicks, tickLabel, type Ticks } from './log-ticks.ts';
import type { Pen } from './pen.ts';
import { makeProjection, type Projection } from './projection.ts';
import { roughWidth } from './rough-width.ts';
import { backward, forward, type ScaleRule } from './scale.ts';
import { ShiftedPen } from './shifted-pen.ts';
import { formatDurationTick, formatTimeTicks } from './ticks.ts';

/** A chart for paper: everything that is on it, with a look of its own that follows no theme. Sizes in points. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly xLabel: string;
  readonly xKind: XKind;
  readonly x: ScaleRule;
  readonly y: ScaleRule;
  readonly xRange: Range;
  readonly yRange: Range;
  /** Given when some lines are drawn against the right axis. */
  readonly rightRange?: Range | undefined;
  /** Colours resolved, as a canvas understands them. */
  readonly lines: readonly ChartLine[];
  /** undefined = transparent. */
  readonly background: string | undefined;
}

const INK = '#1b2a31';
const SOFT_INK = '#5a6b73';
const GRID = '#e3e8ea';
const FONT = '"Inter Variable", Inter, Helvetica, Arial, sans-serif';
const LEGEND_ROW = 15;
const TICK_SPACE = { x: 74, y: 34 };
const EDGE = { top: 34, right: 16, bottom: 42, left: 54 };

/** The size of a figure with its legend below. */
export function figureSize(figure: Figure): { readonly width: number; readonly height: number } {
  return { width: figure.width, height: figure.height + legendRows(figure).length * LEGEND_ROW + 8 };
}

/** Draws the whole figure: ground, title, axes, lines, legend. The same with every pen. */
export function drawFigure(pen: Pen, figure: Figure): void {
  const size = figureSize(figure);
  if (figure.background !== undefined) {
    pen.fillStyle = figure.background;
    pen.beginPath();
    pen.rect(0, 0, size.width, size.height);
    pen.fill();
  }
  const right = figure.rightRange === undefined ? EDGE.right : EDGE.left;
  const width = figure.width - EDGE.left - right;
  const height = figure.height - EDGE.top - EDGE.bottom;
  const x = makeProjection(figure.xRange, width, figure.x, false);
  const y = makeProjection(figure.yRange, height, figure.y, true);
  const yRight = figure.rightRange === undefined ? y : makeProjection(figure.rightRange, height, figure.y, true);
  const plot: Plot = { width, height, x, y, yRight, xRange: figure.xRange };
  write(pen, figure.title, EDGE.left, 20, { size: 13, color: INK, weight: 600 });
  // Everything of the plot is drawn from its own corner.
  const corner = new ShiftedPen(pen, EDGE.left, EDGE.top);
  drawAxes(corner, figure, plot);
  const thin = figure.lines.length > 24 ? 1 : 1.4;
  paintLines(
    corner,
    plot,
    figure.lines.map((line) => ({ line, color: line.color, width: line.width ?? thin })),
  );
  drawLegend(pen, figure);
}

function drawAxes(pen: Pen, figure: Figure, plot: Plot): void {
  const { width, height } = plot;
  const yTicks = ticksOf(figure.yRange, figure.y, height / TICK_SPACE.y);
  pen.lineWidth = 1;
  pen.setLineDash([]);
  pen.strokeStyle = GRID;
  for (const tick of yTicks.values) segment(pen, 0, plot.y.toPx(tick), width, plot.y.toPx(tick));
  pen.strokeStyle = SOFT_INK;
  segment(pen, 0, height, width, height);
  labelY(pen, yTicks, plot.y, -8, 'right');
  if (figure.rightRange !== undefined) {
    const ticks = ticksOf(figure.rightRange, figure.y, height / TICK_SPACE.y);
    labelY(pen, ticks, plot.yRight, width + 8, 'left');
  }
  const xTicks = ticksOf(figure.xRange, figure.x, width / TICK_SPACE.x);
  const labels = xLabels(figure, xTicks);
  xTicks.values.forEach((tick, i) => {
    const label = (labels[i] ?? '').split('\n')[0] ?? '';
    write(pen, label, plot.x.toPx(tick), height + 15, { size: 10, color: SOFT_INK, align: 'center' });
  });
  write(pen, figure.xLabel, width / 2, height + 32, { size: 11, color: INK, align: 'center' });
}

function labelY(pen: Pen, ticks: Ticks, at: Projection, left: number, align: 'left' | 'right'): void {
  for (const tick of ticks.values) {
    const text = tickLabel(tick, ticks.increment);
    write(pen, text, left, at.toPx(tick) + 3.5, { size: 10, color: SOFT_INK, align });
  }
}

function xLabels(figure: Figure, { values, increment }: Ticks): readonly string[] {
  const isTimed = figure.x.kind === 'linear' && increment !== undefined;
  if (isTimed && figure.xKind === 'time') return formatTimeTicks(values, increment);
  if (isTimed && figure.xKind === 'duration') return values.map((value) => formatDurationTick(value, increment));
  return values.map((value) => tickLabel(value, increment));
}

function segment(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

interface Words {
  readonly size: number;
  readonly color: string;
  readonly align?: CanvasTextAlign;
  readonly weight?: number;
}

function write(pen: Pen, text: string, x: number, y: number, { size, color, align = 'left', weight }: Words): void {
  pen.font = `${weight ?? 400} ${size}px ${FONT}`;
  pen.textAlign = align;
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}

/** Round places on an axis, about `count` of them. */
export function ticksOf(range: Range, rule: ScaleRule, count: number): Ticks {
  if (rule.kind === 'linear') return linearTicks(range, count);
  const from = forward(rule, range[0]);
  const to = forward(rule, range[1]);
  const wanted = new Set<number>();
  const powers = rule.kind === 'log' ? [1] : [-1, 1];
  if (rule.kind === 'symlog') wanted.add(0);
  const lowest = Math.floor(Math.log10(rule.kind === 'log' ? range[0] : rule.linearWidth));
  const highest = Math.ceil(Math.log10(Math.max(Math.abs(range[0]), Math.abs(range[1]))));
  const stride = Math.max(1, Math.ceil(((highest - lowest) * powers.length) / Math.max(2, count)));
  for (let power = lowest; power <= highest; power += stride) for (const sign of powers) wanted.add(sign * 10 ** power);
  const values = [...wanted].filter((value) => forward(rule, value) >= from && forward(rule, value) <= to);
  if (values.length >= 2) return { values: values.sort((a, b) => a - b), increment: undefined };
  // Less than two powers in sight.
  if (rule.kind === 'log') {
    const ticks = logTicks(...range);
    const placeOf = (value: number): number => forward(rule, value);
    return { ...ticks, values: spacedTicks(ticks, placeOf, (to - from) / Math.max(2, count)) };
  }
  // Even places on the axis, shortened.
  const places = linearTicks([from, to], count).values.map((place) => Number(backward(rule, place).toPrecision(2)));
  return { values: [...new Set(places)], increment: undefined };
}

function linearTicks([min, max]: Range, count: number) {
  const rough = (max - min) / Math.max(2, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const increment = [1, 2, 5, 10].map((lead) => lead * power).find((step) => step >= rough * 0.999) ?? power * 10;
  const values: number[] = [];
  for (let i = Math.ceil(min / increment - 1e-9); i * increment <= max + increment * 1e-9; i++)
    values.push(Number((i * increment).toPrecision(12)));
  return { values, increment };
}

/** Names of the lines in rows that fit the width. One line alone needs no legend when the title names it. */
function legendRows(figure: Figure): readonly (readonly ChartLine[])[] {
  const rows: ChartLine[][] = [];
  let left = Infinity;
  for (const line of figure.lines.filter((one) => one.isBehind !== true)) {
    const width = 34 + roughWidth(line.label);
    if (left + width > figure.width - EDGE.right) {
      rows.push([]);
      left = EDGE.left;
    }
    rows.at(-1)?.push(line);
    left += width;
  }
  return rows;
}

function drawLegend(pen: Pen, figure: Figure): void {
  legendRows(figure).forEach((row, i) => {
    let left = EDGE.left;
    const top = figure.height + 4 + i * LEGEND_ROW;
    for (const line of row) {
      pen.strokeStyle = line.color;
      pen.lineWidth = 2;
      pen.setLineDash([...line.dash]);
      segment(pen, left, top, left + 18, top);
      pen.setLineDash([]);
      write(pen, line.label, left + 23, top + 3.5, { size: 10, color: INK });
      left += 34 + roughWidth(line.label);
    }
  });
}
