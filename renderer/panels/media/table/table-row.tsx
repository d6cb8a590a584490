import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import type { TableAnswer, TableColumn, TableGroup, TableRow } from '#shared/api';
import { cellText, exactText, isMedia } from './cell-text.ts';
import { GroupCell, SourceTag } from './cells.tsx';
import type { Dress } from './dress.ts';
import { Dressed } from './dressed-cell.tsx';
import { MediaCell } from './media-cell.tsx';
import { columnAt, filesFor, isDifferent, type SourceName } from './placed.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

export interface RowProps {
  /** In the order of rows, from 0. */
  readonly place: number;
  /** Pixels from the top of all rows. */
  readonly top: number;
  readonly height: number;
  /** Where the columns begin. */
  readonly left: number;
  /** What stands there: a row, or a group, with the answer that brought it; neither while it is on its way. */
  readonly row: TableRow | undefined;
  readonly group: TableGroup | undefined;
  readonly answer: TableAnswer | undefined;
  /** Whether its cells are held against those of another table. */
  readonly isMeasured: boolean;
  readonly otherRow: TableRow | undefined;
  readonly otherAnswer: TableAnswer | undefined;
  readonly head: TableAnswer;
  readonly groupBy: string;
  readonly columns: readonly TableColumn[];
  /** Columns in sight. */
  readonly places: readonly VirtualItem[];
  /** The run of each source; undefined: not shown. */
  readonly runs: readonly SourceName[] | undefined;
  readonly dress: Dress | undefined;
  readonly isMarked: boolean;
  readonly onMark: (place: number) => void;
  readonly onOpen: (place: number) => void;
}

/** One row of a table. Every prop stays the same object while nothing changes in it: a row that only stays is not drawn anew. */
export const Row = memo(function Row(props: RowProps) {
  const { place: at, row, group, answer, head, left, columns, height, isMeasured, otherRow, otherAnswer } = props;
  const other = isMeasured ? { row: otherRow, answer: otherAnswer } : undefined;
  return (
    <div
      className={styles.row}
      role="row"
      aria-rowindex={at + 2}
      data-marked={props.isMarked || undefined}
      style={{ top: props.top, height, lineHeight: `${height - 1}px` }}
      onClick={() => props.onMark(at)}
      onDoubleClick={() => {
        if (head.groups === undefined) props.onOpen(at);
      }}
    >
      <div
        className={props.runs === undefined ? styles.index : styles.sourceIndex}
        role="rowheader"
        style={{ width: left }}
      >
        {props.runs === undefined || row === undefined ? (
          (group?.count.toLocaleString('en-US') ?? row?.index)
        ) : (
          <>
            <span>{row.index}</span>
            <SourceTag name={props.runs[row.source]} />
          </>
        )}
      </div>
      {props.places.map((place) => {
        const column = columns[place.index];
        if (column === undefined) return undefined;
        const isUnlike = isDifferent({ row, answer }, column, other);
        const value = row?.cells[columnAt(answer ?? head, column.name)];
        const words = group !== undefined || isMedia(value) ? undefined : wordsOf(value);
        const dressed =
          words === undefined || row === undefined ? undefined : props.dress?.(answer ?? head, row, column);
        const isBare = words !== undefined && dressed?.href === undefined && dressed?.color === undefined;
        return (
          <div
            key={column.name}
            role="gridcell"
            className={isBare ? styles.words : styles.cell}
            data-type={column.type}
            data-missing={value === null || value === undefined || undefined}
            data-differs={isUnlike || undefined}
            title={isUnlike ? strings.differs : words === undefined ? undefined : tipOf(value, dressed?.words ?? words)}
            style={{ left: left + place.start, width: place.size }}
          >
            {group !== undefined ? (
              <GroupCell group={group} column={column} isKey={column.name === props.groupBy} />
            ) : row === undefined ? undefined : words === undefined ? (
              // What a cell has read belongs to its row, and elements go from row to row.
              <MediaCell key={`${row.source}/${row.index}`} value={value} files={filesFor(answer, column, row)} />
            ) : dressed === undefined || isBare ? (
              (dressed?.words ?? words)
            ) : (
              <Dressed cell={dressed} words={words} isInGrid />
            )}
          </div>
        );
      })}
    </div>
  );
});

/** Letters that every column has room for. */
const SHORT = 8;
/** Letters of a tip. */
const MOST_TIP = 2000;

function wordsOf(value: unknown): string {
  return value === null || value === undefined ? '–' : cellText(value);
}

/** The exact words, where those in the cell are rounded or may be cut. */
function tipOf(value: unknown, words: string): string | undefined {
  const exact = exactText(value);
  return words.length <= SHORT && (words === exact || exact === '') ? undefined : exact.slice(0, MOST_TIP);
}
