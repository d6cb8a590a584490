import { formatNumber } from '#shared/units';
import type { PlotLook } from '#ui/charts';
import { placeWords } from '../columns/axis-of.ts';
import type { BarPen } from './bar-pen.ts';
import type { BarConfig } from './config.ts';
import type { Bar, Bars } from './series.ts';

/** Draws one bar, box or violin. */
export function paintShape(at: BarPen, bar: Bar, bars: Bars, look: PlotLook, config: BarConfig): void {
  const color = look.ink(bar.color);
  if (bars.isCount) paintCount(at, bar, look, color);
  else if (config.shape === 'bar') paintBar(at, bar, bars, look, config);
  else {
    if (bar.density !== undefined) paintViolin(at, bar, color);
    paintBox(at, bar, look, color, config.shape === 'violin');
  }
  if (config.hasDots && !bars.isCount && bar.values.length > 1) paintDots(at, bar, look);
}

/** A length in the bar's colour, the mark of its error, and its value in words. */
function paintBar(at: BarPen, bar: Bar, { axis }: Bars, look: PlotLook, config: BarConfig): void {
  const { pen } = at;
  const words = axis.format === 'number' ? formatNumber(bar.center) : placeWords(axis, bar.center);
  const end = at.px(bar.center);
  pen.fillStyle = look.ink(bar.color);
  at.rect(at.base, end, at.half);
  pen.fill();
  let tip = end;
  if (bar.error !== undefined) {
    const [low, high] = [at.px(bar.error[0]), at.px(bar.error[1])];
    pen.strokeStyle = look.text;
    pen.lineWidth = 1.25;
    at.segment([low, 0], [high, 0]);
    for (const side of [low, high]) at.segment([side, -at.half * 0.4], [side, at.half * 0.4]);
    tip = bar.center < 0 ? Math.min(end, low, high) : Math.max(end, low, high);
  }
  const isMarked = bar.error !== undefined || (config.hasDots && bar.values.length > 1);
  at.write(words, tip, { isNegative: bar.center < 0, isMarked }, look);
}

/** How many, in parts when there are groups. */
function paintCount(at: BarPen, bar: Bar, look: PlotLook, color: string): void {
  const { pen } = at;
  let from = 0;
  const parts = bar.parts.length === 0 ? [{ color, count: bar.center }] : bar.parts;
  for (const part of parts) {
    pen.fillStyle = look.ink(part.color);
    at.rect(at.px(from), at.px(from + part.count), at.half);
    pen.fill();
    from += part.count;
  }
  at.write(formatNumber(bar.center), at.px(bar.center), { isNegative: false, isMarked: false }, look);
}

function paintBox(at: BarPen, { box, values }: Bar, look: PlotLook, color: string, isInside: boolean): void {
  if (box === undefined) return;
  const { pen } = at;
  const half = isInside ? Math.max(2, at.half * 0.22) : at.half * 0.85;
  pen.strokeStyle = isInside ? look.text : color;
  pen.lineWidth = 1.5;
  at.segment([at.px(box.low), 0], [at.px(box.high), 0]);
  if (!isInside) for (const end of [box.low, box.high]) at.segment([at.px(end), -half * 0.5], [at.px(end), half * 0.5]);
  const alpha = pen.globalAlpha;
  pen.fillStyle = look.ground;
  at.rect(at.px(box.q1), at.px(box.q3), half);
  pen.fill();
  pen.globalAlpha = alpha * (isInside ? 1 : 0.3);
  pen.fillStyle = isInside ? look.text : color;
  pen.fill();
  pen.globalAlpha = alpha;
  if (!isInside) pen.stroke();
  pen.lineWidth = 2.25;
  pen.strokeStyle = isInside ? look.ground : color;
  at.segment([at.px(box.median), -half], [at.px(box.median), half]);
  pen.strokeStyle = color;
  pen.lineWidth = 1.25;
  for (const value of box.outliers) {
    at.dot(at.px(value), 0, 2.5 * look.scale);
    pen.stroke();
  }
  // One value is no box: a dot says where it is.
  if (values.length === 1) {
    pen.fillStyle = color;
    at.dot(at.px(box.median), 0, 4 * look.scale);
    pen.fill();
  }
}

function paintViolin(at: BarPen, { density }: Bar, color: string): void {
  if (density === undefined) return;
  const { pen } = at;
  const sides = density.values.map((value, i) => [at.px(value), (density.shares[i] ?? 0) * at.half * 1.2] as const);
  pen.beginPath();
  sides.forEach(([along, side], i) => {
    const corner = at.place(along, -side);
    if (i === 0) pen.moveTo(...corner);
    else pen.lineTo(...corner);
  });
  for (const [along, side] of [...sides].reverse()) pen.lineTo(...at.place(along, side));
  pen.closePath();
  const alpha = pen.globalAlpha;
  pen.globalAlpha = alpha * 0.45;
  pen.fillStyle = color;
  pen.fill();
  pen.globalAlpha = alpha;
  pen.strokeStyle = color;
  pen.lineWidth = 1.25;
  pen.stroke();
}

/** More dots than this are a smear. */
const MOST_DOTS = 400;

function paintDots(at: BarPen, { values }: Bar, look: PlotLook): void {
  const { pen } = at;
  const alpha = pen.globalAlpha;
  pen.globalAlpha = alpha * 0.55;
  pen.fillStyle = look.text;
  values.slice(0, MOST_DOTS).forEach((value, i) => {
    at.dot(at.px(value), ((((i + 0.5) * 0.618_033_988_75) % 1) - 0.5) * at.half * 1.2, 1.75 * look.scale);
    pen.fill();
  });
  pen.globalAlpha = alpha;
}
