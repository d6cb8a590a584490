import { useMemo, type ReactElement } from 'react';
import type { CenterKind } from '#shared/metrics';
import { useProjectKeys } from '#ui/data';
import { SegmentedControl, Select } from '#ui/widgets';
import { columnChoices, type ColumnChoice } from '../columns/choices.ts';
import { ColumnSelect } from '../columns/column-select.tsx';
import styles from '../columns/form.module.css';
import { FormRow, TitleRow } from '../frame/settings-form.tsx';
import type { PanelFormProps } from '../registry.ts';
import { readScalarConfig, sparseScalarConfig, type ScalarConfig, type ScalarOrder } from './config.ts';
import { strings } from './strings.ts';

const BETTER = (['none', 'min', 'max'] as const).map((value) => ({ value, label: strings.betters[value] }));
const CENTERS = (['mean', 'median', 'min', 'max'] satisfies CenterKind[]).map((value) => ({
  value,
  label: strings.centers[value],
}));
const ORDERS = (['board', 'highest', 'lowest', 'name'] satisfies ScalarOrder[]).map((value) => ({
  value,
  label: strings.orders[value],
}));
const NO_CHOICES: readonly ColumnChoice[] = [];

/** All settings of a scalar panel: which number, what better means, what stands for a group. */
export function ScalarForm({ project, saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readScalarConfig(saved), [saved]);
  const keys = useProjectKeys(project).data;
  const choices = useMemo(() => (keys === undefined ? NO_CHOICES : columnChoices(keys)), [keys]);
  const set = (part: Partial<ScalarConfig>): void => onSave(sparseScalarConfig({ ...config, ...part }));
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
      <FormRow label={strings.better}>
        <SegmentedControl
          label={strings.better}
          items={BETTER}
          value={config.better ?? 'none'}
          onValue={(better) => set({ better: better === 'none' ? undefined : better })}
        />
      </FormRow>
      <FormRow label={strings.center}>
        <SegmentedControl
          label={strings.center}
          items={CENTERS}
          value={config.center}
          onValue={(center) => set({ center })}
        />
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
      <TitleRow title={config.title} onTitle={(title) => set({ title })} />
    </div>
  );
}
