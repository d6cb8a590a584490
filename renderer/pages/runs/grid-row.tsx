import { Ellipsis, Pencil, TriangleAlert } from 'lucide-react';
import { memo, useContext, type MouseEvent, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { RunHead, RunRow } from '#shared/api';
import { runHref } from '#shared/units';
import { ColorDot, colorFor, cx, RunName, Skeleton, Tick } from '#ui/widgets';
import { LockSign } from '../lock/lock-sign.tsx';
import { BaselineContext } from './baseline.ts';
import { CellContent, isRightAligned } from './cells.tsx';
import type { ColumnId } from './columns.ts';
import type { PlacedColumn } from './grid-header.tsx';
import type { ShownColumn } from './grid.tsx';
import styles from './grid.module.css';
import { strings } from './strings.ts';

/** What can be edited in place. */
export type EditKind = 'name' | 'tags' | 'notes' | 'color';

export interface RowActs {
  readonly onSelect: (index: number, head: RunHead, isSelected: boolean, isRange: boolean) => void;
  readonly onEdit: (kind: EditKind, head: RunHead, anchor: Element) => void;
  readonly onMenu: (head: RunHead, anchor: Element) => void;
  readonly onTag: (tag: string) => void;
}

export interface GridRowProps {
  readonly index: number;
  readonly row: RunRow;
  readonly ids: ReadonlyMap<ColumnId, number>;
  readonly pinned: ShownColumn;
  readonly placed: readonly PlacedColumn[];
  readonly top: number;
  readonly height: number;
  /** Levels of groups that the run lies in. */
  readonly indent: number;
  readonly isSelected: boolean;
  readonly isAtCursor: boolean;
  readonly acts: RowActs;
}

const EDITABLE: Readonly<Record<string, EditKind>> = { 'run:tags': 'tags', 'run:notes': 'notes' };

/** One run. Drawn again only when something of it changed. */
export const GridRow = memo(function GridRow(props: GridRowProps): ReactElement {
  const { index, row, ids, pinned, placed, top, height, indent, isSelected, isAtCursor, acts } = props;
  const { head } = row;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={indent === 0 ? undefined : indent + 1}
      aria-selected={isSelected}
      data-row={index}
      data-run={head.path.run}
      data-cursor={isAtCursor ? '' : undefined}
      className={styles.row}
      style={{ height, transform: `translateY(${top}px)` }}
      onMouseDown={(event) => {
        // A range of ticks, not of letters.
        if (event.shiftKey) event.preventDefault();
      }}
    >
      <NameCell index={index} head={head} width={pinned.width} indent={indent} isSelected={isSelected} acts={acts} />
      {placed.map(({ column, left }) => (
        <DataCell key={column.id} column={column} left={left} row={row} ids={ids} acts={acts} />
      ))}
    </div>
  );
});

interface DataCellProps {
  readonly column: ShownColumn;
  readonly left: number;
  readonly row: RunRow;
  readonly ids: ReadonlyMap<ColumnId, number>;
  readonly acts: RowActs;
}

function DataCell({ column, left, row, ids, acts }: DataCellProps): ReactElement {
  const edit = EDITABLE[column.id];
  const { head } = row;
  return (
    <div
      role="gridcell"
      className={cx(styles.cell, isRightAligned(column) && styles.right)}
      style={{ left, width: column.width }}
      data-cell={column.id}
      onDoubleClick={edit === undefined ? undefined : (event) => acts.onEdit(edit, head, event.currentTarget)}
    >
      <span className={styles.content}>
        <CellContent column={column} row={row} ids={ids} onTag={acts.onTag} />
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
  readonly indent: number;
  readonly isSelected: boolean;
  readonly acts: RowActs;
}

function NameCell({ index, head, width, indent, isSelected, acts }: NameCellProps): ReactElement {
  const name = head.displayName;
  const baseline = useContext(BaselineContext).run;
  const editName = (event: MouseEvent): void => {
    const cell = event.currentTarget.closest('[role=gridcell]');
    if (cell !== null) acts.onEdit('name', head, cell);
  };
  return (
    <div
      role="gridcell"
      className={styles.pinned}
      style={{ width }}
      onDoubleClick={editName}
      data-cell="run:displayName"
    >
      <span className={styles.tick}>
        <Tick
          label={strings.select(name)}
          isOn={isSelected}
          onToggle={(next, isRange) => acts.onSelect(index, head, next, isRange)}
        />
      </span>
      <button
        type="button"
        className={styles.dotButton}
        style={indent === 0 ? undefined : { marginLeft: `${indent}rem` }}
        aria-label={strings.color}
        onClick={(event) => acts.onEdit('color', head, event.currentTarget)}
      >
        <ColorDot color={colorFor(head.ordinal, head.color)} />
      </button>
      <Link href={runHref(head.path)} className={styles.nameLink} title={name} aria-label={name}>
        <RunName name={name} isOneLine />
      </Link>
      <LockSign head={head} className={styles.lock} />
      {baseline === head.path.run ? (
        <span className={styles.baseline} title={strings.isBaseline}>
          {strings.baseline.toLowerCase()}
        </span>
      ) : undefined}
      {head.refusedLines > 0 ? (
        <span className={styles.refused} title={strings.refused(head.refusedLines)}>
          <TriangleAlert size={13} aria-label={strings.refused(head.refusedLines)} />
        </span>
      ) : undefined}
      <button type="button" className={styles.editButton} aria-label={strings.rename} onClick={editName}>
        <Pencil size={12} aria-hidden />
      </button>
      <button
        type="button"
        className={styles.moreButton}
        aria-label={strings.runMenu(name)}
        aria-haspopup="menu"
        onClick={(event) => acts.onMenu(head, event.currentTarget)}
      >
        <Ellipsis size={15} aria-hidden />
      </button>
    </div>
  );
}

/** A row whose page is on its way. */
export function LoadingRow({
  top,
  height,
  pinnedWidth,
}: {
  readonly top: number;
  readonly height: number;
  readonly pinnedWidth: number;
}): ReactElement {
  return (
    <div role="row" className={styles.row} style={{ height, transform: `translateY(${top}px)` }} aria-busy>
      <div role="gridcell" className={styles.pinned} style={{ width: pinnedWidth }}>
        <Skeleton width="60%" />
      </div>
    </div>
  );
}
