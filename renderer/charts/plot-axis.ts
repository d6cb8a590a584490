import { ticksOf } from './figure.ts';
import { isPoint, type Range } from './lines.ts';
import { tickLabel } from './log-ticks.ts';
import { makeProjection } from './projection.ts';
import { backward, forward, type ScaleRule } from './scale.ts';
import { DURATION_INCREMENTS, formatDurationTick, formatTimeTicks } from './ticks.ts';

/** One axis of a picture: a line of numbers, or places with names. Times are Unix seconds, durations seconds. */
export type PlotAxis =
  | {
      readonly kind: 'number';
      readonly label: string;
      readonly range: Range;
      readonly rule: ScaleRule;
      readonly format: 'number' | 'time' | 'duration';
    }
  | { readonly kind: 'names'; readonly label: string; readonly names: readonly string[] };

export interface AxisTick {
  readonly px: number;
  readonly label: string;
}

/** An axis laid on so many pixels. Values of an axis of names are their places, 0 for the first. */
export interface PlacedAxis {
  readonly axis: PlotAxis;
  readonly length: number;
  readonly toPx: (value: number) => number;
  readonly toValue: (px: number) => number;
  /** Pixels that one name has; 0 on a line of numbers. */
  readonly band: number;
  readonly ticks: readonly AxisTick[];
}

/** Lays an axis out. `isUp`: numbers grow upwards (y); names of such an axis are read from the top. */
export function placeAxis(axis: PlotAxis, length: number, isUp: boolean): PlacedAxis {
  return axis.kind === 'names' ? placeNames(axis, length, isUp) : placeNumbers(axis, length, isUp);
}

const TICK_SPACE = { across: 84, up: 40, timeAcross: 96 };
/** Names closer together than this run into each other. */
const NAME_SPACE = { across: 56, up: 15 };

function placeNames(axis: Extract<PlotAxis, { kind: 'names' }>, length: number, isUp: boolean): PlacedAxis {
  const count = Math.max(1, axis.names.length);
  const band = length / count;
  const toPx = (value: number): number => (value + 0.5) * band;
  const stride = Math.max(1, Math.ceil((isUp ? NAME_SPACE.up : NAME_SPACE.across) / band));
  return {
    axis,
    length,
    band,
    toPx,
    toValue: (px) => px / band - 0.5,
    ticks: axis.names.flatMap((label, i) => (i % stride === 0 ? [{ px: toPx(i), label }] : [])),
  };
}

function placeNumbers(axis: Extract<PlotAxis, { kind: 'number' }>, length: number, isUp: boolean): PlacedAxis {
  const { toPx, toValue } = makeProjection(axis.range, length, axis.rule, isUp);
  const isTimed = axis.format !== 'number' && axis.rule.kind === 'linear';
  const space = isUp ? TICK_SPACE.up : axis.format === 'time' ? TICK_SPACE.timeAcross : TICK_SPACE.across;
  const { values, increment } = isTimed
    ? timedTicks(axis.range, length / space, axis.format === 'time')
    : ticksOf(axis.range, axis.rule, length / space);
  const labels = labelsOf(axis, values, increment);
  const ticks = values.map((value, i) => ({ px: toPx(value), label: labels[i] ?? '' }));
  return { axis, length, band: 0, toPx, toValue, ticks };
}

function labelsOf(
  axis: Extract<PlotAxis, { kind: 'number' }>,
  values: readonly number[],
  increment: number | undefined,
): readonly string[] {
  if (axis.format === 'duration') return values.map((value) => formatDurationTick(value, increment ?? 1));
  if (axis.format === 'time') {
    // One line of words a tick: the date where it changes, else the time of day.
    return formatTimeTicks(values, increment ?? 1).map((label) => label.split('\n').at(-1) ?? label);
  }
  return values.map((value) => tickLabel(value, increment));
}

const MINUTE = 60;

/** Ticks of times and durations: seconds, minutes, hours, days; whole local hours and days for times. */
function timedTicks([min, max]: Range, count: number, isWall: boolean) {
  const rough = (max - min) / Math.max(2, count);
  const increment = DURATION_INCREMENTS.find((step) => step >= rough) ?? DURATION_INCREMENTS.at(-1) ?? 1;
  const shift = isWall ? new Date(min * 1000).getTimezoneOffset() * MINUTE : 0;
  const values: number[] = [];
  for (let i = Math.ceil((min - shift) / increment); i * increment + shift <= max; i++)
    values.push(Number((i * increment + shift).toPrecision(15)));
  return { values, increment };
}

/** The range of numbers with some room at both ends, in the axis' own spacing; a lone number gets a range around it. */
export function rangeWithRoom(min: number, max: number, rule: ScaleRule, room = 0.05): Range {
  const from = forward(rule, min);
  const to = forward(rule, max);
  const spread = isPoint([min, max]) ? 0 : to - from;
  const pad = spread > 0 ? spread * room : rule.kind === 'log' ? 0.5 : Math.abs(from) * 0.1 || 0.5;
  return [backward(rule, from - pad), backward(rule, to + pad)];
}
