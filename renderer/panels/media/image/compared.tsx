import { useEffect, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { useData } from '#ui/data';
import type { MediaCell } from '../cells.ts';
import { strings } from '../strings.ts';
import styles from './image.module.css';
import { Label } from './label.tsx';

export type CompareMode = 'side' | 'wipe' | 'blink' | 'difference';

const BLINK_MS = 600;

export interface ComparedProps {
  /** Two or more; wipe and difference take the first two. */
  readonly cells: readonly MediaCell[];
  readonly mode: CompareMode;
  /** Small differences are made visible. */
  readonly isStrong: boolean;
  readonly draw: (cell: MediaCell) => ReactElement;
}

/** Pictures on top of each other. */
export function Compared({ cells, mode, isStrong, draw }: ComparedProps): ReactElement | undefined {
  const [first, second] = cells;
  if (first === undefined || second === undefined) return undefined;
  if (mode === 'blink') return <Blink cells={cells} draw={draw} />;
  if (mode === 'wipe') return <Wipe first={first} second={second} draw={draw} />;
  return (
    <div className={styles.view}>
      <div className={styles.difference} data-strong={isStrong || undefined} data-compare="difference">
        <div className={styles.stacked}>{draw(first)}</div>
        <div className={styles.stacked} data-blend>
          {draw(second)}
        </div>
      </div>
      <Label cell={first} />
      <Label cell={second} isEnd />
    </div>
  );
}

function Blink({ cells, draw }: Pick<ComparedProps, 'cells' | 'draw'>): ReactElement {
  const { clock } = useData();
  const [turn, setTurn] = useState(0);
  useEffect(() => clock.after(BLINK_MS, () => setTurn(turn + 1)), [clock, turn]);
  const shown = turn % cells.length;
  const label = cells[shown] === undefined ? undefined : <Label cell={cells[shown]} />;
  return (
    <div className={styles.view} data-compare="blink">
      {cells.map((cell, i) => (
        <div key={cell.id} className={styles.stacked} style={{ visibility: i === shown ? 'visible' : 'hidden' }}>
          {draw(cell)}
        </div>
      ))}
      {label}
    </div>
  );
}

function Wipe({
  first,
  second,
  draw,
}: {
  readonly first: MediaCell;
  readonly second: MediaCell;
  readonly draw: ComparedProps['draw'];
}): ReactElement {
  const [place, setPlace] = useState(0.5);
  const drag = (event: PointerEvent<HTMLElement>): void => {
    event.stopPropagation();
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box === undefined || event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPlace(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.stopPropagation();
    setPlace((old) => Math.min(1, Math.max(0, old + (event.key === 'ArrowLeft' ? -0.02 : 0.02))));
  };
  return (
    <div className={styles.view} data-compare="wipe">
      <div className={styles.stacked}>{draw(second)}</div>
      <div className={styles.stacked} style={{ clipPath: `inset(0 ${(1 - place) * 100}% 0 0)` }}>
        {draw(first)}
      </div>
      <Label cell={first} />
      <Label cell={second} isEnd />
      <div
        className={styles.wipe}
        style={{ left: `${place * 100}%` }}
        role="slider"
        tabIndex={0}
        aria-label={strings.wipeHandle}
        aria-valuenow={Math.round(place * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        onPointerDown={drag}
        onPointerMove={drag}
        onKeyDown={press}
      />
    </div>
  );
}
