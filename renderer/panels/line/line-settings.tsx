import { RotateCcw } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { XAxis } from '#shared/api';
import { Button, IconButton, SegmentedControl, Switch, TextField } from '#ui/widgets';
import { AxisPicker } from '../frame/axis-picker.tsx';
import { SmoothingControl } from '../frame/smoothing-control.tsx';
import { strings } from '../strings.ts';
import type { LineConfig, LineOverrides } from './config.ts';
import styles from './line-panel.module.css';

export interface LineSettingsProps {
  readonly config: LineConfig;
  readonly own: LineOverrides;
  readonly defaultX: XAxis;
  readonly xKeys: readonly string[];
  readonly keyName: string;
  readonly onChange: (own: LineOverrides) => void;
}

const SCALES = [
  { value: 'linear', label: strings.linear },
  { value: 'log', label: strings.log },
] as const;

/** All settings of one line panel. An own setting has a dot and a button that gives it back to the workspace. */
export function LineSettings({ config, own, defaultX, xKeys, keyName, onChange }: LineSettingsProps): ReactElement {
  const set = (part: LineOverrides): void => onChange({ ...own, ...part });
  const unset = (...names: readonly (keyof LineOverrides)[]): void => {
    const rest = { ...own };
    for (const name of names) delete rest[name];
    onChange(rest);
  };
  const row = (label: string, names: readonly (keyof LineOverrides)[], control: ReactNode): ReactElement => {
    const isOwn = names.some((name) => own[name] !== undefined);
    return (
      <div className={styles.setting}>
        <span className={styles.settingName} data-own={isOwn ? '' : undefined}>
          {label}
        </span>
        <div className={styles.settingControl}>{control}</div>
        <span className={styles.settingReset}>
          {isOwn ? (
            <IconButton label={strings.inherit} size="small" onClick={() => unset(...names)}>
              <RotateCcw size={13} aria-hidden />
            </IconButton>
          ) : undefined}
        </span>
      </div>
    );
  };
  return (
    <div className={styles.settings}>
      {row(
        strings.title,
        ['title'],
        <TextField
          label={strings.title}
          isLabelHidden
          size="small"
          placeholder={keyName}
          value={own.title ?? ''}
          onValue={(title) => (title === '' ? unset('title') : set({ title }))}
        />,
      )}
      {row(
        strings.xAxis,
        ['x'],
        <AxisPicker
          value={config.x ?? defaultX}
          defaultX={defaultX}
          keys={xKeys}
          onValue={(x) => (x === undefined ? unset('x') : set({ x }))}
        />,
      )}
      {row(
        strings.xScale,
        ['xScale'],
        <SegmentedControl
          label={strings.xScale}
          items={SCALES}
          value={config.xScale}
          onValue={(xScale) => set({ xScale })}
        />,
      )}
      {row(
        strings.yScale,
        ['yScale'],
        <SegmentedControl
          label={strings.yScale}
          items={SCALES}
          value={config.yScale}
          onValue={(yScale) => set({ yScale })}
        />,
      )}
      {row(
        strings.yRange,
        ['yMin', 'yMax'],
        <div className={styles.pair}>
          <NumberField
            label={`${strings.yRange}, minimum`}
            value={own.yMin}
            onValue={(yMin) => (yMin === undefined ? unset('yMin') : set({ yMin }))}
          />
          <span aria-hidden>–</span>
          <NumberField
            label={`${strings.yRange}, maximum`}
            value={own.yMax}
            onValue={(yMax) => (yMax === undefined ? unset('yMax') : set({ yMax }))}
          />
        </div>,
      )}
      {row(
        strings.smoothing,
        ['smoothing'],
        <SmoothingControl value={config.smoothing} onValue={(smoothing) => set({ smoothing })} />,
      )}
      {config.smoothing.kind === 'none'
        ? undefined
        : row(
            '',
            ['isOriginalShown'],
            <Switch
              label={strings.showOriginal}
              isOn={config.isOriginalShown}
              onToggle={(isOriginalShown) => set({ isOriginalShown })}
            />,
          )}
      {Object.keys(own).length === 0 ? undefined : (
        <Button size="small" onClick={() => onChange({})}>
          {strings.resetAll}
        </Button>
      )}
    </div>
  );
}

/** A number that may be left to the data. What is typed counts once it is a number. */
function NumberField({
  label,
  value,
  onValue,
}: {
  readonly label: string;
  readonly value: number | undefined;
  readonly onValue: (value: number | undefined) => void;
}): ReactElement {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const text = typed ?? (value === undefined ? '' : String(value));
  const isWrong = text.trim() !== '' && !Number.isFinite(Number(text));
  return (
    <TextField
      label={label}
      isLabelHidden
      size="small"
      inputMode="decimal"
      placeholder={strings.automatic}
      value={text}
      aria-invalid={isWrong}
      onBlur={() => setTyped(undefined)}
      onValue={(next) => {
        setTyped(next);
        if (next.trim() === '') onValue(undefined);
        else if (Number.isFinite(Number(next))) onValue(Number(next));
      }}
    />
  );
}
