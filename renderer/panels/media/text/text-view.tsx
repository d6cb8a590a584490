import type { ReactElement } from 'react';
import styles from './text.module.css';

/** Logged text as it is, in letters of one width. */
export function TextView({ text, isWrapped }: { readonly text: string; readonly isWrapped: boolean }): ReactElement {
  return (
    <pre className={styles.text} data-wrap={isWrapped || undefined} tabIndex={0}>
      {text}
    </pre>
  );
}
