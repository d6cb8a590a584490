import type { PlotSize } from '#ui/charts';
import type { Format, Paper } from './picture.ts';

/** What a person has typed so far. */
export interface PaperDraft {
  readonly format: Format;
  readonly unit: Unit;
  readonly width: string;
  readonly height: string;
  /** Of PNG, with a size in pixels. */
  readonly scale: string;
  /** Of PNG, with a size in millimetres. */
  readonly dpi: string;
  readonly isTransparent: boolean;
}

/** px: what the format counts in, which is points for PDF. */
export const UNITS = ['px', 'mm'] as const;
type Unit = (typeof UNITS)[number];

export const START: PaperDraft = {
  format: 'svg',
  unit: 'px',
  width: '800',
  height: '500',
  scale: '2',
  dpi: '300',
  isTransparent: false,
};

const MM_PER_INCH = 25.4;
/** Of the browser's own measure; a PDF counts in points. */
const PX_PER_INCH = 96;
const PT_PER_INCH = 72;

/** A picture as it was asked for. */
export interface WantedPicture {
  readonly size: PlotSize;
  readonly paper: Paper;
}

/** The name of a unit, which is points where a format counts in them. */
export function unitName(unit: Unit, format: Format): string {
  return unit === 'px' && format === 'pdf' ? 'pt' : unit;
}

/** What was typed as a picture of a format; undefined while it makes none. */
export function wantedOf(draft: PaperDraft, format = draft.format): WantedPicture | undefined {
  const { unit, isTransparent } = draft;
  const perUnit = unit === 'mm' ? perInchOf(format) / MM_PER_INCH : 1;
  const size = { width: Number(draft.width) * perUnit, height: Number(draft.height) * perUnit };
  const scale = unit === 'mm' ? Number(draft.dpi) / PX_PER_INCH : Number(draft.scale);
  const isRight = [size.width, size.height].every((one) => one >= 100 && one <= 10_000) && scale > 0;
  return isRight ? { size, paper: { format, scale, isTransparent } } : undefined;
}

/** The draft in another unit, of the same size: whole pixels, tenths of a millimetre. What is no number stays. */
export function inUnit(draft: PaperDraft, unit: Unit): Partial<PaperDraft> {
  if (unit === draft.unit) return {};
  const perPx = MM_PER_INCH / perInchOf(draft.format);
  const turned = (text: string): string => {
    const size = Number(text);
    if (text.trim() === '' || !Number.isFinite(size)) return text;
    return String(unit === 'mm' ? Number((size * perPx).toFixed(1)) : Math.round(size / perPx));
  };
  return { unit, width: turned(draft.width), height: turned(draft.height) };
}

function perInchOf(format: Format): number {
  return format === 'pdf' ? PT_PER_INCH : PX_PER_INCH;
}
