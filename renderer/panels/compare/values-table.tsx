import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, Pin } from 'lucide-react';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { ApiValue } from '#shared/api';
import { formatNumber, runHref, type ProjectPath } from '#shared/units';
import { textScale } from '#ui/widgets';
import styles from './compare.module.css';
import { textOfValue, type CompareRow } from './rows.ts';
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
const KEY_REM = 15;
const CELL_REM = 11;

/** Keys down, runs across; only rows in sight are in the document, keys and names of runs stay put. */
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
    overscan: 12,
  });
  const toggle = (id: string): void => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  const pin = (id: string): void => onPins(pins.includes(id) ? pins.filter((one) => one !== id) : [...pins, id]);
  const width = `${KEY_REM + CELL_REM * runs.length}rem`;
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={strings.tabs.values}>
      <div
        role="grid"
        aria-label={strings.kind}
        aria-rowcount={lines.length + 1}
        aria-colcount={runs.length + 1}
        className={styles.canvas}
        style={{ width, height: virtual.getTotalSize() + HEADER_PX * scale }}
      >
        <div role="row" className={styles.header}>
          <div role="columnheader" className={styles.key}>
            {strings.key}
          </div>
          {runs.map((run) => (
            <div key={run.id} role="columnheader" className={styles.head}>
              <span aria-hidden style={{ color: run.color }}>
                ●
              </span>
              <Link href={runHref({ ...project, run: run.id })} title={run.label}>
                {run.label}
              </Link>
              {run.isBaseline ? <span className={styles.badge}>{strings.baseline}</span> : undefined}
            </div>
          ))}
        </div>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return undefined;
          const style = { top: item.start + HEADER_PX * scale, height: rowPx };
          return line.kind === 'head' ? (
            <div key={line.id} role="row" className={styles.row} style={style}>
              <div role="gridcell">
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
              style={style}
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
  readonly style: { readonly top: number; readonly height: number };
  /** The column that others are measured by; -1 = none. */
  readonly baseline: number;
  readonly isPinned: boolean;
  readonly onPin: (id: string) => void;
}

function Row({ row, style, baseline, isPinned, onPin }: RowProps): ReactElement {
  const by = row.values[baseline];
  return (
    <div role="row" className={styles.row} style={style}>
      <div role="rowheader" className={styles.key} title={row.key}>
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
      {row.values.map((value, i) => {
        const isOther = row.isDifferent && i !== baseline && textOf(value) !== textOf(by);
        return (
          <div
            key={i}
            role="gridcell"
            className={styles.cell}
            data-different={isOther ? '' : undefined}
            data-code={typeof value === 'object' && value !== null ? '' : undefined}
            title={value === undefined ? strings.missing : textOfValue(value)}
          >
            <Value value={value} />
            {isOther ? <Delta value={value} by={by} /> : undefined}
          </div>
        );
      })}
    </div>
  );
}

function textOf(value: ApiValue | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** Missing, null, false, 0 and an empty text are five different things. */
function Value({ value }: { readonly value: ApiValue | undefined }): ReactElement {
  if (value === undefined) return <span className={styles.quiet}>–</span>;
  if (value === null) return <span className={styles.quiet}>null</span>;
  if (value === '') return <span className={styles.quiet}>{strings.empty}</span>;
  if (typeof value === 'number') return <>{formatNumber(value)}</>;
  return <>{textOfValue(value).slice(0, 300)}</>;
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
