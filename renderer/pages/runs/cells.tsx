import { useContext, type ReactElement, type ReactNode } from 'react';
import type { ApiValue, RunHead, RunRow } from '#shared/api';
import { formatDuration, formatNumber } from '#shared/units';
import { Chip, Skeleton, StateBadge } from '#ui/widgets';
import { elapsed, exactTime, timeAgo, withLocalTimes, workedMs } from '../time.ts';
import { BaselineContext, deltaOf } from './baseline.ts';
import { NowContext } from './now-context.ts';
import { cellOf, type Column, type ColumnId } from './columns.ts';
import styles from './grid.module.css';
import { strings } from './strings.ts';

/** Numbers, times and durations stand at the right, so that digits line up. */
export function isRightAligned(column: Column): boolean {
  return column.type === 'number' || column.type === 'duration';
}

export interface CellContentProps {
  readonly column: Column;
  readonly row: RunRow;
  /** Place of a column in `row.values`; absent = not fetched yet. */
  readonly ids: ReadonlyMap<ColumnId, number>;
  readonly onTag: (tag: string) => void;
}

/** What a cell shows, by the column's type and the value's own. */
export function CellContent({ column, row, ids, onTag }: CellContentProps): ReactNode {
  const { head } = row;
  if (column.id === 'run:state') return <StateBadge state={head.state} reason={withLocalTimes(head.stateReason)} />;
  if (column.id === 'run:tags') return <Tags head={head} onTag={onTag} />;
  if (column.id === 'run:duration') return <Runtime head={head} />;
  const place = column.ref.kind === 'run' ? -1 : ids.get(column.id);
  if (place === undefined) return <Skeleton width="3rem" />;
  const { value, step } = cellOf(row, column, place);
  if (value === undefined || ((value === null || value === '') && column.ref.kind === 'run')) return undefined;
  if (column.type === 'time' && typeof value === 'number') {
    return <Ago at={value} />;
  }
  const shown = step === undefined ? <Value value={value} /> : <SteppedValue value={value} step={step} />;
  if (typeof value !== 'number' || column.ref.kind === 'run') return shown;
  return (
    <>
      {shown}
      <Delta run={head.path.run} column={column} value={value} />
    </>
  );
}

/** How far a number is from the baseline's; colour and words say whether that is good. */
function Delta({
  run,
  column,
  value,
}: {
  readonly run: string;
  readonly column: Column;
  readonly value: number;
}): ReactElement | undefined {
  const delta = deltaOf(useContext(BaselineContext), run, column, value);
  if (delta === undefined) return undefined;
  const { difference, isBetter } = delta;
  const words = `${difference < 0 ? '−' : '+'}${formatNumber(Math.abs(difference), 3)}`;
  const verdict = isBetter === undefined ? undefined : isBetter ? 'better' : 'worse';
  return (
    <span
      className={styles.delta}
      data-verdict={verdict}
      title={verdict === undefined ? words : `${words}, ${strings[verdict]}`}
    >
      {words}
    </span>
  );
}

function Ago({ at }: { readonly at: number }): ReactElement {
  return <span title={exactTime(at)}>{timeAgo(at, useContext(NowContext))}</span>;
}

function Runtime({ head }: { readonly head: RunHead }): ReactElement {
  const now = useContext(NowContext);
  if (head.state === 'running') return <span>{elapsed(workedMs(head, now))}</span>;
  return <span>{formatDuration(head.durationMs)}</span>;
}

function Tags({
  head,
  onTag,
}: {
  readonly head: RunHead;
  readonly onTag: (tag: string) => void;
}): ReactElement | undefined {
  if (head.tags.length === 0) return undefined;
  return (
    <span className={styles.tags}>
      {head.tags.map((tag) => (
        <Chip key={tag} onClick={() => onTag(tag)} title={strings.filterTag(tag)}>
          {tag}
        </Chip>
      ))}
    </span>
  );
}

/** A value with the step at which it was reached. */
function SteppedValue({ value, step }: { readonly value: ApiValue; readonly step: number }): ReactElement {
  return (
    <span title={strings.reachedAt(String(value), step)}>
      {typeof value === 'number' ? formatNumber(value) : String(value)}
      <span className={styles.step}> {strings.atStep(step)}</span>
    </span>
  );
}

function Value({ value }: { readonly value: ApiValue }): ReactElement {
  if (value === null) return <i className={styles.quiet}>null</i>;
  if (typeof value === 'number') return <span title={String(value)}>{formatNumber(value)}</span>;
  if (typeof value === 'boolean') return <span className={styles.code}>{String(value)}</span>;
  if (typeof value === 'string')
    return <span title={value}>{value === '' ? <i className={styles.quiet}>""</i> : value}</span>;
  const text = JSON.stringify(value);
  return (
    <span className={styles.code} title={text.slice(0, 2000)}>
      {text.slice(0, 200)}
    </span>
  );
}
