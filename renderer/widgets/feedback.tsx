import { CircleAlert } from 'lucide-react';
import type { CSSProperties, ReactElement, ReactNode } from 'react';
import { Button } from './button.tsx';
import { cx } from './classes.ts';
import styles from './feedback.module.css';
import { strings } from './strings.ts';

/** A grey place of the size of what will come, so that nothing jumps. Sizes are CSS lengths. */
export function Skeleton({
  width = '100%',
  height = '1em',
  className,
}: {
  readonly width?: string;
  readonly height?: string;
  readonly className?: string | undefined;
}): ReactElement {
  const style: CSSProperties = { width, height };
  return <span className={cx(styles.skeleton, className)} style={style} aria-hidden />;
}

export interface EmptyStateProps {
  readonly title: string;
  readonly icon?: ReactNode;
  /** Why it is empty and what to do. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** True where it is the whole page: its title is the page's. */
  readonly isPage?: boolean;
}

/** A place with nothing to show: says why and what to do next. */
export function EmptyState({ title, icon, children, actions, isPage = false }: EmptyStateProps): ReactElement {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className={styles.empty}>
      {icon}
      <Title className={styles.emptyTitle}>{title}</Title>
      {children === undefined ? undefined : <div className={styles.emptyText}>{children}</div>}
      {actions === undefined ? undefined : <div className={styles.emptyActions}>{actions}</div>}
    </div>
  );
}

export interface ErrorNoticeProps {
  /** What happened and why. */
  readonly title: string;
  /** The next thing to do. */
  readonly tip?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** An error where its subject would be, with the next thing to do. */
export function ErrorNotice({ title, tip, onRetry }: ErrorNoticeProps): ReactElement {
  return (
    <div className={styles.notice} role="alert">
      <CircleAlert size={16} aria-hidden />
      <div className={styles.noticeWords}>
        <p className={styles.noticeTitle}>{title}</p>
        {tip === undefined ? undefined : <p className={styles.tip}>{tip}</p>}
      </div>
      {onRetry === undefined ? undefined : (
        <Button size="small" onClick={onRetry}>
          {strings.retry}
        </Button>
      )}
    </div>
  );
}
