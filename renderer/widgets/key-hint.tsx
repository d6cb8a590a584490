import type { ReactElement } from 'react';
import { cx } from './classes.ts';
import { keyLabels } from './key-names.ts';
import styles from './key-hint.module.css';

/** A shortcut as key caps; `keys` in the registry's notation (`$mod+Shift+Z`, `g w`). */
export function KeyHint({
  keys,
  tone = 'plain',
}: {
  readonly keys: string;
  readonly tone?: 'plain' | 'inverse';
}): ReactElement {
  return (
    <span className={cx(styles.hint, tone === 'inverse' && styles.inverse)}>
      {keyLabels(keys).map((label, i) => (
        <kbd key={`${label}${i}`} className={styles.key}>
          {label}
        </kbd>
      ))}
    </span>
  );
}
