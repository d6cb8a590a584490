import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { TableAnswer, TableColumn } from '#shared/api';
import { TABLE_BLOCK, type TableBlocks } from '#ui/data';
import { textScale } from '#ui/widgets';
import type { TableConfig } from './config.ts';
import type { Dress } from './dress.ts';
import { Head } from './heads.tsx';
import { rowAt, type SourceName } from './placed.ts';
import { strings } from './strings.ts';
import { Row } from './table-row.tsx';
import styles from './table.module.css';

export interface TableGridProps {
  readonly label: string;
  readonly head: TableAnswer;
  readonly table: TableBlocks;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  /** The run of each source; shown when there are several. */
  readonly runs: readonly SourceName[];
  /** How single cells are shown. */
  readonly dress?: Dress | undefined;
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
/** Rows drawn beyond both edges. */
const OVERSCAN = 4;

/** Rows and columns of a table, only those in sight; heads sort, and show how their values lie. */
export function TableGrid(props: TableGridProps): ReactElement {
  const { head, config, table, measure, runs, onWanted, onOpen, label } = props;
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
    overscan: OVERSCAN,
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
  const slotCount = Math.max(items.length, Math.ceil((rows.scrollRect?.height ?? 0) / rowHeight) + 1 + 2 * OVERSCAN);
  const columnPlaces = places.getVirtualItems();
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
          {columnPlaces.map((place) => {
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
        {inSlots(items, slotCount, rows.isScrolling).map(({ item, slot }) => {
          const { row, group, answer } = rowAt(table, item.index);
          const other = measure === undefined ? undefined : rowAt(measure, item.index);
          return (
            <Row
              key={slot}
              place={item.index}
              top={item.start}
              height={rowHeight}
              left={left}
              row={row}
              group={group}
              answer={answer}
              isMeasured={measure !== undefined}
              otherRow={other?.row}
              otherAnswer={other?.answer}
              head={head}
              groupBy={config.groupBy}
              columns={columns}
              places={columnPlaces}
              runs={hasRuns ? runs : undefined}
              dress={props.dress}
              isMarked={item.index === marked}
              onMark={setMarked}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

/**
 * Rows that come into sight take the elements of those that went, which costs a third of making new ones. The elements
 * then stand out of order; they are put in order when scrolling rests, because texts are read and marked by it.
 */
function inSlots(
  items: readonly VirtualItem[],
  slotCount: number,
  isScrolling: boolean,
): readonly { readonly item: VirtualItem; readonly slot: number }[] {
  const placed = items.map((item) => ({ item, slot: item.index % slotCount }));
  return isScrolling ? placed.sort((a, b) => a.slot - b.slot) : placed;
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
