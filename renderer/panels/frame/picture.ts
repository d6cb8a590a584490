import { loadPens, type Pen, type PlotSize } from '#ui/charts';
import { strings } from './strings.ts';

/** A picture for paper, drawn with any pen. */
export interface Picture {
  /** Its whole size for a wanted one: a legend below may need more. */
  readonly sizeOf: (wanted: PlotSize) => PlotSize;
  /** Draws it all but the ground. */
  readonly draw: (pen: Pen, wanted: PlotSize) => void;
}

/** A picture that makes its files by itself: what draws it knows no pens. */
export interface SelfMade {
  readonly toFile: (size: PlotSize, paper: Paper) => Promise<Blob>;
}

/** How a picture is put on paper. */
export interface Paper {
  readonly format: Format;
  /** Of PNG: pixels of the file per pixel of its size. */
  readonly scale: number;
  readonly isTransparent: boolean;
}

export const FORMATS = ['svg', 'pdf', 'png'] as const;
export type Format = (typeof FORMATS)[number];

export const GROUND = '#ffffff';

/** The picture as a file. Rejects where the browser has no canvas of that size. */
export function pictureFile(picture: Picture | SelfMade, wanted: PlotSize, paper: Paper): Promise<Blob> {
  return 'toFile' in picture ? picture.toFile(wanted, paper) : render(picture, wanted, paper);
}

async function render(picture: Picture, wanted: PlotSize, { format, scale, isTransparent }: Paper): Promise<Blob> {
  const { width, height } = picture.sizeOf(wanted);
  const draw = (pen: Pen): void => {
    if (!isTransparent) {
      pen.fillStyle = GROUND;
      pen.beginPath();
      pen.rect(0, 0, width, height);
      pen.fill();
    }
    picture.draw(pen, wanted);
  };
  if (format === 'svg') {
    const { SvgPen } = await loadPens();
    const pen = new SvgPen();
    draw(pen);
    return new Blob([pen.finish(width, height)], { type: 'image/svg+xml' });
  }
  if (format === 'pdf') {
    const { PdfPen, pageLetters } = await loadPens();
    const pen = new PdfPen(width, height, pageLetters());
    draw(pen);
    return new Blob([await pen.finish()], { type: 'application/pdf' });
  }
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error(strings.noCanvas);
  context.scale(scale, scale);
  draw(context);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error(strings.noCanvas);
  return blob;
}
