import { useMemo, type ReactElement } from 'react';
import { useProjectKeys } from '#ui/data';
import { columnChoices, type ColumnChoice } from '../columns/choices.ts';
import { ColumnSelect } from '../columns/column-select.tsx';
import styles from '../columns/form.module.css';
import { FormRow, TitleRow } from '../frame/settings-form.tsx';
import type { PanelFormProps } from '../registry.ts';
import { readImportanceConfig, sparseImportanceConfig, type ImportanceConfig } from './config.ts';
import { strings } from './strings.ts';

const NO_CHOICES: readonly ColumnChoice[] = [];

/** The columns that may be explained: numbers that are no parameters. */
export function useTargets(project: PanelFormProps['project']): readonly ColumnChoice[] {
  const keys = useProjectKeys(project).data;
  return useMemo(
    () =>
      keys === undefined ? NO_CHOICES : columnChoices(keys).filter((one) => one.isNumeric && one.ref.kind !== 'config'),
    [keys],
  );
}

/** Settings of parameter importance: the metric to explain, and the panel's title. */
export function ImportanceForm({ project, saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readImportanceConfig(saved), [saved]);
  const targets = useTargets(project);
  const set = (part: Partial<ImportanceConfig>): void => onSave(sparseImportanceConfig({ ...config, ...part }));
  return (
    <div className={styles.form}>
      <FormRow label={strings.target}>
        <ColumnSelect
          label={strings.target}
          choices={targets}
          value={config.target}
          onValue={(target) => set({ target })}
        />
      </FormRow>
      <TitleRow title={config.title} onTitle={(title) => set({ title })} />
    </div>
  );
}
