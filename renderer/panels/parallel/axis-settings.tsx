import { ArrowLeft, ArrowRight, Plus, Trash2, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, IconButton, Switch, TextField } from '#ui/widgets';
import { NumberField } from '../frame/settings-form.tsx';
import type { AxisConfig } from './config.ts';
import styles from './parallel.module.css';
import type { AxisRange } from './reading.ts';
import type { ParallelAxis } from './series.ts';
import { strings } from './strings.ts';

export interface AxisSettingsProps {
  readonly axis: ParallelAxis;
  readonly config: AxisConfig;
  readonly place: number;
  readonly count: number;
  readonly ranges: readonly AxisRange[];
  readonly onRanges: (ranges: readonly AxisRange[]) => void;
  readonly onChange: (part: Partial<Omit<AxisConfig, 'column'>>) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** All that can be set on one axis, also what the pointer does by dragging: its place and its ranges. */
export function AxisSettings(props: AxisSettingsProps): ReactElement {
  const { axis, config, place, count, ranges, onRanges, onChange, onMove, onRemove } = props;
  return (
    <div className={styles.settings}>
      <TextField
        label={strings.name}
        size="small"
        placeholder={axis.label}
        value={config.name ?? ''}
        onValue={(name) => onChange({ name: name === '' ? undefined : name })}
      />
      <div className={styles.row}>
        <Switch label={strings.flip} isOn={config.isFlipped} onToggle={(isFlipped) => onChange({ isFlipped })} />
        <Switch
          label={strings.log}
          isOn={config.isLog}
          isDisabled={axis.axis.kind === 'names'}
          onToggle={(isLog) => onChange({ isLog })}
        />
      </div>
      {axis.axis.kind === 'names' ? undefined : <RangeFields axis={axis} ranges={ranges} onRanges={onRanges} />}
      <div className={styles.row}>
        <IconButton label={strings.moveLeft} size="small" disabled={place === 0} onClick={() => onMove(place - 1)}>
          <ArrowLeft size={14} aria-hidden />
        </IconButton>
        <IconButton
          label={strings.moveRight}
          size="small"
          disabled={place === count - 1}
          onClick={() => onMove(place + 1)}
        >
          <ArrowRight size={14} aria-hidden />
        </IconButton>
        <Button size="small" kind="ghost" icon={<Trash2 size={13} aria-hidden />} onClick={onRemove}>
          {strings.removeAxis}
        </Button>
      </div>
    </div>
  );
}

type RangeFieldsProps = Pick<AxisSettingsProps, 'axis' | 'ranges' | 'onRanges'>;

/** The ranges of an axis as numbers; an end left empty is that of the axis. */
function RangeFields({ axis, ranges, onRanges }: RangeFieldsProps): ReactElement {
  const [low, high] = axis.axis.kind === 'number' ? axis.axis.range : [0, 1];
  const change = (at: number, next: AxisRange): void => onRanges(ranges.map((range, i) => (i === at ? next : range)));
  return (
    <>
      {ranges.map((range, i) => (
        <div key={i} className={styles.row} role="group" aria-label={strings.ranges}>
          <NumberField
            label={strings.from}
            value={Number(Math.min(...range).toPrecision(5))}
            onValue={(from) => change(i, [from ?? low, Math.max(...range)])}
          />
          <span aria-hidden>–</span>
          <NumberField
            label={strings.to}
            value={Number(Math.max(...range).toPrecision(5))}
            onValue={(to) => change(i, [Math.min(...range), to ?? high])}
          />
          <IconButton
            label={strings.removeRange}
            size="small"
            onClick={() => onRanges(ranges.filter((_, at) => at !== i))}
          >
            <X size={13} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className={styles.row}>
        <Button size="small" icon={<Plus size={13} aria-hidden />} onClick={() => onRanges([...ranges, [low, high]])}>
          {strings.addRange}
        </Button>
      </div>
    </>
  );
}
