import { useMemo, type ReactElement } from 'react';
import { TextField } from '#ui/widgets';
import styles from '../columns/form.module.css';
import { FormRow } from '../frame/settings-form.tsx';
import type { PanelFormProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { readCompareConfig, sparseCompareConfig } from './config.ts';

/** Settings of a comparer beside those that stand in it: its title. */
export function CompareForm({ saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readCompareConfig(saved), [saved]);
  return (
    <div className={styles.form}>
      <FormRow label={panelStrings.title}>
        <TextField
          label={panelStrings.title}
          isLabelHidden
          size="small"
          placeholder={panelStrings.automatic}
          value={config.title ?? ''}
          onValue={(title) => onSave(sparseCompareConfig({ ...config, title: title === '' ? undefined : title }))}
        />
      </FormRow>
    </div>
  );
}
