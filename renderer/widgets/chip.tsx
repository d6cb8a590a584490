import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import styles from './chip.module.css';
import { cx } from './classes.ts';

export interface ChipProps {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'accent' | 'warn';
  readonly icon?: ReactNode;
  /** Makes the words a button. */
  readonly onClick?: () => void;
  readonly title?: string;
  /** Shows a cross; `removeLabel` is its name. */
  readonly onRemove?: () => void;
  readonly removeLabel?: string;
}

/** A short fact or a tag, with an optional act and an optional cross. */
export function Chip({
  children,
  tone = 'plain',
  icon,
  onClick,
  title,
  onRemove,
  removeLabel,
}: ChipProps): ReactElement {
  return (
    <span className={cx(styles.chip, tone !== 'plain' && styles[tone])} title={title}>
      {icon}
      {onClick === undefined ? (
        <span className={styles.words}>{children}</span>
      ) : (
        <button type="button" className={styles.words} onClick={onClick}>
          {children}
        </button>
      )}
      {onRemove === undefined ? undefined : (
        <button type="button" className={styles.remove} aria-label={removeLabel} onClick={onRemove}>
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}

/** A run's colour. `color` is a CSS colour or `var(--run-n)`. */
export function ColorDot({ color, className }: { readonly color: string; readonly className?: string }): ReactElement {
  return <span className={cx(styles.dot, className)} style={{ color }} aria-hidden />;
}
