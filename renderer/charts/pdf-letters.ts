import { strings } from './strings.ts';
/** How words are written: size in points, colour as `#rrggbb`. */
export interface LetterStyle {
  readonly size: number;
  readonly isBold: boolean;
  readonly color: string;
  /** Only the rim is drawn, so wide (in points); undefined: filled. */
  readonly outline: number | undefined;
}

/** Words as a picture that is put where they would be written. */
export interface PaintedWords {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Three bytes for each pixel, row by row from the top, and one byte of how much of it covers what is below. */
  readonly colors: Uint8Array<ArrayBuffer>;
  readonly alphas: Uint8Array<ArrayBuffer>;
  /** Points of one pixel, and where the picture begins and ends: left of where the words begin, below their base line. */
  readonly pixelPoints: number;
  readonly left: number;
  readonly below: number;
}

/** What can draw words that the fonts of every reader have no letters for. */
export interface Letters {
  /** How wide words are, in points. */
  widthOf(text: string, style: Pick<LetterStyle, 'size' | 'isBold'>): number;
  paint(text: string, style: LetterStyle): PaintedWords;
}

/** Letters as wide as those of Helvetica, on every system; those it has not come from the fonts of the system. */
export const HELVETICA = 'Helvetica, Arial, "Liberation Sans", sans-serif';

/** Pixels of a point: 600 an inch, as fine as printers draw. */
const SCALE = 600 / 72;
/** Room around the words, in sizes of a letter: accents and slanted letters reach over what is measured. */
const ROOM = 0.35;
/** Browsers refuse wider canvases. */
const MOST_PIXELS = 16_000;

/** Letters drawn by the browser, with whatever fonts it finds for them. Throws where it has no canvas. */
export function pageLetters(): Letters {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error(strings.noCanvas);
  const fontOf = (size: number, isBold: boolean): string => `${isBold ? 700 : 400} ${size}px ${HELVETICA}`;
  const widthOf: Letters['widthOf'] = (text, { size, isBold }) => {
    context.font = fontOf(size, isBold);
    return context.measureText(text).width;
  };
  return {
    widthOf,
    paint(text, { size, isBold, color, outline }) {
      const room = size * ROOM;
      const font = fontOf(size, isBold);
      context.font = font;
      const { width: wide, fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = context.measureText(text);
      const points = wide + 2 * room;
      const scale = Math.min(SCALE, MOST_PIXELS / points);
      // A canvas forgets all with another size, its font too.
      canvas.width = Math.max(1, Math.ceil(points * scale));
      canvas.height = Math.max(1, Math.ceil((above + below + room) * scale));
      context.scale(scale, scale);
      context.font = font;
      const baseLine = canvas.height / scale - below - room / 2;
      if (outline === undefined) {
        context.fillStyle = color;
        context.fillText(text, room, baseLine);
      } else {
        context.strokeStyle = color;
        context.lineWidth = outline;
        context.strokeText(text, room, baseLine);
      }
      const { width, height } = canvas;
      const { data } = context.getImageData(0, 0, width, height);
      const [colors, alphas] = [new Uint8Array(width * height * 3), new Uint8Array(width * height)];
      for (let i = 0; i < alphas.length; i++) {
        colors[i * 3] = data[i * 4] ?? 0;
        colors[i * 3 + 1] = data[i * 4 + 1] ?? 0;
        colors[i * 3 + 2] = data[i * 4 + 2] ?? 0;
        alphas[i] = data[i * 4 + 3] ?? 0;
      }
      return { width, height, colors, alphas, pixelPoints: 1 / scale, left: room, below: below + room / 2 };
    },
  };
}
