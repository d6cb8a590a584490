import { fit, fontOf, type Pen, type PlotLook } from '#ui/charts';
import { BarPen } from './bar-pen.ts';
import type { BarConfig } from './config.ts';
import { NAME_PX, TICK_PX, type BarLayout } from './layout.ts';
import type { Bar, Bars } from './series.ts';
import { paintShape } from './shapes.ts';
import { strings } from './strings.ts';

/** Draws the bars that are in sight; `offset`: pixels scrolled along. */
export function paintBars(
  pen: Pen,
  bars: Bars,
  layout: BarLayout,
  look: PlotLook,
  {
    offset,
    config,
    isFaint,
  }: {
    readonly offset: number;
    readonly config: BarConfig;
    readonly isFaint: ((bar: Bar) => boolean) | undefined;
  },
): void {
  paintValueAxis(pen, bars, layout, look);
  const { left, top, width, height, band, isUpright } = layout;
  const along = isUpright ? width : height;
  const first = Math.max(0, Math.floor(offset / band));
  const last = Math.min(bars.bars.length - 1, Math.floor((offset + along) / band));
  pen.save();
  pen.beginPath();
  if (isUpright) pen.rect(left, 0, width, top + height + 30);
  else pen.rect(0, top, left + width + 16, height);
  pen.clip();
  for (let i = first; i <= last; i++) {
    const bar = bars.bars[i];
    if (bar === undefined) continue;
    const middle = (isUpright ? left : top) + (i + 0.5) * band - offset;
    pen.globalAlpha = isFaint?.(bar) === true ? 0.25 : 1;
    paintName(pen, bar, layout, look, middle);
    paintShape(new BarPen(pen, layout, middle), bar, bars, look, config);
  }
  pen.globalAlpha = 1;
  pen.restore();
}

function paintValueAxis(pen: Pen, bars: Bars, layout: BarLayout, look: PlotLook): void {
  const { left, top, width, height, value, isUpright } = layout;
  const { scale } = look;
  pen.lineWidth = 1;
  pen.setLineDash([]);
  pen.strokeStyle = look.grid;
  pen.beginPath();
  for (const { px } of value.ticks) {
    const at = Math.round((isUpright ? top : left) + px - 0.5) + 0.5;
    if (isUpright) {
      pen.moveTo(left, at);
      pen.lineTo(left + width, at);
    } else {
      pen.moveTo(at, top);
      pen.lineTo(at, top + height);
    }
  }
  pen.stroke();
  pen.textBaseline = 'alphabetic';
  pen.font = fontOf(look, TICK_PX);
  pen.fillStyle = look.softText;
  pen.textAlign = isUpright ? 'right' : 'center';
  for (const { px, label } of value.ticks) {
    if (isUpright) pen.fillText(label, left - 8 * scale, top + px + 3.5 * scale);
    else pen.fillText(label, left + px, top + height + 15 * scale);
  }
  pen.font = fontOf(look, 11.5, 540);
  pen.fillStyle = look.text;
  const words = bars.isCount ? strings.runsBy(bars.axis.label) : bars.axis.label;
  pen.textAlign = isUpright ? 'left' : 'center';
  if (isUpright) pen.fillText(fit(pen, words, width + left - 8), 6 * scale, 13 * scale);
  else pen.fillText(fit(pen, words, width), left + width / 2, top + height + 32 * scale);
}

function paintName(
  pen: Pen,
  bar: Bar,
  { left, top, height, band, isUpright }: BarLayout,
  look: PlotLook,
  middle: number,
): void {
  const { scale } = look;
  pen.font = fontOf(look, NAME_PX, bar.isBaseline ? 640 : 425);
  pen.fillStyle = look.text;
  pen.textBaseline = 'alphabetic';
  pen.textAlign = isUpright ? 'center' : 'right';
  if (isUpright) pen.fillText(fit(pen, bar.label, band - 6 * scale), middle, top + height + 16 * scale);
  else pen.fillText(fit(pen, bar.label, left - 14 * scale), left - 8 * scale, middle + 3.8 * scale);
}
