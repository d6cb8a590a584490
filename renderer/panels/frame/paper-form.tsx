import { useState, type ReactElement } from 'react';
import type { PlotSize } from '#ui/charts';
import { SegmentedControl, Switch, TextField } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './picture-dialog.module.css';
import { FORMATS, type Format, type Paper } from './picture.ts';

/** What a person has typed so far. */
export interface PaperDraft {
  readonly format: Format;
  readonly width: string;
  readonly height: string;
  readonly scale: string;
  readonly isTransparent: boolean;
}

const START: PaperDraft = { format: 'svg', width: '800', height: '500', scale: '2', isTransparent: false };

/** Format, size and ground of pictures; `wanted` is undefined while what is typed makes none. */
export function usePaper(): {
  readonly draft: PaperDraft;
  readonly change: (part: Partial<PaperDraft>) => void;
  readonly wanted: { readonly size: PlotSize; readonly paper: Paper } | undefined;
} {
  const [draft, setDraft] = useState(START);
  const size = { width: Number(draft.width), height: Number(draft.height) };
  const scale = Number(draft.scale);
  const isRight = [size.width, size.height].every((one) => one >= 100 && one <= 10_000) && scale > 0;
  return {
    draft,
    change: (part) => setDraft((old) => ({ ...old, ...part })),
    wanted: isRight ? { size, paper: { format: draft.format, scale, isTransparent: draft.isTransparent } } : undefined,
  };
}

export interface PaperFormProps {
  readonly draft: PaperDraft;
  readonly onChange: (part: Partial<PaperDraft>) => void;
}

/** The fields of a picture for paper. */
export function PaperForm({ draft, onChange }: PaperFormProps): ReactElement {
  const { format, width, height, scale, isTransparent } = draft;
  const unit = format === 'pdf' ? 'pt' : 'px';
  return (
    <>
      <SegmentedControl
        label={strings.format}
        items={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
        value={format}
        onValue={(next) => onChange({ format: next })}
      />
      <div className={styles.pair}>
        <TextField label={strings.paperWidth(unit)} value={width} onValue={(next) => onChange({ width: next })} />
        <TextField label={strings.paperHeight(unit)} value={height} onValue={(next) => onChange({ height: next })} />
        {format === 'png' ? (
          <TextField label={strings.paperScale} value={scale} onValue={(next) => onChange({ scale: next })} />
        ) : undefined}
      </div>
      <Switch label={strings.transparent} isOn={isTransparent} onToggle={(next) => onChange({ isTransparent: next })} />
    </>
  );
}
