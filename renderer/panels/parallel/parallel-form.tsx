import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { columnOfId } from '#shared/api';
import { useProjectKeys } from '#ui/data';
import { IconButton, SegmentedControl } from '#ui/widgets';
import { columnChoices, columnLabel, type ColumnChoice } from '../columns/choices.ts';
import { ColumnSelect } from '../columns/column-select.tsx';
import formStyles from '../columns/form.module.css';
import { FormRow, TitleRow } from '../frame/settings-form.tsx';
import type { PanelFormProps } from '../registry.ts';
import { moveAxis, readParallelConfig, sparseParallelConfig, type AxisConfig, type ParallelConfig } from './config.ts';
import styles from './parallel.module.css';
import { strings } from './strings.ts';

const COLORS = [
  { value: 'last', label: strings.lastAxis },
  { value: 'column', label: strings.byColumn },
  { value: 'run', label: strings.byRun },
] as const;
const NO_CHOICES: readonly ColumnChoice[] = [];

/** All settings of parallel coordinates: which axes in which order, and what the colours say. */
export function ParallelForm({ project, saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readParallelConfig(saved), [saved]);
  const keys = useProjectKeys(project).data;
  const choices = useMemo(() => (keys === undefined ? NO_CHOICES : columnChoices(keys)), [keys]);
  const set = (part: Partial<ParallelConfig>): void => onSave(sparseParallelConfig({ ...config, ...part }));
  const taken = new Set(config.axes.map((axis) => axis.column));
  return (
    <div className={formStyles.form}>
      <FormRow label={strings.axes}>
        <div className={formStyles.stack}>
          <AxisList axes={config.axes} onAxes={(axes) => set({ axes })} />
          <ColumnSelect
            label={strings.addAxis}
            none={strings.addAxis}
            choices={choices.filter((one) => !taken.has(one.id))}
            value={undefined}
            onValue={(column) =>
              column === undefined
                ? undefined
                : set({ axes: [...config.axes, { column, isFlipped: false, isLog: false }] })
            }
          />
        </div>
      </FormRow>
      <FormRow label={strings.color}>
        <div className={formStyles.stack}>
          <SegmentedControl
            label={strings.color}
            items={COLORS}
            value={config.colorBy}
            onValue={(colorBy) => set({ colorBy })}
          />
          {config.colorBy === 'column' ? (
            <ColumnSelect
              label={strings.colorColumn}
              choices={choices}
              value={config.color}
              onValue={(color) => set({ color })}
            />
          ) : undefined}
        </div>
      </FormRow>
      <TitleRow title={config.title} onTitle={(title) => set({ title })} />
    </div>
  );
}

function AxisList({
  axes,
  onAxes,
}: {
  readonly axes: readonly AxisConfig[];
  readonly onAxes: (axes: readonly AxisConfig[]) => void;
}): ReactElement {
  return (
    <div className={styles.axes} role="list" aria-label={strings.axes}>
      {axes.map(({ column, name }, i) => {
        const ref = columnOfId(column);
        const label = name ?? (ref === undefined ? column : columnLabel(ref));
        return (
          <div key={column} role="listitem" className={styles.axisRow}>
            <span title={label}>{label}</span>
            <IconButton
              label={`${strings.moveLeft}: ${label}`}
              size="small"
              disabled={i === 0}
              onClick={() => onAxes(moveAxis(axes, i, i - 1))}
            >
              <ArrowUp size={13} aria-hidden />
            </IconButton>
            <IconButton
              label={`${strings.moveRight}: ${label}`}
              size="small"
              disabled={i === axes.length - 1}
              onClick={() => onAxes(moveAxis(axes, i, i + 1))}
            >
              <ArrowDown size={13} aria-hidden />
            </IconButton>
            <IconButton
              label={`${strings.removeAxis}: ${label}`}
              size="small"
              onClick={() => onAxes(axes.filter((_, at) => at !== i))}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </div>
        );
      })}
    </div>
  );
}
