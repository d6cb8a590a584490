import { Ellipsis, Pencil, TriangleAlert } from 'lucide-react';
import type { MouseEvent, ReactElement } from 'react';
import { Link } from 'wouter';
import type { RunHead } from '#shared/api';
import { runHref } from '#shared/units';
import { Checkbox, ColorDot, colorFor, cx, Menu, Skeleton, type MenuEntry } from '#ui/widgets';
import { CellContent, isRightAligned, type CellContext } from './cells.tsx';
import type { PlacedColumn } from './grid-header.tsx';
import type { ShownColumn } from './grid.tsx';
import styles from './grid.module.css';
import { strings } from './strings.ts';
import type { TableRow } from './use-run-window.ts';

/** What can be edited in place. */
export type EditKind = 'name' | 'tags' | 'notes' | 'color';

export interface RowActs {
  readonly onSelect: (index: number, head: RunHead, isSelected: boolean, isRange: boolean) => void;
  readonly onEdit: (kind: EditKind, head: RunHead, anchor: Element) => void;
  readonly menu: (head: RunHead) => readonly MenuEntry[];
}

export interface GridRowProps {
  readonly index: number;
  readonly row: TableRow;
  readonly pinned: ShownColumn;
  readonly placed: readonly PlacedColumn[];
  readonly top: number;
  readonly height: number;
  readonly isSelected: boolean;
  readonly isAtCursor: boolean;
  readonly context: CellContext;
  readonly acts: RowActs;
}

const EDITABLE: Readonly<Record<string, EditKind>> = { 'run:tags': 'tags', 'run:notes': 'notes' };

/** One run. */
export function GridRow(props: GridRowProps): ReactElement {
  const { index, row, pinned, placed, top, height, isSelected, isAtCursor, context, acts } = props;
  const { head } = row.row;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-row={index}
      data-cursor={isAtCursor ? '' : undefined}
      className={styles.row}
      style={{ height, transform: `translateY(${top}px)` }}
      onMouseDown={(event) => {
        // A range of ticks, not of letters.
        if (event.shiftKey) event.preventDefault();
      }}
    >
      <NameCell index={index} head={head} width={pinned.width} isSelected={isSelected} acts={acts} />
      {placed.map(({ column, left }) => (
        <DataCell key={column.id} column={column} left={left} row={row} context={context} acts={acts} />
      ))}
    </div>
  );
}

interface DataCellProps {
  readonly column: ShownColumn;
  readonly left: number;
  readonly row: TableRow;
  readonly context: CellContext;
  readonly acts: RowActs;
}

function DataCell({ column, left, row, context, acts }: DataCellProps): ReactElement {
  const edit = EDITABLE[column.id];
  const { head } = row.row;
  return (
    <div
      role="gridcell"
      className={cx(styles.cell, isRightAligned(column) && styles.right)}
      style={{ left, width: column.width }}
      data-cell={column.id}
      onDoubleClick={edit === undefined ? undefined : (event) => acts.onEdit(edit, head, event.currentTarget)}
    >
      <span className={styles.content}>
        <CellContent column={column} row={row} context={context} />
      </span>
      {edit === undefined ? undefined : (
        <button
          type="button"
          className={styles.editButton}
          aria-label={edit === 'tags' ? strings.editTags : strings.editNotes}
          onClick={(event) => acts.onEdit(edit, head, event.currentTarget.parentElement ?? event.currentTarget)}
        >
          <Pencil size={12} aria-hidden />
        </button>
      )}
    </div>
  );
}

interface NameCellProps {
  readonly index: number;
  readonly head: RunHead;
  readonly width: number;
  readonly isSelected: boolean;
  readonly acts: RowActs;
}

function NameCell({ index, head, width, isSelected, acts }: NameCellProps): ReactElement {
  const name = head.displayName;
  const editName = (event: MouseEvent): void => {
    const cell = event.currentTarget.closest('[role=gridcell]');
    if (cell !== null) acts.onEdit('name', head, cell);
  };
  return (
    <div role="gridcell" className={styles.pinned} style={{ width }} onDoubleClick={editName} data-cell="run:displayName">
      <span className={styles.tick}>
        <Checkbox
          label={strings.select(name)}
          isLabelHidden
          state={isSelected}
          onToggle={(next, event) => acts.onSelect(index, head, next, (event as globalThis.MouseEvent).shiftKey === true)}
        />
      </span>
      <button
        type="button"
        className={styles.dotButton}
        aria-label={strings.color}
        onClick={(event) => acts.onEdit('color', head, event.currentTarget)}
      >
        <ColorDot color={colorFor(head.path.run, head.color)} />
      </button>
      <Link href={runHref(head.path)} className={styles.nameLink} title={name}>
        {name}
      </Link>
      {head.refusedLines > 0 ? (
        <span className={styles.refused} title={strings.refused(head.refusedLines)}>
          <TriangleAlert size={13} aria-label={strings.refused(head.refusedLines)} />
        </span>
      ) : undefined}
      <button type="button" className={styles.editButton} aria-label={strings.rename} onClick={editName}>
        <Pencil size={12} aria-hidden />
      </button>
      <Menu
        align="start"
        entries={() => acts.menu(head)}
        trigger={
          <button type="button" className={styles.moreButton} aria-label={strings.runMenu(name)}>
            <Ellipsis size={15} aria-hidden />
          </button>
        }
      />
    </div>
  );
}

/** A row whose page is on its way. */
export function LoadingRow({ top, height, pinnedWidth }: { readonly top: number; readonly height: number; readonly pinnedWidth: number }): ReactElement {
  return (
    <div role="row" className={styles.row} style={{ height, transform: `translateY(${top}px)` }} aria-busy>
      <div role="gridcell" className={styles.pinned} style={{ width: pinnedWidth }}>
        <Skeleton width="60%" />
      </div>
    </div>
  );
}
