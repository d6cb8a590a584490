import { formatNumber } from '#shared/units';
import { indexAt, type ChartLine } from './lines.ts';

/** What one line says at the cursor. */
export interface Reading {
  readonly id: string;
  readonly owner: string;
  readonly label: string;
  readonly color: string;
  readonly dash: readonly number[];
  /** Index into the line's columns. */
  readonly index: number;
  /** Where the point really is; differs from the cursor when the run has no point there. */
  readonly x: number;
  /** Where its bucket ends; `x` for a single point. */
  readonly xEnd: number;
  readonly value: number;
  /** Where it is drawn: the value, or the top of its stack. */
  readonly drawnAt: number;
  /** The unsmoothed value, when the line is smoothed. */
  readonly original: number | undefined;
  /** Bucket: lowest and highest of `count` points. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly count: number;
  /** A group: how many of its runs have a value there. */
  readonly members: number | undefined;
  /** What is said at the cursor instead of the value. */
  readonly tip: string | undefined;
  /** `low` and `high` lie one standard deviation around the value. */
  readonly isStdBand: boolean;
  /** Read off the right axis. */
  readonly isRight: boolean;
}

/** The x that stands nearest to `x` among the points of all lines. */
export function snapX(lines: readonly ChartLine[], x: number): number | undefined {
  let best: number | undefined;
  for (const line of lines) {
    const at = line.x[indexAt(line, x)];
    if (at === undefined) continue;
    if (best === undefined || Math.abs(at - x) < Math.abs(best - x)) best = at;
  }
  return best;
}

/**
 * Values of all lines at `x`, highest first, NaN last. A line whose nearest point lies outside of its own extent by
 * more than `tolerance` (in x) says nothing there.
 */
export function readAt(lines: readonly ChartLine[], x: number, tolerance: number): Reading[] {
  const readings: Reading[] = [];
  for (const line of lines) {
    if (line.isBehind === true) continue;
    const index = indexAt(line, x);
    const at = line.x[index];
    if (at === undefined) continue;
    const end = line.xLast?.[index] ?? at;
    if (index === 0 && at - x > tolerance) continue;
    if (index === line.x.length - 1 && x - end > tolerance) continue;
    readings.push({
      id: line.id,
      owner: line.owner ?? line.id,
      label: line.label,
      color: line.color,
      dash: line.dash,
      index,
      x: at,
      xEnd: end,
      value: (line.y[index] ?? NaN) - (line.base?.[index] ?? 0),
      drawnAt: line.y[index] ?? NaN,
      original: line.faint?.[index],
      low: line.low?.[index],
      high: line.high?.[index],
      count: line.count?.[index] ?? 1,
      members: line.members?.[index],
      tip: line.tip,
      isStdBand: line.isStdBand === true,
      isRight: line.isRight === true,
    });
  }
  return readings.sort(byValue);
}

/**
 * The text of a reading's `tip`: `${x}`, `${y}`, `${original}`, `${mean}` of the bucket or group, `${stddev}` where the
 * band is that, `${min}` and `${max}` of what lies behind the point, `${percent}` of the sum of all readings.
 */
export function fillTip(reading: Reading, all: readonly Reading[], xText: string): string {
  const { value, original, low, high, isStdBand } = reading;
  const sum = all.reduce((total, one) => total + (Number.isFinite(one.value) ? one.value : 0), 0);
  const number = (one: number | undefined): string => (one === undefined ? '' : formatNumber(one));
  const fields: Readonly<Record<string, string>> = {
    x: xText,
    y: number(value),
    original: number(original ?? value),
    mean: number(value),
    stddev: isStdBand && low !== undefined && high !== undefined ? number((high - low) / 2) : '',
    min: number(low ?? value),
    max: number(high ?? value),
    percent: sum === 0 ? '' : `${formatNumber((100 * value) / sum, 3)} %`,
  };
  return (reading.tip ?? '').replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => fields[name] ?? '');
}

function byValue(a: Reading, b: Reading): number {
  if (Number.isNaN(a.value)) return Number.isNaN(b.value) ? 0 : 1;
  if (Number.isNaN(b.value)) return -1;
  return b.value - a.value || (a.label < b.label ? -1 : 1);
}

/** At most `limit` rows around the one that matters, with how many were left out above and below. */
export function windowAround<T>(rows: readonly T[], center: number, limit: number) {
  if (rows.length <= limit) return { rows, above: 0, below: 0 };
  const middle = center < 0 ? 0 : center;
  const from = Math.min(Math.max(0, middle - Math.floor(limit / 2)), rows.length - limit);
  return { rows: rows.slice(from, from + limit), above: from, below: rows.length - limit - from };
}
