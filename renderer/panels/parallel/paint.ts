import { fit, fontOf, type Pen, type PlotLook } from '#ui/charts';
import { placeParallel, pxOf, yAt, type Placing } from './placing.ts';
import type { AxisRange, Ranges } from './reading.ts';
import type { Parallel } from './series.ts';
import { strings } from './strings.ts';

const TICK_PX = 10.5;
const NAME_PX = 11.5;
/** Height of the names of axes on paper. */
const HEAD_PX = 24;

/** Draws lines and axes. `isFaint` tells which shown runs stand back. */
export function paintParallel(
  pen: Pen,
  parallel: Parallel,
  placing: Placing,
  look: PlotLook,
  isFaint: ((row: number) => boolean) | undefined,
): void {
  const { openCount, isOpen, runs } = parallel;
  const solid = openCount > 1000 ? 0.3 : openCount > 200 ? 0.5 : 0.8;
  pen.lineJoin = 'round';
  pen.lineWidth = openCount > 200 ? 1 : 1.4;
  const rows = runs.map((_, row) => row);
  const hidden = rows.filter((row) => isOpen[row] !== true);
  const shown = rows.filter((row) => isOpen[row] === true);
  paintLines(pen, parallel, placing, { rows: hidden, alpha: 0.16, inkOf: () => look.softText });
  const inkOf = (row: number): string => look.ink(parallel.colors[row] ?? '');
  if (isFaint !== undefined)
    paintLines(pen, parallel, placing, { rows: shown.filter(isFaint), alpha: 0.1, inkOf: () => look.softText });
  paintLines(pen, parallel, placing, {
    rows: isFaint === undefined ? shown : shown.filter((row) => !isFaint(row)),
    alpha: solid,
    inkOf,
  });
  pen.globalAlpha = 1;
  paintAxes(pen, parallel, placing, look);
}

/** Draws one run in full, with a dot on each axis. */
export function paintOne(pen: Pen, parallel: Parallel, placing: Placing, look: PlotLook, row: number): void {
  pen.lineWidth = 2.6;
  pen.lineJoin = 'round';
  paintLines(pen, parallel, placing, { rows: [row], alpha: 1, inkOf: () => look.ink(parallel.colors[row] ?? '') });
  pen.fillStyle = look.ink(parallel.colors[row] ?? '');
  placing.xs.forEach((x, axis) => {
    pen.beginPath();
    pen.arc(x, yAt(parallel, placing, axis, row), 3.6, 0, Math.PI * 2);
    pen.fill();
  });
}

/** Draws the brushed ranges, as bands on their axes. */
export function paintRanges(pen: Pen, parallel: Parallel, placing: Placing, look: PlotLook, ranges: Ranges): void {
  parallel.axes.forEach(({ id }, axis) => {
    for (const range of ranges.get(id) ?? []) paintRange(pen, parallel, placing, look, { axis, range });
  });
}

function paintRange(
  pen: Pen,
  parallel: Parallel,
  placing: Placing,
  look: PlotLook,
  { axis, range }: { readonly axis: number; readonly range: AxisRange },
): void {
  const x = placing.xs[axis] ?? 0;
  const ends = range.map((place) => Math.max(0, Math.min(placing.height, pxOf(parallel, placing, axis, place))));
  const [low = 0, high = 0] = ends.sort((a, b) => a - b);
  pen.beginPath();
  pen.rect(x - 6, placing.top + low - 1, 12, Math.max(2, high - low + 2));
  pen.fillStyle = look.accent;
  pen.globalAlpha = 0.28;
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = look.accent;
  pen.lineWidth = 1.2;
  pen.stroke();
}

function paintLines(
  pen: Pen,
  parallel: Parallel,
  placing: Placing,
  how: { readonly rows: readonly number[]; readonly alpha: number; readonly inkOf: (row: number) => string },
): void {
  pen.globalAlpha = how.alpha;
  pen.setLineDash([]);
  for (const row of how.rows) {
    pen.strokeStyle = how.inkOf(row);
    pen.beginPath();
    placing.xs.forEach((x, axis) => {
      const y = yAt(parallel, placing, axis, row);
      if (axis === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    });
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function paintAxes(pen: Pen, parallel: Parallel, placing: Placing, look: PlotLook): void {
  const gap = (placing.xs[1] ?? Infinity) - (placing.xs[0] ?? 0);
  pen.font = fontOf(look, TICK_PX);
  placing.xs.forEach((x, axis) => {
    pen.strokeStyle = look.axis;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(Math.round(x) + 0.5, placing.top);
    pen.lineTo(Math.round(x) + 0.5, placing.top + placing.height);
    pen.stroke();
    for (const { px, label } of placing.axes[axis]?.ticks ?? []) {
      const y = placing.top + (parallel.axes[axis]?.isFlipped === true ? placing.height - px : px);
      pen.beginPath();
      pen.moveTo(x - 3, y);
      pen.lineTo(x + 3, y);
      pen.stroke();
      paintWords(pen, look, fit(pen, label, gap * 0.6), x + 6, y);
    }
    if ((parallel.axes[axis]?.lackingCount ?? 0) > 0) paintWords(pen, look, strings.none, x + 6, placing.noneY);
  });
}

/** Words over lines, on a ground of their own. */
function paintWords(pen: Pen, look: PlotLook, words: string, x: number, y: number): void {
  const half = (TICK_PX * look.scale) / 2 + 1;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.globalAlpha = 0.82;
  pen.fillStyle = look.ground;
  pen.beginPath();
  pen.rect(x - 2, y - half, pen.measureText(words).width + 4, half * 2);
  pen.fill();
  pen.globalAlpha = 1;
  pen.fillStyle = look.text;
  pen.fillText(words, x, y);
}

/** The whole picture for paper, with the names of the axes. */
export function paintForPaper(
  pen: Pen,
  parallel: Parallel,
  size: { readonly width: number; readonly height: number },
  look: PlotLook,
): void {
  const placing = placeParallel(parallel, size, look.scale, HEAD_PX);
  paintParallel(pen, parallel, placing, look, undefined);
  const gap = (placing.xs[1] ?? Infinity) - (placing.xs[0] ?? 0);
  pen.font = fontOf(look, NAME_PX, 600);
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = look.text;
  placing.xs.forEach((x, axis) => {
    pen.textAlign = 'center';
    const room = Math.min(gap * 0.92, 2 * Math.min(x, size.width - x));
    pen.fillText(fit(pen, parallel.axes[axis]?.label ?? '', room), x, HEAD_PX - 6);
  });
}
