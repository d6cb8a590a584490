import { useState, type ReactElement } from 'react';
import { SegmentedControl, Switch, TextField } from '#ui/widgets';
import { strings } from '../strings.ts';
import { inUnit, START, unitName, UNITS, wantedOf, type PaperDraft, type WantedPicture } from './paper-size.ts';
import styles from './picture-dialog.module.css';
import { FORMATS } from './picture.ts';

/** Format, size and ground of pictures; `wanted` is undefined while what is typed makes none. */
export function usePaper(): {
  readonly draft: PaperDraft;
  readonly change: (part: Partial<PaperDraft>) => void;
  readonly wanted: WantedPicture | undefined;
} {
  const [draft, setDraft] = useState(START);
  return { draft, change: (part) => setDraft((old) => ({ ...old, ...part })), wanted: wantedOf(draft) };
}

export interface PaperFormProps {
  readonly draft: PaperDraft;
  readonly onChange: (part: Partial<PaperDraft>) => void;
}

/** The fields of a picture for paper. */
export function PaperForm({ draft, onChange }: PaperFormProps): ReactElement {
  const { format, unit, width, height, scale, dpi, isTransparent } = draft;
  const shown = unitName(unit, format);
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
          items={UNITS.map((value) => ({ value, label: unitName(value, format) }))}
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
