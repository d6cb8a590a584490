import { formatDuration, formatNumber } from '#shared/units';
import { categoriesOf, type RunColumn } from '#ui/data';
import { isShowable, LINEAR, rangeWithRoom, type PlotAxis, type ScaleRule } from '#ui/charts';
import { columnLabel } from './choices.ts';

/** How a column becomes an axis. */
export interface AxisWish {
  readonly isLog: boolean;
  /** Numbers too stand side by side as names. */
  readonly isNames: boolean;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** A column laid on an axis: the axis, where each run lies on it, and what has no place and why. */
export interface ColumnAxis {
  readonly axis: PlotAxis;
  /** NaN where the run has no place. */
  readonly places: Float64Array;
  readonly lacking: Lacking;
}

/** Runs without a place, by reason. */
export interface Lacking {
  readonly missing: number;
  /** A text, bool or list where numbers are. */
  readonly notNumeric: number;
  /** NaN and infinities. */
  readonly nonFinite: number;
  /** Zero and below on a log axis. */
  readonly notPositive: number;
}

const LOG: ScaleRule = { kind: 'log', linearWidth: 1 };

/** Whether the axis will be one of names. */
export function isNamesAxis(column: RunColumn, wish: Pick<AxisWish, 'isNames'>): boolean {
  return wish.isNames || column.type === 'category';
}

/** Lays a column on an axis. Times become Unix seconds. */
export function toColumnAxis(column: RunColumn, wish: AxisWish): ColumnAxis {
  const label = columnLabel(column.ref);
  if (isNamesAxis(column, wish)) {
    const { names, codes } = categoriesOf(column);
    const places = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code));
    return {
      axis: { kind: 'names', label, names },
      places,
      lacking: { missing: column.counts.missing, notNumeric: 0, nonFinite: 0, notPositive: 0 },
    };
  }
  const rule = wish.isLog ? LOG : LINEAR;
  const format = formatOf(column);
  const values = format === 'time' ? column.numbers.map((value) => value / 1000) : column.numbers;
  const places = values.map((value) => (isShowable(rule, value) ? value : Number.NaN));
  const notPositive = values.reduce(
    (sum, value) => sum + (Number.isFinite(value) && !isShowable(rule, value) ? 1 : 0),
    0,
  );
  const { missing, none, other, nonFinite } = column.counts;
  return {
    axis: { kind: 'number', label, range: rangeOf(places, rule, wish), rule, format },
    places,
    lacking: { missing: missing + none, notNumeric: other, nonFinite, notPositive },
  };
}

/** What the numbers of a column are. */
export function formatOf({ ref }: RunColumn): NumberFormat {
  if (ref.kind === 'run' && (ref.key === 'createdAt' || ref.key === 'heartbeatAt')) return 'time';
  if (ref.kind === 'run' && ref.key === 'duration') return 'duration';
  return ref.kind === 'summary' && ref.key === '_runtime' ? 'duration' : 'number';
}

function rangeOf(places: Float64Array, rule: ScaleRule, wish: AxisWish): readonly [number, number] {
  let min = Infinity;
  let max = -Infinity;
  for (const value of places) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const [low, high] = min > max ? (rule.kind === 'log' ? [1, 10] : [0, 1]) : rangeWithRoom(min, max, rule);
  const from = wish.min !== undefined && isShowable(rule, wish.min) ? wish.min : low;
  const to = wish.max !== undefined && isShowable(rule, wish.max) ? wish.max : high;
  return from < to ? [from, to] : [low, high];
}

/** A place on an axis in words: a name, a date, a duration, a number. */
export function placeWords(axis: PlotAxis, place: number): string {
  if (axis.kind === 'names') return axis.names[place] ?? '';
  return numberWords(place, axis.format, 6);
}

/** What the numbers of a column are: seconds since 1970, seconds, or plain numbers. */
export type NumberFormat = 'number' | 'time' | 'duration';

/** A number of a column in words. Times are Unix seconds. */
export function numberWords(value: number, format: NumberFormat, significant: number): string {
  if (format === 'time') return new Date(value * 1000).toLocaleString('sv-SE');
  return format === 'duration' ? formatDuration(value * 1000) : formatNumber(value, significant);
}
