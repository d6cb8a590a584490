import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { TableAnswer, TableColumn } from '#shared/api';
import { TABLE_BLOCK, type TableBlocks } from '#ui/data';
import { textScale } from '#ui/widgets';
import { Cell, GroupCell, SourceTag } from './cells.tsx';
import type { TableConfig } from './config.ts';
import { Head } from './heads.tsx';
import { isDifferent, rowAt, type SourceName } from './placed.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

export interface TableGridProps {
  readonly label: string;
  readonly head: TableAnswer;
  readonly table: TableBlocks;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  /** The run of each source; shown when there are several. */
  readonly runs: readonly SourceName[];
  /** Another table; cells unlike those at the same place of it are marked. */
  readonly measure?: TableBlocks | undefined;
  /** Blocks of rows that are in sight. */
  readonly onWanted: (blocks: readonly number[]) => void;
  readonly onOpen: (place: number) => void;
}

const ROW_HEIGHT = 28;
const MEDIA_ROW_HEIGHT = 64;
const HEAD_HEIGHT = 54;
/** Rows that a key goes on by. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 };
const INDEX_WIDTH = 64;
const RUN_WIDTH = 130;

/** Rows and columns of a table, only those in sight; heads sort, and show how their values lie. */
export function TableGrid(props: TableGridProps): ReactElement {
  const { head, config, runs, onWanted, onOpen, label } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState(0);
  const isGrouped = head.groups !== undefined;
  const columns = useMemo(() => shownColumns(head, config), [head, config]);
  const hasMedia = !isGrouped && columns.some((column) => column.type === 'media');
  const rowHeight = Math.round((hasMedia ? MEDIA_ROW_HEIGHT : isGrouped ? 40 : ROW_HEIGHT) * textScale());
  const rows = useVirtualizer({
    count: head.matchCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollMargin: HEAD_HEIGHT,
  });
  const widths = columns.map((column) => config.widths[column.name] ?? usualWidth(column));
  const places = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => widths[i] ?? 120,
    overscan: 2,
  });
  const widthsKey = widths.join();
  useEffect(() => places.measure(), [places, widthsKey]);
  useEffect(() => rows.measure(), [rows, rowHeight]);
  const items = rows.getVirtualItems();
  useWanted(items[0]?.index ?? 0, items.at(-1)?.index ?? 0, onWanted);
  const hasRuns = runs.length > 1 && !isGrouped && head.joined === undefined;
  const left = INDEX_WIDTH + (hasRuns ? RUN_WIDTH : 0);
  const press = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (by !== undefined) {
      const next = Math.min(head.matchCount - 1, Math.max(0, marked + by));
      setMarked(next);
      rows.scrollToIndex(next);
    } else if (event.key === 'Enter' && !isGrouped) onOpen(marked);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={head.matchCount + 1}
      aria-colcount={columns.length + 1}
      tabIndex={0}
      onKeyDown={press}
    >
      <div
        className={styles.canvas}
        style={{ height: rows.getTotalSize() + HEAD_HEIGHT, width: left + places.getTotalSize() }}
      >
        <div className={styles.head} role="row" aria-rowindex={1} style={{ height: HEAD_HEIGHT }}>
          <div className={styles.corner} role="columnheader" style={{ width: left }}>
            {isGrouped ? strings.count : strings.index}
          </div>
          {places.getVirtualItems().map((place) => {
            const column = columns[place.index];
            if (column === undefined) return undefined;
            return (
              <Head
                key={column.name}
                column={column}
                left={left + place.start}
                width={place.size}
                isGrouped={isGrouped && column.name === config.groupBy}
                config={config}
                onConfig={props.onConfig}
                runs={runs}
              />
            );
          })}
        </div>
        {items.map((item) => (
          <Row
            key={item.key}
            {...props}
            place={item.index}
            top={item.start}
            height={rowHeight}
            left={left}
            hasRuns={hasRuns}
            isMarked={item.index === marked}
            columns={columns}
            places={places.getVirtualItems()}
            onMark={setMarked}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps extends TableGridProps {
  readonly place: number;
  readonly top: number;
  readonly height: number;
  /** Where the columns begin. */
  readonly left: number;
  readonly hasRuns: boolean;
  readonly isMarked: boolean;
  readonly columns: readonly TableColumn[];
  /** Columns in sight. */
  readonly places: readonly VirtualItem[];
  readonly onMark: (place: number) => void;
}

function Row(props: RowProps): ReactElement {
  const { head, table, measure, config, runs, place: at, top, height, left, hasRuns, columns, places } = props;
  const placed = rowAt(table, at);
  const { row, group, answer } = placed;
  return (
    <div
      className={styles.row}
      role="row"
      aria-rowindex={at + 2}
      data-marked={props.isMarked || undefined}
      style={{ top, height }}
      onClick={() => props.onMark(at)}
      onDoubleClick={() => {
        if (head.groups === undefined) props.onOpen(at);
      }}
    >
      <div className={styles.index} role="rowheader" style={{ width: left }}>
        <span>{group?.count.toLocaleString('en-US') ?? (row === undefined ? '' : row.index)}</span>
        {hasRuns && row !== undefined ? <SourceTag name={runs[row.source]} /> : undefined}
      </div>
      {places.map((place) => {
        const column = columns[place.index];
        if (column === undefined) return undefined;
        const isUnlike = isDifferent(placed, at, column, measure);
        return (
          <div
            key={column.name}
            role="gridcell"
            className={styles.cell}
            data-type={column.type}
            data-differs={isUnlike || undefined}
            title={isUnlike ? strings.differs : undefined}
            style={{ left: left + place.start, width: place.size }}
          >
            {group !== undefined ? (
              <GroupCell group={group} column={column} isKey={column.name === config.groupBy} />
            ) : row !== undefined ? (
              <Cell row={row} column={column} head={head} answer={answer} />
            ) : undefined}
          </div>
        );
      })}
    </div>
  );
}

/** Asks for the blocks from the first to the last row in sight. */
function useWanted(first: number, last: number, onWanted: TableGridProps['onWanted']): void {
  const from = Math.floor(first / TABLE_BLOCK);
  const to = Math.floor(last / TABLE_BLOCK);
  useEffect(() => onWanted(Array.from({ length: to - from + 1 }, (_, i) => from + i)), [onWanted, from, to]);
}

/** Those that are not hidden; of groups the one they are made by and the numbers. */
function shownColumns(head: TableAnswer, { hidden, groupBy }: TableConfig): readonly TableColumn[] {
  const shown = head.columns.filter((column) => !hidden.includes(column.name));
  if (head.groups === undefined) return shown;
  return [
    ...head.columns.filter((column) => column.name === groupBy),
    ...shown.filter((column) => column.type === 'number' && column.name !== groupBy),
  ];
}

function usualWidth({ type, name }: TableColumn): number {
  const least = type === 'number' || type === 'boolean' ? 110 : type === 'media' ? 120 : 170;
  return Math.min(320, Math.max(least, name.length * 7.5 + 34));
}
