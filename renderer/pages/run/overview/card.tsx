import type { ReactElement, ReactNode } from 'react';
import styles from './overview.module.css';

interface CardProps {
  readonly title: string;
  /** How many things it lists, beside the title. */
  readonly count?: number;
  /** What can be done, or where more is; at the right of the title. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** A part of an overview under a heading. */
export function Card({ title, count, acts, children }: CardProps): ReactElement {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.cardHead}>
        <h2>{title}</h2>
        {count === undefined ? undefined : <span className={styles.cardCount}>{count}</span>}
        <span className={styles.spring} />
        {acts}
      </header>
      {children}
    </section>
  );
}
