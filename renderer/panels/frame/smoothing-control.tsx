import { useEffect, useState, type ReactElement } from 'react';
import type { Smoothing, SmoothingKind } from '#shared/api';
import { useData } from '#ui/data';
import { Select, Slider, TextField } from '#ui/widgets';
import { SMOOTHING_KINDS } from '../settings.ts';
import { strings } from '../strings.ts';
import styles from './controls.module.css';

/** While the slider moves, the curves follow at this distance. */
const FOLLOW_MS = 80;

export interface SmoothingControlProps {
  readonly value: Smoothing;
  readonly onValue: (smoothing: Smoothing) => void;
}

/** Kind, slider and number of a smoothing. The slider moves at once, the setting follows every 80 ms. */
export function SmoothingControl({ value, onValue }: SmoothingControlProps): ReactElement {
  const { clock } = useData();
  // Belongs to the setting it was made on; a new setting makes it void.
  const [pending, setPending] = useState<{ readonly on: Smoothing; readonly strength: number } | undefined>(undefined);
  const draft = pending?.on === value ? pending.strength : undefined;
  const setDraft = (strength: number): void => setPending({ on: value, strength });
  const kind = SMOOTHING_KINDS.find((one) => one.kind === value.kind);
  useEffect(() => {
    if (draft === undefined || draft === value.strength) return undefined;
    return clock.after(FOLLOW_MS, () => onValue({ kind: value.kind, strength: draft }));
  }, [clock, draft, value, onValue]);
  const strength = draft ?? value.strength;
  return (
    <div className={styles.smoothing}>
      <Select<SmoothingKind>
        label={strings.smoothing}
        size="small"
        className={styles.kind}
        options={SMOOTHING_KINDS.map((one) => ({ value: one.kind, label: one.label }))}
        value={value.kind}
        onValue={(next) =>
          onValue({ kind: next, strength: SMOOTHING_KINDS.find((one) => one.kind === next)?.start ?? 0 })
        }
      />
      {kind === undefined || kind.kind === 'none' ? undefined : (
        <>
          <Slider
            label={strings.strength}
            className={styles.slider}
            value={strength}
            min={kind.min}
            max={kind.max}
            step={kind.step}
            onValue={setDraft}
          />
          <TextField
            label={strings.strength}
            isLabelHidden
            size="small"
            inputMode="decimal"
            className={styles.number}
            value={String(strength)}
            onValue={(text) => {
              const next = Number(text);
              if (text.trim() !== '' && Number.isFinite(next)) setDraft(Math.min(kind.max, Math.max(kind.min, next)));
            }}
          />
        </>
      )}
    </div>
  );
}
