import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, Pin } from 'lucide-react';
import { memo, useCallback, useMemo, useRef, useState, type ReactElement, type RefObject } from 'react';
import { Link } from 'wouter';
import type { ApiValue } from '#shared/api';
import { formatNumber, runHref, type ProjectPath } from '#shared/units';
import { exactTime, localTime, textScale } from '#ui/widgets';
import { useWidth } from '../frame/use-size.ts';
import styles from './compare.module.css';
import { instantOf, isSame, textOfValue, type CompareRow } from './rows.ts';
import { strings } from './strings.ts';

/** A run as a column. */
export interface ComparedHead {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly isBaseline: boolean;
}

export interface ValuesTableProps {
  readonly project: ProjectPath;
  readonly runs: readonly ComparedHead[];
  /** Rows to show, pinned ones first among themselves. */
  readonly rows: readonly CompareRow[];
  readonly pins: readonly string[];
  readonly onPins: (pins: readonly string[]) => void;
}

type Line =
  | {
      readonly kind: 'head';
      readonly id: string;
      readonly title: string;
      readonly count: number;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'row'; readonly row: CompareRow };

const ROW_PX = 28;
const HEADER_PX = 32;
const REM_PX = 16;
const KEY_REM = 15;
const CELL_REM = 11;
/** A table narrower than this has no room for the baseline beside the keys. */
const BASELINE_STAYS_PX = 720;

/** Keys down, runs across; only what is in sight is in the document. Keys, names and the baseline stay put. */
export function ValuesTable({ project, runs, rows, pins, onPins }: ValuesTableProps): ReactElement {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(rows, pins, closed), [rows, pins, closed]);
  const baseline = Math.max(
    0,
    runs.findIndex((run) => run.isBaseline),
  );
  const scale = textScale();
  const rowPx = Math.round(ROW_PX * scale);
  const virtual = useVirtualizer({
    count: lines.length,
    estimateSize: () => rowPx,
    getScrollElement: () => scroller.current,
    overscan: 8,
  });
  const [measure, widthPx] = useWidth();
  const columns = useColumns({ count: runs.length, baseline, widthPx, scale, scroller });
  const toggle = (id: string): void => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  const pin = useCallback(
    (id: string): void => onPins(pins.includes(id) ? pins.filter((one) => one !== id) : [...pins, id]),
    [pins, onPins],
  );
  const width = `${KEY_REM + CELL_REM * runs.length}rem`;
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={strings.tabs.values}>
      <div ref={measure} className={styles.measure} />
      <div
        role="grid"
        aria-label={strings.kind}
        aria-rowcount={lines.length + 1}
        aria-colcount={runs.length + 1}
        className={styles.canvas}
        data-cut={columns.isCut ? '' : undefined}
        style={{ width, height: virtual.getTotalSize() + HEADER_PX * scale }}
      >
        <div role="row" aria-rowindex={1} className={styles.header}>
          <div role="columnheader" aria-colindex={1} className={styles.key}>
            {strings.key}
          </div>
          {columns.places.map((place) => {
            const run = runs[place.index];
            if (run === undefined) return undefined;
            return (
              <div
                key={run.id}
                role="columnheader"
                aria-colindex={place.index + 2}
                className={styles.head}
                data-stays={place.stays ? '' : undefined}
                style={{ marginLeft: place.before }}
              >
                <span aria-hidden style={{ color: run.color }}>
                  ●
                </span>
                <Link href={runHref({ ...project, run: run.id })} title={run.label}>
                  {run.label}
                </Link>
                {run.isBaseline ? <span className={styles.badge}>{strings.baseline}</span> : undefined}
              </div>
            );
          })}
        </div>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return undefined;
          const top = item.start + HEADER_PX * scale;
          return line.kind === 'head' ? (
            <div
              key={line.id}
              role="row"
              aria-rowindex={item.index + 2}
              className={styles.row}
              style={{ top, height: rowPx }}
            >
              <div role="gridcell" aria-colindex={1} className={styles.sectionCell}>
                <button
                  type="button"
                  className={styles.section}
                  style={{ height: rowPx }}
                  aria-expanded={line.isOpen}
                  onClick={() => toggle(line.id)}
                >
                  <ChevronDown size={13} aria-hidden />
                  {line.title}
                  <span className={styles.note}>{line.count}</span>
                </button>
              </div>
            </div>
          ) : (
            <Row
              key={line.row.id}
              row={line.row}
              index={item.index}
              top={top}
              height={rowPx}
              places={columns.places}
              baseline={runs.length > 1 ? baseline : -1}
              isPinned={pins.includes(line.row.id)}
              onPin={pin}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Where a run's column is drawn. */
interface Place {
  /** Of the run. */
  readonly index: number;
  /** Pixels left free before it, where columns out of sight would be. */
  readonly before: number;
  /** It stays beside the keys. */
  readonly stays: boolean;
}

/** Columns come and go by so many, because every row in sight is drawn again with them. */
const COLUMN_STEP = 4;

function floorTo(index: number): number {
  return Math.floor(index / COLUMN_STEP) * COLUMN_STEP;
}

interface ColumnsInput {
  readonly count: number;
  readonly baseline: number;
  /** Of the table; 0 = not measured yet. */
  readonly widthPx: number;
  readonly scale: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** The columns to draw: all while they fit, else the baseline and those in sight. */
function useColumns({ count, baseline, widthPx, scale, scroller }: ColumnsInput): {
  readonly places: readonly Place[];
  readonly isCut: boolean;
} {
  const cellPx = CELL_REM * REM_PX * scale;
  const startPx = KEY_REM * REM_PX * scale + cellPx;
  const isCut = count > 2 && startPx + (count - 1) * cellPx > widthPx;
  const across = useVirtualizer({
    horizontal: true,
    // The baseline comes first and is always there.
    count: Math.max(0, count - 1),
    estimateSize: () => cellPx,
    paddingStart: startPx,
    getScrollElement: () => scroller.current,
    overscan: 2,
    enabled: isCut,
  });
  const items = isCut ? across.getVirtualItems() : [];
  const first = floorTo(items[0]?.index ?? 0);
  const last = isCut ? floorTo(items.at(-1)?.index ?? 0) + COLUMN_STEP - 1 : count - 2;
  const hasRoom = widthPx >= BASELINE_STAYS_PX * scale;
  const places = useMemo(() => {
    const others = Array.from({ length: count }, (_, index) => index).filter((index) => index !== baseline);
    const inSight = others.slice(first, last + 1);
    return [
      { index: baseline, before: 0, stays: isCut && hasRoom },
      ...inSight.map((index, i): Place => ({ index, before: i === 0 ? first * cellPx : 0, stays: false })),
    ];
  }, [count, baseline, first, last, cellPx, isCut, hasRoom]);
  return { places, isCut };
}

/** Pinned rows first, then section by section. */
function linesOf(rows: readonly CompareRow[], pins: readonly string[], closed: ReadonlySet<string>): readonly Line[] {
  const pinned = pins.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  const groups = new Map<string, { readonly title: string; readonly rows: CompareRow[] }>();
  if (pinned.length > 0) groups.set('pinned', { title: strings.pinned, rows: pinned });
  for (const row of rows) {
    if (pins.includes(row.id)) continue;
    const group = groups.get(row.section) ?? { title: strings.titles[row.section], rows: [] };
    group.rows.push(row);
    groups.set(row.section, group);
  }
  return [...groups].flatMap(([id, group]): readonly Line[] => {
    const isOpen = !closed.has(id);
    const head: Line = { kind: 'head', id, title: group.title, count: group.rows.length, isOpen };
    return [head, ...(isOpen ? group.rows.map((row): Line => ({ kind: 'row', row })) : [])];
  });
}

interface RowProps {
  readonly row: CompareRow;
  /** Among all lines. */
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly places: readonly Place[];
  /** The column that others are measured by; -1 = none. */
  readonly baseline: number;
  readonly isPinned: boolean;
  readonly onPin: (id: string) => void;
}

/** Not drawn again while other rows scroll by. */
const Row = memo(function Row(props: RowProps): ReactElement {
  const { row, index, top, height, places, baseline, isPinned, onPin } = props;
  const by = row.values[baseline];
  return (
    <div role="row" aria-rowindex={index + 2} className={styles.row} style={{ top, height }}>
      <div role="rowheader" aria-colindex={1} className={styles.key} title={row.key}>
        <span className={styles.keyText}>{row.key}</span>
        <button
          type="button"
          className={styles.pin}
          aria-pressed={isPinned}
          aria-label={isPinned ? strings.unpin(row.key) : strings.pin(row.key)}
          onClick={() => onPin(row.id)}
        >
          <Pin size={12} aria-hidden />
        </button>
      </div>
      {places.map((place) => {
        const value = row.values[place.index];
        const isOther = row.isDifferent && place.index !== baseline && !isSame(value, by);
        return (
          <div
            key={place.index}
            role="gridcell"
            aria-colindex={place.index + 2}
            className={styles.cell}
            data-stays={place.stays ? '' : undefined}
            data-different={isOther ? '' : undefined}
            data-code={typeof value === 'object' && value !== null ? '' : undefined}
            style={{ marginLeft: place.before }}
            title={titleOf(row, value)}
          >
            <Value row={row} value={value} />
            {isOther ? <Delta value={value} by={by} /> : undefined}
          </div>
        );
      })}
    </div>
  );
});

interface ValueProps {
  readonly row: CompareRow;
  readonly value: ApiValue | undefined;
}

/** Missing, null, false, 0 and an empty text are five different things. */
function Value({ row, value }: ValueProps): ReactElement {
  const at = instantOf(row, value);
  if (at !== undefined) return <>{localTime(at)}</>;
  if (value === undefined) return <span className={styles.quiet}>–</span>;
  if (value === null) return <span className={styles.quiet}>null</span>;
  if (value === '') return <span className={styles.quiet}>{strings.empty}</span>;
  if (typeof value === 'number') return <>{formatNumber(value)}</>;
  return <>{textOfValue(value).slice(0, 300)}</>;
}

/** The value as it is, whole; of a time also when it was here. */
function titleOf(row: CompareRow, value: ApiValue | undefined): string {
  if (value === undefined) return strings.missing;
  const at = instantOf(row, value);
  return at === undefined ? textOfValue(value) : `${exactTime(at)} (${textOfValue(value)})`;
}

/** How far a number is from the baseline's. */
function Delta({
  value,
  by,
}: {
  readonly value: ApiValue | undefined;
  readonly by: ApiValue | undefined;
}): ReactElement | undefined {
  if (typeof value !== 'number' || typeof by !== 'number') return undefined;
  const difference = value - by;
  const sign = difference < 0 ? '−' : '+';
  const share = by === 0 ? '' : ` (${sign}${formatNumber(Math.abs(difference / by) * 100, 3)} %)`;
  return <span className={styles.delta}>{`${sign}${formatNumber(Math.abs(difference), 3)}${share}`}</span>;
}
