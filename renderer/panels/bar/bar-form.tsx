import { useMemo, type ReactElement } from 'react';
import type { BandKind, CenterKind } from '#shared/metrics';
import { useProjectKeys } from '#ui/data';
import { SegmentedControl, Select, Switch } from '#ui/widgets';
import { columnChoices, type ColumnChoice } from '../columns/choices.ts';
import { ColumnSelect } from '../columns/column-select.tsx';
import styles from '../columns/form.module.css';
import { FormRow, NumberField, TitleRow } from '../frame/settings-form.tsx';
import type { PanelFormProps } from '../registry.ts';
import { readBarConfig, sparseBarConfig, type BarConfig, type BarOrder, type BarShape } from './config.ts';
import { strings } from './strings.ts';

const SHAPES = (['bar', 'box', 'violin'] satisfies BarShape[]).map((value) => ({
  value,
  label: strings.shapes[value],
}));
const ORDERS = (['descending', 'ascending', 'name', 'board'] satisfies BarOrder[]).map((value) => ({
  value,
  label: strings.orders[value],
}));
const CENTERS = (['mean', 'median', 'min', 'max'] satisfies CenterKind[]).map((value) => ({
  value,
  label: strings.centers[value],
}));
const ERRORS = (['std', 'stderr', 'ci95', 'p25p75', 'p10p90', 'minmax', 'none'] satisfies BandKind[]).map((value) => ({
  value,
  label: strings.errors[value],
}));
const DIRECTIONS = [
  { value: 'lying', label: strings.lying },
  { value: 'upright', label: strings.upright },
] as const;
const LEGENDS = [
  { value: 'none', label: strings.legends.none },
  { value: 'top', label: strings.legends.top },
  { value: 'bottom', label: strings.legends.bottom },
  { value: 'right', label: strings.legends.right },
] as const;
const NO_CHOICES: readonly ColumnChoice[] = [];

/** All settings of a bar panel: what is measured, for whom, and how it is drawn. */
export function BarForm({ project, saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readBarConfig(saved), [saved]);
  const keys = useProjectKeys(project).data;
  const choices = useMemo(() => (keys === undefined ? NO_CHOICES : columnChoices(keys)), [keys]);
  const set = (part: Partial<BarConfig>): void => onSave(sparseBarConfig({ ...config, ...part }));
  return (
    <div className={styles.form}>
      <FormRow label={strings.value}>
        <ColumnSelect
          label={strings.value}
          choices={choices}
          value={config.value}
          onValue={(value) => set({ value })}
        />
      </FormRow>
      <FormRow label={strings.by}>
        <ColumnSelect
          label={strings.by}
          choices={choices}
          value={config.by}
          none={strings.asBoard}
          onValue={(by) => set({ by })}
        />
      </FormRow>
      <FormRow label={strings.shape}>
        <div className={styles.stack}>
          <SegmentedControl
            label={strings.shape}
            items={SHAPES}
            value={config.shape}
            onValue={(shape) => set({ shape })}
          />
          <SegmentedControl
            label={strings.direction}
            items={DIRECTIONS}
            value={config.isUpright ? 'upright' : 'lying'}
            onValue={(direction) => set({ isUpright: direction === 'upright' })}
          />
          <Switch label={strings.dots} isOn={config.hasDots} onToggle={(hasDots) => set({ hasDots })} />
        </div>
      </FormRow>
      <StatRows config={config} set={set} />
      <FormRow label={strings.range}>
        <div className={styles.stack}>
          <div className={styles.pair}>
            <NumberField label={strings.min} value={config.min} onValue={(min) => set({ min })} />
            <span aria-hidden>–</span>
            <NumberField label={strings.max} value={config.max} onValue={(max) => set({ max })} />
          </div>
          <Switch label={strings.log} isOn={config.isLog} onToggle={(isLog) => set({ isLog })} />
        </div>
      </FormRow>
      <FormRow label={strings.legend}>
        <SegmentedControl
          label={strings.legend}
          items={LEGENDS}
          value={config.legend}
          onValue={(legend) => set({ legend })}
        />
      </FormRow>
      <TitleRow title={config.title} onTitle={(title) => set({ title })} />
    </div>
  );
}

/** What the bar of several runs shows, and the order of bars. */
function StatRows({
  config,
  set,
}: {
  readonly config: BarConfig;
  readonly set: (part: Partial<BarConfig>) => void;
}): ReactElement {
  return (
    <>
      <FormRow label={strings.center}>
        <div className={styles.pair}>
          <Select
            label={strings.center}
            size="small"
            options={CENTERS}
            value={config.center}
            onValue={(center) => set({ center })}
          />
          <Select
            label={strings.error}
            size="small"
            options={ERRORS}
            value={config.error}
            onValue={(error) => set({ error })}
          />
        </div>
      </FormRow>
      <FormRow label={strings.order}>
        <Select
          label={strings.order}
          size="small"
          options={ORDERS}
          value={config.order}
          onValue={(order) => set({ order })}
        />
      </FormRow>
    </>
  );
}
