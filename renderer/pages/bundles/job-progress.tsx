import type { ReactElement } from 'react';
import type { BundleJob } from '#shared/api';
import styles from './bundles.module.css';
import { strings } from './strings.ts';

/** How far a bundle is; undefined before the host has told of it. */
export function JobProgress({ job }: { readonly job: BundleJob | undefined }): ReactElement {
  const { phase = 'gathering', doneBytes = 0, totalBytes = 0 } = job ?? {};
  const isKnown = totalBytes > 0;
  const words = doneBytes === 0 && phase === 'gathering' ? strings.waiting : strings.phases[phase];
  return (
    <div role="status">
      <p className={styles.progressWords}>
        <span>{words}</span>
        {isKnown ? <span>{strings.far(doneBytes, totalBytes)}</span> : undefined}
      </p>
      <progress
        className={styles.progress}
        aria-label={words}
        {...(isKnown ? { max: totalBytes, value: doneBytes } : {})}
      />
    </div>
  );
}
