import { useEffect, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { strings } from '../strings.ts';
import styles from './board.module.css';

export interface FullScreenProps {
  /** All panels in order. */
  readonly ids: readonly string[];
  readonly id: string;
  /** Another panel, or undefined to close. */
  readonly onId: (id: string | undefined) => void;
  readonly children: ReactNode;
}

/** One panel over the whole window: left and right arrow go to its neighbours, Escape closes. */
export function FullScreen({ ids, id, onId, children }: FullScreenProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const move = (by: number): void => {
    const next = ids[ids.indexOf(id) + by];
    if (next !== undefined) onId(next);
  };
  const press = (event: KeyboardEvent): void => {
    // Events of popups and dialogs come here too, though they stand elsewhere: their arrows are their own.
    if (!(event.target instanceof Element) || box.current?.contains(event.target) !== true) return;
    const isTyping = event.target.matches('input, textarea');
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') onId(undefined);
    else if (event.key === 'ArrowLeft' && !isTyping) move(-1);
    else if (event.key === 'ArrowRight' && !isTyping) move(1);
    else return;
    event.preventDefault();
  };
  return createPortal(
    <div className={styles.fullBackdrop} onClick={(event) => event.target === event.currentTarget && onId(undefined)}>
      <div
        ref={box}
        role="dialog"
        aria-modal
        aria-label={strings.inFullScreen}
        tabIndex={-1}
        className={styles.full}
        onKeyDown={press}
      >
        {children}
        <div className={styles.fullHint}>{strings.fullScreenKeys(ids.indexOf(id) + 1, ids.length)}</div>
      </div>
    </div>,
    document.body,
  );
}
