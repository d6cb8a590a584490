import { useState, type ReactElement } from 'react';
import type { PlotSize } from '#ui/charts';
import { SegmentedControl, Switch, TextField } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './picture-dialog.module.css';
import { FORMATS, type Format, type Paper } from './picture.ts';

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

const UNITS = ['px', 'mm'] as const;
type Unit = (typeof UNITS)[number];

const START: PaperDraft = {
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

/** Format, size and ground of pictures; `wanted` is undefined while what is typed makes none. */
export function usePaper(): {
  readonly draft: PaperDraft;
  readonly change: (part: Partial<PaperDraft>) => void;
  readonly wanted: { readonly size: PlotSize; readonly paper: Paper } | undefined;
} {
  const [draft, setDraft] = useState(START);
  return { draft, change: (part) => setDraft((old) => ({ ...old, ...part })), wanted: wantedOf(draft) };
}

function wantedOf(draft: PaperDraft): { readonly size: PlotSize; readonly paper: Paper } | undefined {
  const { format, unit, isTransparent } = draft;
  const perInch = format === 'pdf' ? PT_PER_INCH : PX_PER_INCH;
  const perUnit = unit === 'mm' ? perInch / MM_PER_INCH : 1;
  const size = { width: Number(draft.width) * perUnit, height: Number(draft.height) * perUnit };
  const scale = unit === 'mm' ? Number(draft.dpi) / PX_PER_INCH : Number(draft.scale);
  const isRight = [size.width, size.height].every((one) => one >= 100 && one <= 10_000) && scale > 0;
  return isRight ? { size, paper: { format, scale, isTransparent } } : undefined;
}

/** The draft in another unit, of the same size: whole pixels, tenths of a millimetre. */
function inUnit(draft: PaperDraft, unit: Unit): Partial<PaperDraft> {
  if (unit === draft.unit) return {};
  const perPx = MM_PER_INCH / PX_PER_INCH;
  const turned = (text: string): string =>
    unit === 'mm' ? String(Number((Number(text) * perPx).toFixed(1))) : String(Math.round(Number(text) / perPx));
  return { unit, width: turned(draft.width), height: turned(draft.height) };
}

export interface PaperFormProps {
  readonly draft: PaperDraft;
  readonly onChange: (part: Partial<PaperDraft>) => void;
}

/** The fields of a picture for paper. */
export function PaperForm({ draft, onChange }: PaperFormProps): ReactElement {
  const { format, unit, width, height, scale, dpi, isTransparent } = draft;
  const shown = unit === 'px' && format === 'pdf' ? 'pt' : unit;
  return (
    <>
      <div className={styles.pair}>
        <SegmentedControl
          label={strings.format}
          items={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
          value={format}
          onValue={(next) => onChange({ format: next })}
        />
        <SegmentedControl
          label={strings.paperUnit}
          items={UNITS.map((value) => ({ value, label: value === 'px' && format === 'pdf' ? 'pt' : value }))}
          value={unit}
          onValue={(next) => onChange(inUnit(draft, next))}
        />
      </div>
      <div className={styles.pair}>
        <TextField label={strings.paperWidth(shown)} value={width} onValue={(next) => onChange({ width: next })} />
        <TextField label={strings.paperHeight(shown)} value={height} onValue={(next) => onChange({ height: next })} />
        {format !== 'png' ? undefined : unit === 'mm' ? (
          <TextField label={strings.paperDpi} value={dpi} onValue={(next) => onChange({ dpi: next })} />
        ) : (
          <TextField label={strings.paperScale} value={scale} onValue={(next) => onChange({ scale: next })} />
        )}
      </div>
      <Switch label={strings.transparent} isOn={isTransparent} onToggle={(next) => onChange({ isTransparent: next })} />
    </>
  );
}
