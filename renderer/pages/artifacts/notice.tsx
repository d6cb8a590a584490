import type { ReactElement } from 'react';
import { asProblem } from '#shared/errors';
import { ErrorNotice } from '#ui/widgets';
import styles from './artifacts.module.css';
import { strings } from './strings.ts';

/** A read that failed, where its answer would be. */
export function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactElement {
  const problem = asProblem(error);
  return (
    <div className={styles.message}>
      <ErrorNotice title={`${strings.failed}: ${problem.message}`} tip={problem.toData().tip} onRetry={onRetry} />
    </div>
  );
}
