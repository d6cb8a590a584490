import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, EyeOff } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { TableAnswer, TableColumn, TableFile, TableGroup, TableRow, TableSort } from '#shared/api';
import { TABLE_BLOCK, type TableBlocks } from '#ui/data';
import { IconButton, textScale } from '#ui/widgets';
import type { DrawnRun } from '../../runs.ts';
import { cellText, exactText } from './cell-text.ts';
import { nextSort, type TableConfig } from './config.ts';
import { MediaCell } from './media-cell.tsx';
import { MiniBins, MiniTop } from './mini.tsx';
import { strings } from './strings.ts';
import styles from './table.module.css';

export interface TableGridProps {
  readonly label: string;
  readonly head: TableAnswer;
  readonly table: TableBlocks;
  readonly config: TableConfig;
  readonly onConfig: (part: Partial<TableConfig>) => void;
  /** The run of each source; shown when there are several. */
  readonly runs: readonly DrawnRun[];
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
  const { head, table, config, runs, onWanted, onOpen, label } = props;
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
  const hasRuns = runs.length > 1 && !isGrouped;
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
                {...props}
              />
            );
          })}
        </div>
        {items.map((item) => {
          const row = rowAt(table, item.index);
          return (
            <div
              key={item.key}
              className={styles.row}
              role="row"
              aria-rowindex={item.index + 2}
              data-marked={item.index === marked || undefined}
              style={{ top: item.start, height: rowHeight }}
              onClick={() => setMarked(item.index)}
              onDoubleClick={() => {
                if (!isGrouped) onOpen(item.index);
              }}
            >
              <div className={styles.index} role="rowheader" style={{ width: left }}>
                <span>{row.group?.count.toLocaleString('en-US') ?? (row.row === undefined ? '' : row.row.index)}</span>
                {hasRuns && row.row !== undefined ? <RunName run={runs[row.row.source]} /> : undefined}
              </div>
              {places.getVirtualItems().map((place) => {
                const column = columns[place.index];
                if (column === undefined) return undefined;
                return (
                  <div
                    key={column.name}
                    role="gridcell"
                    className={styles.cell}
                    data-type={column.type}
                    style={{ left: left + place.start, width: place.size }}
                  >
                    {row.group !== undefined ? (
                      <GroupCell group={row.group} column={column} isKey={column.name === config.groupBy} />
                    ) : row.row !== undefined ? (
                      <Cell row={row.row} column={column} head={head} files={row.files} />
                    ) : undefined}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Asks for the blocks from the first to the last row in sight. */
function useWanted(first: number, last: number, onWanted: TableGridProps['onWanted']): void {
  const from = Math.floor(first / TABLE_BLOCK);
  const to = Math.floor(last / TABLE_BLOCK);
  useEffect(() => onWanted(Array.from({ length: to - from + 1 }, (_, i) => from + i)), [onWanted, from, to]);
}

interface Placed {
  readonly row?: TableRow | undefined;
  readonly group?: TableGroup | undefined;
  readonly files: ReadonlyMap<string, TableFile>;
}

const NO_FILES: ReadonlyMap<string, TableFile> = new Map();
const filesOf = new WeakMap<TableAnswer, Map<number, Map<string, TableFile>>>();

/** The files of one source in an answer, by path. */
export function filesIn(answer: TableAnswer, source: number): ReadonlyMap<string, TableFile> {
  let known = filesOf.get(answer);
  if (known === undefined) {
    known = new Map();
    for (const file of answer.files) {
      const own = known.get(file.source) ?? new Map<string, TableFile>();
      own.set(file.path, file);
      known.set(file.source, own);
    }
    filesOf.set(answer, known);
  }
  return known.get(source) ?? NO_FILES;
}

/** The row or group at a place of the order; nothing while its block is on its way. */
export function rowAt({ blocks }: TableBlocks, place: number): Placed {
  const answer = blocks.get(Math.floor(place / TABLE_BLOCK));
  if (answer === undefined) return { files: NO_FILES };
  const at = place % TABLE_BLOCK;
  if (answer.groups !== undefined) return { group: answer.groups[at], files: NO_FILES };
  const row = answer.rows[at];
  return { row, files: row === undefined ? NO_FILES : filesIn(answer, row.source) };
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

function RunName({ run }: { readonly run: DrawnRun | undefined }): ReactElement | undefined {
  if (run === undefined) return undefined;
  return (
    <span className={styles.run} title={run.label}>
      <span className={styles.dot} style={{ background: run.color }} />
      {run.label}
    </span>
  );
}

function Cell({
  row,
  column,
  head,
  files,
}: {
  readonly row: TableRow;
  readonly column: TableColumn;
  readonly head: TableAnswer;
  readonly files: ReadonlyMap<string, TableFile>;
}): ReactElement {
  const value = row.cells[head.columns.findIndex((one) => one.name === column.name)];
  const isMedia = typeof value === 'object' && value !== null && !Array.isArray(value) && '_type' in value;
  if (isMedia) return <MediaCell value={value} files={files} />;
  if (value === null || value === undefined) return <span className={styles.quiet}>–</span>;
  return <span title={exactText(value).slice(0, 2000)}>{cellText(value)}</span>;
}

function GroupCell({
  group,
  column,
  isKey,
}: {
  readonly group: TableGroup;
  readonly column: TableColumn;
  readonly isKey: boolean;
}): ReactElement | undefined {
  if (isKey)
    return group.value === undefined ? (
      <span className={styles.quiet}>({strings.missing})</span>
    ) : (
      <span>{group.value}</span>
    );
  const stats = group.stats[column.name];
  if (stats?.mean === undefined) return <span className={styles.quiet}>–</span>;
  return (
    <span className={styles.groupStats} title={`${strings.mean} ${stats.mean}`}>
      <span>{cellText(stats.mean)}</span>
      <MiniBins stats={stats} />
    </span>
  );
}

interface HeadProps extends TableGridProps {
  readonly column: TableColumn;
  readonly left: number;
  readonly width: number;
  readonly isGrouped: boolean;
}

function Head({ column, left, width, config, onConfig, isGrouped }: HeadProps): ReactElement {
  const sort: TableSort | undefined = config.sort.find((one) => one.column === column.name);
  const place = config.sort.length > 1 && sort !== undefined ? config.sort.indexOf(sort) + 1 : undefined;
  return (
    <div
      className={styles.headCell}
      role="columnheader"
      aria-sort={sort === undefined ? 'none' : sort.isDescending ? 'descending' : 'ascending'}
      style={{ left, width }}
      data-type={column.type}
    >
      <button
        type="button"
        className={styles.headButton}
        title={`${column.name} · ${strings.sortTip}`}
        onClick={(event) => onConfig({ sort: nextSort(config.sort, column.name, event.shiftKey) })}
      >
        <span className={styles.headWords}>{column.name}</span>
        {sort === undefined ? undefined : sort.isDescending ? (
          <ArrowDown size={12} aria-hidden />
        ) : (
          <ArrowUp size={12} aria-hidden />
        )}
        {place === undefined ? undefined : <span className={styles.place}>{place}</span>}
      </button>
      <div className={styles.mini}>
        {column.stats.bins === undefined ? <MiniTop stats={column.stats} /> : <MiniBins stats={column.stats} />}
      </div>
      {isGrouped ? undefined : (
        <div className={styles.hide}>
          <IconButton
            label={`${strings.hide}: ${column.name}`}
            size="small"
            onClick={() => onConfig({ hidden: [...config.hidden, column.name] })}
          >
            <EyeOff size={12} aria-hidden />
          </IconButton>
        </div>
      )}
      <WidthHandle column={column.name} width={width} config={config} onConfig={onConfig} />
    </div>
  );
}

/** Drag or arrow keys change the width; a double click takes it back. */
function WidthHandle({
  column,
  width,
  config,
  onConfig,
}: {
  readonly column: string;
  readonly width: number;
} & Pick<TableGridProps, 'config' | 'onConfig'>): ReactElement {
  const setWidth = (next: number): void =>
    onConfig({ widths: { ...config.widths, [column]: Math.round(Math.min(2000, Math.max(40, next))) } });
  const grab = (event: PointerEvent<HTMLDivElement>): void => {
    const { currentTarget, clientX: startX, pointerId } = event;
    event.preventDefault();
    currentTarget.setPointerCapture(pointerId);
    const move = (moved: globalThis.PointerEvent): void => setWidth(width + moved.clientX - startX);
    currentTarget.addEventListener('pointermove', move);
    currentTarget.addEventListener('pointerup', () => currentTarget.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  return (
    <div
      className={styles.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label={strings.resize(column)}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={grab}
      onDoubleClick={() => {
        const { [column]: _own, ...widths } = config.widths;
        onConfig({ widths });
      }}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        setWidth(width + by);
      }}
    />
  );
}
