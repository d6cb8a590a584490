import { useSyncExternalStore, type ReactElement } from 'react';
import { cx } from './classes.ts';
import styles from './run-name.module.css';

/** Where a name that is too long loses letters, or that it takes a second line. */
export type NameCut = 'middle' | 'end' | 'wrap';

const STORAGE_KEY = 'taffrail.names';
/** Names of a sweep often differ in their last letters alone; so many stay in sight, of shorter names half of them. */
const TAIL = 12;
/** So much of its start a name keeps in any room; fewer letters may be narrower than the room that is kept for them. */
const LEAST_HEAD = 8;

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

/**
 * A name in the room there is, cut as the person wants it. Fills its parent. Its halves are boxes, between which a screen
 * reader puts a space: a link that holds it is labelled with the name.
 */
export function RunName({ name, isOneLine = false, className }: RunNameProps): ReactElement {
  const chosen = useNameCut();
  const cut = isOneLine && chosen === 'wrap' ? 'middle' : chosen;
  if (cut !== 'middle') return <span className={cx(styles[cut], className)}>{name}</span>;
  const [head, tail] = nameHalves(name);
  return (
    <span className={cx(styles.halves, className)}>
      <span className={cx(styles.head, head.length >= LEAST_HEAD && styles.leastHead)}>{head}</span>
      <span className={styles.tail}>{tail}</span>
    </span>
  );
}

/** The part that a name may lose letters of, and the end that stays; never parted within a letter of two halves. */
export function nameHalves(name: string): readonly [string, string] {
  const at = name.length - Math.min(TAIL, name.length >> 1);
  const code = name.charCodeAt(at);
  const start = code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
  return [name.slice(0, start), name.slice(start)];
}
