import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { DressedCell } from './dress.ts';
import styles from './dressed-cell.module.css';

export interface DressedProps {
  readonly cell: DressedCell;
  /** The value as any table shows it. */
  readonly words: string;
  /** In a grid the arrow keys lead to rows, and Enter to the row with its links. */
  readonly isInGrid: boolean;
}

/** A cell that leads somewhere or has a colour. */
export function Dressed({ cell, words, isInGrid }: DressedProps): ReactElement {
  const { href, color } = cell;
  const shown = cell.words ?? words;
  return (
    <span className={styles.cell}>
      {color === undefined ? undefined : <span className={styles.dot} style={{ background: color }} />}
      {href === undefined ? (
        <span className={styles.words}>{shown}</span>
      ) : (
        <Link className={styles.link} href={href} tabIndex={isInGrid ? -1 : 0}>
          {shown}
        </Link>
      )}
    </span>
  );
}
