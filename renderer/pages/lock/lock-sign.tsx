import { Lock } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RunHead } from '#shared/api';
import { cx } from '#ui/widgets';
import styles from './lock.module.css';
import { strings } from './strings.ts';

/** The sign at a run that is locked; nothing at others. */
export function LockSign({
  head,
  className,
  isWorded = false,
}: {
  readonly head: Pick<RunHead, 'isLocked'>;
  readonly className?: string | undefined;
  /** With the word beside it, where there is room. */
  readonly isWorded?: boolean;
}): ReactElement | undefined {
  if (head.isLocked !== true) return undefined;
  return (
    <span className={cx(styles.sign, className)} title={strings.sign}>
      <Lock size={12} role="img" aria-label={strings.sign} />
      {isWorded ? <span aria-hidden>{strings.word}</span> : undefined}
    </span>
  );
}
