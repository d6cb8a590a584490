import { useSyncExternalStore, type ReactElement } from 'react';
import { cx } from './classes.ts';
import styles from './run-name.module.css';

/** Where a name that is too long loses letters, or that it takes a second line. */
export type NameCut = 'middle' | 'end' | 'wrap';

const STORAGE_KEY = 'taffrail.names';
/** Names of a sweep often differ in their last letters alone; so many stay in sight. */
const TAIL = 12;

const listeners = new Set<() => void>();
/** Read once for all names on the screen; undefined = nobody follows it. */
let current: NameCut | undefined;

/** What the person chose on this machine; the middle when nothing was chosen. */
function readCut(): NameCut {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'end' || stored === 'wrap' ? stored : 'middle';
}

/** Keeps the choice on this machine and shows it at once. */
export function chooseNameCut(cut: NameCut): void {
  localStorage.setItem(STORAGE_KEY, cut);
  follow();
}

/** The choice of the moment. */
export function useNameCut(): NameCut {
  return useSyncExternalStore(subscribe, () => current ?? readCut());
}

/** Reads the choice again, as after a change in another window. */
function follow(): void {
  current = readCut();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    current = readCut();
    addEventListener('storage', follow);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    current = undefined;
    removeEventListener('storage', follow);
  };
}

export interface RunNameProps {
  readonly name: string;
  /** Rows of one height: a name that would take a second line is cut in the middle. */
  readonly isOneLine?: boolean;
  readonly className?: string | undefined;
}

/** A name in the room there is, cut as the person wants it. Fills its parent. */
export function RunName({ name, isOneLine = false, className }: RunNameProps): ReactElement {
  const chosen = useNameCut();
  const cut = isOneLine && chosen === 'wrap' ? 'middle' : chosen;
  if (cut !== 'middle' || name.length < 2 * TAIL) return <span className={cx(styles[cut], className)}>{name}</span>;
  const at = tailStart(name);
  return (
    <span className={cx(styles.halves, className)}>
      <span className={styles.head}>{name.slice(0, at)}</span>
      <span className={styles.tail}>{name.slice(at)}</span>
    </span>
  );
}

/** Where the part begins that is kept; never within a letter of two halves. */
function tailStart(name: string): number {
  const at = name.length - TAIL;
  const code = name.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
