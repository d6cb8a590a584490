import { useState, type PointerEvent, type ReactElement } from 'react';
import type { PanelSize } from './board-body.ts';
import styles from './board.module.css';
import { boundSize } from './edits.ts';
import { strings } from './strings.ts';

export interface ResizerProps {
  readonly size: PanelSize;
  readonly title: string;
  /** Columns that the grid has now; a panel is never wider. */
  readonly columns: number;
  readonly onSize: (size: PanelSize) => void;
  /** Gives the size to all panels of the section. */
  readonly onApply: () => void;
}

interface Pull {
  readonly x: number;
  readonly y: number;
  readonly columnPx: number;
  readonly rowPx: number;
  readonly size: PanelSize;
}

/** The corner of a panel: drag shows the new size as a ghost, a double click gives it to the whole section. */
export function Resizer({ size, title, columns, onSize, onApply }: ResizerProps): ReactElement {
  const [pull, setPull] = useState<Pull | undefined>(undefined);
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box === undefined) return;
    const wide = Math.min(size.columns, columns);
    const { clientX: x, clientY: y } = event;
    setPull({ x, y, columnPx: box.width / wide, rowPx: box.height / size.rows, size });
  };
  const move = (event: PointerEvent): void => {
    if (pull === undefined) return;
    const wide = Math.min(size.columns, columns) + Math.round((event.clientX - pull.x) / pull.columnPx);
    const rows = size.rows + Math.round((event.clientY - pull.y) / pull.rowPx);
    setPull({ ...pull, size: boundSize({ columns: Math.min(columns, wide), rows }) });
  };
  const end = (): void => {
    if (pull !== undefined && (pull.size.columns !== size.columns || pull.size.rows !== size.rows)) onSize(pull.size);
    setPull(undefined);
  };
  return (
    <>
      {pull === undefined ? undefined : (
        <div
          className={styles.sizeGhost}
          style={{ width: pull.size.columns * pull.columnPx, height: pull.size.rows * pull.rowPx }}
        />
      )}
      <div
        className={styles.corner}
        title={strings.resize(title)}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setPull(undefined)}
        onDoubleClick={onApply}
      />
    </>
  );
}
