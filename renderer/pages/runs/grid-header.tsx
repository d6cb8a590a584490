import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useRef, type DragEvent, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { SortKey } from '#shared/api';
import { Checkbox, cx, RowsMenu, type MenuEntry } from '#ui/widgets';
import { isRightAligned } from './cells.tsx';
import type { ColumnId } from './columns.ts';
import type { ShownColumn } from './grid.tsx';
import styles from './grid.module.css';
import { sortMark } from './sort.ts';
import { strings } from './strings.ts';

export interface PlacedColumn {
  readonly column: ShownColumn;
  /** Pixels from the left end of the table. */
  readonly left: number;
}

export interface HeaderActs {
  readonly onSort: (column: ShownColumn, isAdding: boolean) => void;
  readonly onWidth: (column: ShownColumn, width: number) => void;
  /** Double click on a divider: as wide as what is in sight. */
  readonly onFit: (column: ShownColumn) => void;
  /** Puts a column before another one. */
  readonly onMove: (id: ColumnId, before: ColumnId) => void;
  readonly onStep: (column: ShownColumn, step: -1 | 1) => void;
  readonly onSelectAll: (isSelected: boolean) => void;
}

export interface HeaderRowProps {
  readonly pinned: ShownColumn;
  readonly placed: readonly PlacedColumn[];
  readonly sort: readonly SortKey[];
  readonly selected: boolean | 'mixed';
  readonly acts: HeaderActs;
  readonly menu: (column: ShownColumn) => readonly MenuEntry[];
}

/**
 * Names, sort marks, dividers; click sorts, drag moves, right click opens the column's menu. Not drawn again while rows
 * scroll by.
 */
export const HeaderRow = memo(function HeaderRow(props: HeaderRowProps): ReactElement {
  const { pinned, placed, sort, selected, acts, menu } = props;
  const columnIn = (pressed: Element): ShownColumn | undefined => {
    const id = pressed.closest<HTMLElement>('[data-column]')?.dataset['column'];
    return [pinned, ...placed.map((one) => one.column)].find((column) => column.id === id);
  };
  return (
    <div role="rowgroup" className={styles.header}>
      <RowsMenu targetOf={columnIn} entriesOf={menu}>
        <div role="row" className={styles.headerRow}>
          <div
            className={cx(styles.pinned, styles.headerPinned)}
            style={{ width: pinned.width }}
            data-column={pinned.id}
          >
            <span role="columnheader" className={styles.tick}>
              <Checkbox label={strings.selectAll} isLabelHidden state={selected} onToggle={acts.onSelectAll} />
            </span>
            <HeaderCell column={pinned} sort={sort} acts={acts} isPinned />
          </div>
          {placed.map(({ column, left }) => (
            <div
              key={column.id}
              className={styles.headerPlace}
              style={{ left, width: column.width }}
              data-column={column.id}
            >
              <HeaderCell column={column} sort={sort} acts={acts} isPinned={false} />
            </div>
          ))}
        </div>
      </RowsMenu>
    </div>
  );
});

interface HeaderCellProps {
  readonly column: ShownColumn;
  readonly sort: readonly SortKey[];
  readonly acts: HeaderActs;
  readonly isPinned: boolean;
}

const COLUMN_MIME = 'application/x-taffrail-column';

function HeaderCell({ column, sort, acts, isPinned }: HeaderCellProps): ReactElement {
  const mark = sortMark(sort, column.ref);
  const drop = (event: DragEvent): void => {
    const id = event.dataTransfer.getData(COLUMN_MIME);
    event.currentTarget.removeAttribute('data-target');
    if (id !== '' && id !== column.id) acts.onMove(id, column.id);
    event.preventDefault();
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined;
    if (step === undefined || !event.altKey) return;
    if (event.shiftKey) acts.onWidth(column, column.width + step * 16);
    else if (!isPinned) acts.onStep(column, step);
    event.preventDefault();
  };
  const doc = column.ref.kind === 'config' || column.ref.kind === 'summary' ? column.ref.kind : undefined;
  return (
    <div
      role="columnheader"
      aria-sort={mark === undefined ? 'none' : mark.isDescending ? 'descending' : 'ascending'}
      className={styles.headerCell}
      onDragOver={(event) => {
        if (isPinned || !event.dataTransfer.types.includes(COLUMN_MIME)) return;
        event.currentTarget.setAttribute('data-target', '');
        event.preventDefault();
      }}
      onDragLeave={(event) => event.currentTarget.removeAttribute('data-target')}
      onDrop={drop}
    >
      <button
        type="button"
        className={cx(styles.headerButton, isRightAligned(column) && styles.right)}
        draggable={!isPinned}
        title={doc === undefined ? column.label : `${doc}.${column.label}`}
        onDragStart={(event) => {
          event.dataTransfer.setData(COLUMN_MIME, column.id);
          event.dataTransfer.effectAllowed = 'move';
        }}
        onClick={(event) => acts.onSort(column, event.shiftKey)}
        onKeyDown={press}
      >
        {doc === undefined ? undefined : <span className={styles.doc}>{doc === 'config' ? 'c' : 's'}</span>}
        <span className={styles.headerWords}>{column.label}</span>
        {mark === undefined ? undefined : (
          <span className={styles.mark}>
            {mark.isDescending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />}
            {mark.isOnly ? undefined : mark.place}
          </span>
        )}
      </button>
      <Divider column={column} acts={acts} />
    </div>
  );
}

function Divider({ column, acts }: { readonly column: ShownColumn; readonly acts: HeaderActs }): ReactElement {
  const drag = useRef<{ x: number; width: number } | undefined>(undefined);
  const grab = (event: PointerEvent<HTMLSpanElement>): void => {
    drag.current = { x: event.clientX, width: column.width };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span
      className={styles.divider}
      title={strings.resize(column.label)}
      onPointerDown={grab}
      onPointerMove={(event) => {
        if (drag.current !== undefined) acts.onWidth(column, drag.current.width + event.clientX - drag.current.x);
      }}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onDoubleClick={() => acts.onFit(column)}
    />
  );
}
