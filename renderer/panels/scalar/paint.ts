import { fit, fontOf, type Pen, type PlotLook, type PlotSize } from '#ui/charts';
import type { ScalarConfig } from './config.ts';
import type { Scalars } from './series.ts';
import { asideOf, deltaWords } from './words.ts';

const CARD = { width: 190, height: 92 } as const;

/** The size of a picture of so many numbers, as wide as wanted and as high as they need. */
export function scalarsSize(count: number, { width }: PlotSize): PlotSize {
  const columns = Math.max(1, Math.floor(width / CARD.width));
  return { width, height: Math.ceil(count / columns) * CARD.height + 16 };
}

/** Draws all numbers as cards in rows. */
export function paintScalars(pen: Pen, all: Scalars, size: PlotSize, look: PlotLook, config: ScalarConfig): void {
  const columns = Math.max(1, Math.floor(size.width / CARD.width));
  const room = size.width / columns - 28;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  all.scalars.forEach((scalar, i) => {
    const left = (i % columns) * (size.width / columns) + 14;
    const top = Math.floor(i / columns) * CARD.height + 12;
    const write = (text: string, y: number, font: string, color: string, shift = 0): void => {
      pen.font = font;
      pen.fillStyle = color;
      pen.fillText(fit(pen, text, room - shift), left + shift, top + y);
    };
    pen.fillStyle = look.ink(scalar.color);
    pen.beginPath();
    pen.arc(left + 4, top + 10, 4, 0, Math.PI * 2);
    pen.fill();
    write(scalar.label, 14, fontOf(look, 11.5, 540), look.softText, 14);
    write(scalar.words, 43, fontOf(look, 25, 600), look.text);
    write(asideOf(scalar, all.format, config.center).join(' · '), 60, fontOf(look, 10), look.softText);
    if (scalar.delta !== undefined) {
      const { isBetter } = scalar.delta;
      const color = isBetter === undefined ? look.softText : isBetter ? '#226436' : '#a8232f';
      write(deltaWords(scalar.delta, all.format), 76, fontOf(look, 11, 540), color);
    }
  });
}
