import type { ReactElement } from 'react';
import { Button } from '#ui/widgets';
import styles from './projection.module.css';
import { strings } from './strings.ts';
import type { ProjectionStatus } from './use-projection.ts';

export interface ProgressProps {
  readonly status: ProjectionStatus;
  readonly method: string;
  readonly onCancel: () => void;
  /** There is nothing else to be seen yet. */
  readonly isAlone: boolean;
}

/** How far a projection is, in words and as a bar, and the way to end it. */
export function Progress({ status, method, onCancel, isAlone }: ProgressProps): ReactElement {
  const progress = status.kind === 'computing' ? status.progress : undefined;
  const share = progress === undefined ? undefined : progress.done / progress.of;
  return (
    <div className={isAlone ? styles.alone : styles.below} aria-busy>
      <div className={styles.progress}>
        <p className={styles.progressWords}>
          {status.kind === 'computing' ? (
            <strong>{strings.computing(method, status.facts.places.length)}</strong>
          ) : undefined}
          <span role="status">{wordsOf(status)}</span>
        </p>
        <progress className={styles.bar} aria-label={strings.progress} value={share} max={1} />
      </div>
      <Button size="small" onClick={onCancel}>
        {strings.cancel}
      </Button>
    </div>
  );
}

function wordsOf(status: ProjectionStatus): string {
  if (status.kind !== 'computing') return strings.reading;
  if (status.progress === undefined) return strings.starting;
  const { stage, done, of } = status.progress;
  return strings.stages[stage](Math.floor((100 * done) / of), done, of);
}
