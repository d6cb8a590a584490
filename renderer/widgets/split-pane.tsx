import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode } from 'react';
import styles from './split-pane.module.css';
import { strings } from './strings.ts';
import { textScale } from './text-scale.ts';

export interface SplitPaneProps {
  /** The left pane; left out while `isSideOpen` is false. */
  readonly side: ReactNode;
  readonly children: ReactNode;
  /** Pixels at the normal size of text. */
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly minWidth?: number;
  readonly maxWidth?: number;
  readonly isSideOpen?: boolean;
}

const KEY_STEP_PX = 16;

/** A left pane of settable width beside the rest; the divider is dragged or moved with the arrow keys. */
export function SplitPane(props: SplitPaneProps): ReactElement {
  const { side, children, width, onWidth, minWidth = 180, maxWidth = 720, isSideOpen = true } = props;
  const drag = useRef<{ startX: number; startWidth: number } | undefined>(undefined);
  const [isDragging, setDragging] = useState(false);
  const clamp = (next: number): number => Math.round(Math.min(maxWidth, Math.max(minWidth, next)));
  const grab = (event: PointerEvent<HTMLDivElement>): void => {
    drag.current = { startX: event.clientX, startWidth: width };
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragging(true);
    event.preventDefault();
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag.current === undefined) return;
    const moved = (event.clientX - drag.current.startX) / textScale();
    onWidth(clamp(drag.current.startWidth + moved));
  };
  const release = (): void => {
    drag.current = undefined;
    setDragging(false);
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -KEY_STEP_PX : event.key === 'ArrowRight' ? KEY_STEP_PX : 0;
    if (step === 0) return;
    onWidth(clamp(width + step));
    event.preventDefault();
  };
  return (
    <div className={styles.split}>
      {isSideOpen ? (
        <>
          <div className={styles.side} style={{ width: `${width / 16}rem` }}>
            {side}
          </div>
          <div
            role="separator"
            aria-orientation="vertical"
            aria-label={strings.resize}
            aria-valuenow={width}
            aria-valuemin={minWidth}
            aria-valuemax={maxWidth}
            tabIndex={0}
            className={styles.handle}
            data-dragging={isDragging ? '' : undefined}
            onPointerDown={grab}
            onPointerMove={move}
            onPointerUp={release}
            onPointerCancel={release}
            onKeyDown={press}
          />
        </>
      ) : undefined}
      <div className={styles.main}>{children}</div>
    </div>
  );
}
