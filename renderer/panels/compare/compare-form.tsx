import { useMemo, type ReactElement } from 'react';
import styles from '../columns/form.module.css';
import { TitleRow } from '../frame/settings-form.tsx';
import type { PanelFormProps } from '../registry.ts';
import { readCompareConfig, sparseCompareConfig } from './config.ts';

/** Settings of a comparer beside those that stand in it: its title. */
export function CompareForm({ saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readCompareConfig(saved), [saved]);
  return (
    <div className={styles.form}>
      <TitleRow title={config.title} onTitle={(title) => onSave(sparseCompareConfig({ ...config, title }))} />
    </div>
  );
}
