import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { RunHead, SortKey } from '#shared/api';
import { AnchoredMenu, RowsMenu, textScale, useStable, type MenuEntry } from '#ui/widgets';
import type { Column } from './columns.ts';
import { HeaderRow, type HeaderActs, type PlacedColumn } from './grid-header.tsx';
import { GridGroupRow, type GroupActs } from './grid-group-row.tsx';
import { GridRow, LoadingRow, type RowActs } from './grid-row.tsx';
import type { GroupNode } from './group-tree.ts';
import styles from './grid.module.css';
import { selectionState, type Selection } from './selection.ts';
import { strings } from './strings.ts';
import type { RunWindow, WindowRange } from './use-run-window.ts';

/** A column with its width in pixels at the normal size of text. */
export type ShownColumn = Column & { readonly width: number };

/** What of the table is in sight; the page fetches by it. */
export interface Sight extends WindowRange {
  readonly firstColumn: number;
  readonly lastColumn: number;
}

export interface GridProps {
  readonly columns: readonly ShownColumn[];
  readonly rows: RunWindow;
  readonly sort: readonly SortKey[];
  readonly selection: Selection;
  /** Row under the keyboard; -1 = none. */
  readonly cursor: number;
  readonly isCompact: boolean;
  readonly rowActs: Omit<RowActs, 'onMenu'>;
  readonly groupActs: GroupActs;
  readonly headerActs: HeaderActs;
  readonly onSight: (sight: Sight) => void;
  readonly rowMenu: (head: RunHead) => readonly MenuEntry[];
  readonly columnMenu: (column: ShownColumn) => readonly MenuEntry[];
}

const ROW_PX = 34;
const COMPACT_PX = 27;
const HEADER_PX = 32;
/** The page hears of rows in sight by so many, or it would be drawn again at each row that scrolls by. */
const SIGHT_ROWS = 50;
/** Room under the last row while the bar of acts floats over it. */
const BULK_BAR_PX = 64;

/** The table itself: only rows and columns in sight are in the document; header and name column stay put. */
export function Grid(props: GridProps): ReactElement {
  const { rows, onSight, isCompact, cursor } = props;
  const scale = textScale();
  const columns = useScaled(props.columns, scale);
  const headerPx = HEADER_PX * scale;
  const scroller = useRef<HTMLDivElement>(null);
  const [pinned, ...rest] = columns;
  const [menuFor, setMenuFor] = useState<{ head: RunHead; anchor: Element } | undefined>(undefined);
  const acts = useStable<RowActs>({ ...props.rowActs, onMenu: (head, anchor) => setMenuFor({ head, anchor }) });
  const rowPx = Math.round((isCompact ? COMPACT_PX : ROW_PX) * scale);
  const { rowCount } = rows;
  const rowWindow = useVirtualizer({
    count: rowCount,
    estimateSize: () => rowPx,
    getScrollElement: () => scroller.current,
    overscan: 10,
    scrollMargin: headerPx,
    scrollPaddingStart: headerPx,
    // Rows beyond the edge are there already; drawing within the scroll event would only hold the frame.
    useFlushSync: false,
  });
  const columnKey = useCallback((index: number) => columns[index + 1]?.id ?? index, [columns]);
  const columnWindow = useVirtualizer({
    horizontal: true,
    count: rest.length,
    estimateSize: (index) => rest[index]?.width ?? 0,
    getItemKey: columnKey,
    useFlushSync: false,
    getScrollElement: () => scroller.current,
    overscan: 3,
    scrollMargin: pinned?.width ?? 0,
  });
  const layout = rest.map((column) => column.width).join();
  useEffect(() => columnWindow.measure(), [columnWindow, layout, pinned?.width]);
  useEffect(() => rowWindow.measure(), [rowWindow, rowPx]);
  const rowItems = rowWindow.getVirtualItems();
  const columnItems = columnWindow.getVirtualItems();
  const sight = [
    Math.floor((rowItems[0]?.index ?? 0) / SIGHT_ROWS) * SIGHT_ROWS,
    Math.ceil((rowItems.at(-1)?.index ?? 0) / SIGHT_ROWS) * SIGHT_ROWS,
    columnItems[0]?.index ?? 0,
    columnItems.at(-1)?.index ?? 0,
  ];
  const sightText = sight.join();
  useEffect(() => {
    const [firstRow = 0, lastRow = 0, firstColumn = 0, lastColumn = 0] = sightText.split(',').map(Number);
    onSight({ firstRow, lastRow, firstColumn, lastColumn });
  }, [sightText, onSight]);
  useEffect(() => {
    if (cursor >= 0) rowWindow.scrollToIndex(cursor);
  }, [cursor, rowWindow]);
  const firstColumn = columnItems[0]?.index ?? 0;
  const placed = usePlaced(columns, firstColumn, columnItems.length);
  if (pinned === undefined) return <div />;
  const width = pinned.width + columnWindow.getTotalSize();
  return (
    <div ref={scroller} className={styles.scroller} data-compact={isCompact ? '' : undefined}>
      <div
        role={rows.groups === undefined ? 'grid' : 'treegrid'}
        aria-label={strings.table}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        className={styles.canvas}
        style={{ width }}
      >
        <HeaderRow
          pinned={pinned}
          placed={placed}
          sort={props.sort}
          selected={selectionState(props.selection, rows.total ?? 0)}
          acts={props.headerActs}
          menu={props.columnMenu}
        />
        <RowsMenu targetOf={(pressed) => headIn(rows, pressed)} entriesOf={props.rowMenu}>
          <div
            role="rowgroup"
            className={styles.body}
            style={{ height: rowCount * rowPx + (props.selection.size > 0 ? BULK_BAR_PX * scale : 0) }}
          >
            <BodyRows
              {...props}
              items={rowItems}
              headerPx={headerPx}
              rowPx={rowPx}
              pinned={pinned}
              placed={placed}
              rowActs={acts}
            />
          </div>
        </RowsMenu>
      </div>
      <AnchoredMenu
        anchor={menuFor?.anchor}
        entries={menuFor === undefined ? [] : props.rowMenu(menuFor.head)}
        onClose={() => setMenuFor(undefined)}
      />
    </div>
  );
}

interface BodyRowsProps extends Pick<GridProps, 'rows' | 'selection' | 'cursor' | 'groupActs'> {
  readonly items: readonly VirtualItem[];
  readonly headerPx: number;
  readonly rowPx: number;
  readonly pinned: ShownColumn;
  readonly placed: readonly PlacedColumn[];
  readonly rowActs: RowActs;
}

/** The rows in sight: runs, and groups where runs are grouped. */
function BodyRows(props: BodyRowsProps): ReactElement {
  const { rows, selection, cursor, items, headerPx, rowPx, pinned, placed } = props;
  const { groups } = rows;
  const indent = groups === undefined ? 0 : depthOf(groups.tree);
  return (
    <>
      {items.map((item) => {
        const shared = {
          index: item.index,
          top: item.start - headerPx,
          height: rowPx,
          pinned,
          placed,
          isAtCursor: item.index === cursor,
        };
        const node = groups?.groupAt(item.index);
        if (groups !== undefined && node !== undefined)
          return (
            <GridGroupRow
              {...shared}
              key={node.id}
              node={node}
              groups={groups}
              selection={selection}
              acts={props.groupActs}
            />
          );
        const row = rows.rowAt(item.index);
        if (row === undefined)
          return <LoadingRow key={item.key} top={shared.top} height={rowPx} pinnedWidth={pinned.width} />;
        const { run } = row.row.head.path;
        return (
          <GridRow
            {...shared}
            key={run}
            row={row.row}
            ids={row.ids}
            indent={indent}
            isSelected={selection.has(run)}
            acts={props.rowActs}
          />
        );
      })}
    </>
  );
}

/** Levels of groups above the runs. */
function depthOf(tree: readonly GroupNode[]): number {
  const [first] = tree;
  return first === undefined ? 0 : 1 + depthOf(first.children);
}

/** Columns as wide as larger text needs. */
function useScaled(columns: readonly ShownColumn[], scale: number): readonly ShownColumn[] {
  return useMemo(
    () => (scale === 1 ? columns : columns.map((one) => ({ ...one, width: Math.round(one.width * scale) }))),
    [columns, scale],
  );
}

/** The columns in sight with their places; the same list as long as the same ones are in sight. */
function usePlaced(columns: readonly ShownColumn[], first: number, count: number): readonly PlacedColumn[] {
  return useMemo(() => {
    const placed: PlacedColumn[] = [];
    let left = columns[0]?.width ?? 0;
    columns.slice(1).forEach((column, i) => {
      if (i >= first && i < first + count) placed.push({ column, left });
      left += column.width;
    });
    return placed;
  }, [columns, first, count]);
}

/** The run of the row that an element lies in. */
function headIn(rows: RunWindow, element: Element): RunHead | undefined {
  const row = element.closest<HTMLElement>('[data-row]');
  return row === null ? undefined : rows.rowAt(Number(row.dataset['row']))?.row.head;
}
