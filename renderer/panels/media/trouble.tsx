import type { ReactElement } from 'react';
import styles from './media.module.css';
import { strings } from './strings.ts';

/** A file that cannot be shown; it can still be had. */
export function Broken({ tip, save }: { readonly tip: string; readonly save: string | undefined }): ReactElement {
  return (
    <div className={styles.trouble} role="status">
      <p>{strings.broken}</p>
      <p className={styles.troubleTip}>{tip}</p>
      {save === undefined ? undefined : (
        <a className={styles.troubleLink} href={save} download>
          {strings.download}
        </a>
      )}
    </div>
  );
}
