import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Slider as BaseSlider } from '@base-ui/react/slider';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Check, Minus } from 'lucide-react';
import type { ReactElement } from 'react';
import { cx } from './classes.ts';
import styles from './toggle.module.css';

export interface SwitchProps {
  readonly label: string;
  /** Keeps the label for screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
}

/** Something that is on or off and takes effect at once. */
export function Switch({
  label,
  isLabelHidden = false,
  isOn,
  onToggle,
  isDisabled = false,
}: SwitchProps): ReactElement {
  const control = (
    <BaseSwitch.Root
      className={styles.switch}
      checked={isOn}
      disabled={isDisabled}
      onCheckedChange={(next) => onToggle(next)}
      aria-label={label}
    >
      <BaseSwitch.Thumb className={styles.thumb} />
    </BaseSwitch.Root>
  );
  if (isLabelHidden) return control;
  return (
    <label className={styles.row}>
      {control}
      {label}
    </label>
  );
}

export interface CheckboxProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  /** `mixed`: some of several. */
  readonly state: boolean | 'mixed';
  readonly onToggle: (isChecked: boolean, event: Event) => void;
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
}

/** A tick, or several of a list. */
export function Checkbox(props: CheckboxProps): ReactElement {
  const { label, isLabelHidden = false, state, onToggle, isDisabled = false, className } = props;
  const control = (
    <BaseCheckbox.Root
      className={styles.box}
      checked={state === true}
      indeterminate={state === 'mixed'}
      disabled={isDisabled}
      onCheckedChange={(next, details) => onToggle(next, details.event)}
      aria-label={label}
    >
      <BaseCheckbox.Indicator>
        {state === 'mixed' ? (
          <Minus size={12} strokeWidth={3} aria-hidden />
        ) : (
          <Check size={12} strokeWidth={3} aria-hidden />
        )}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  if (isLabelHidden) return control;
  return (
    <label className={cx(styles.row, className)}>
      {control}
      {label}
    </label>
  );
}

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onValue: (value: number) => void;
  /** Called when the drag ends. */
  readonly onCommit?: (value: number) => void;
  readonly className?: string | undefined;
}

/** A number within bounds, by drag or arrow keys. */
export function Slider({ label, value, min, max, step, onValue, onCommit, className }: SliderProps): ReactElement {
  return (
    <BaseSlider.Root
      className={cx(styles.slider, className)}
      value={value}
      min={min}
      max={max}
      step={step}
      onValueChange={(next) => onValue(next)}
      {...(onCommit === undefined ? {} : { onValueCommitted: (next: number) => onCommit(next) })}
    >
      <BaseSlider.Control className={styles.control}>
        <BaseSlider.Track className={styles.track}>
          <BaseSlider.Indicator className={styles.range} />
          <BaseSlider.Thumb className={styles.knob} getAriaLabel={() => label} />
        </BaseSlider.Track>
      </BaseSlider.Control>
    </BaseSlider.Root>
  );
}
