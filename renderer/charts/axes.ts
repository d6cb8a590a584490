import type uPlot from 'uplot';
import { ink } from './ink.ts';
import type { XKind } from './lines.ts';
import { formatLogTick, logTicks, spacedTicks, tickLabel, type Ticks } from './log-ticks.ts';
import type { ScaleRule } from './scale.ts';
import { DURATION_INCREMENTS, formatDurationTick, formatTick, formatTimeTicks, STEP_INCREMENTS } from './ticks.ts';

const FONT = '11px "Inter Variable", system-ui, sans-serif';
/** Width of one digit of FONT, to make room for the longest label. */
const DIGIT_PX = 6.4;
/** All y axes of a column of panels line up while their labels are no longer than this. */
const LEAST_Y_AXIS_PX = 46;

/** Axes that follow the theme of the moment: colours are read at each drawing. */
export function makeAxes(xKind: XKind, x: ScaleRule, y: ScaleRule, hasRight: boolean): uPlot.Axis[] {
  const isXLog = x.kind !== 'linear';
  const shared = {
    font: FONT,
    stroke: () => ink('var(--chart-axis)'),
    grid: { stroke: () => ink('var(--chart-grid)'), width: 1 },
    ticks: { show: false },
    gap: 6,
  };
  return [
    {
      ...shared,
      ...xIncrements(xKind, isXLog),
      space: xKind === 'time' ? 76 : 52,
      size: xKind === 'time' ? 38 : 24,
      grid: { ...shared.grid, show: false },
      border: { show: true, stroke: () => ink('var(--line-strong)'), width: 1 },
      values: (_chart, splits, _axis, _space, increment) => xLabels(splits, increment, xKind, isXLog),
      ...logAxis(x),
    },
    { ...shared, ...yAxis(y) },
    ...(hasRight ? [{ ...shared, ...yAxis(y), scale: 'right', side: 1 as const, grid: { show: false } }] : []),
  ];
}

function yAxis(rule: ScaleRule): uPlot.Axis {
  const isLog = rule.kind !== 'linear';
  return {
    scale: 'y',
    space: 34,
    size: (_chart, values) => Math.max(LEAST_Y_AXIS_PX, longest(values) * DIGIT_PX + 14),
    values: (_chart, splits, _axis, _space, increment) =>
      labels(splits, (value) => (isLog ? formatLogTick(value) : formatTick(value, increment))),
    ...logAxis(rule),
  };
}

/**
 * uPlot counts log ticks from the end of the range, which is round only where it has rounded the range itself; and its
 * choice of labels holds for axes that grow upwards and cross a power of ten.
 */
function logAxis({ kind }: ScaleRule): Pick<uPlot.Axis, 'splits' | 'filter' | 'values'> {
  if (kind !== 'log') return {};
  return {
    splits: (_chart, _axis, min, max) => [...logTicks(min, max).values],
    filter: (chart, splits, axis, space) => {
      const { scale, ticks } = ticksInSight(chart, axis);
      const kept = new Set(spacedTicks(ticks, (value) => chart.valToPos(value, scale), space));
      return splits.map((value) => (kept.has(value) ? value : null));
    },
    values: (chart, splits, axis) => {
      const { increment } = ticksInSight(chart, axis).ticks;
      return labels(splits, (value) => tickLabel(value, increment));
    },
  };
}

function ticksInSight(chart: uPlot, axis: number): { readonly scale: string; readonly ticks: Ticks } {
  const scale = chart.axes[axis]?.scale ?? 'x';
  const { min = 1, max = 10 } = chart.scales[scale] ?? {};
  return { scale, ticks: logTicks(min, max) };
}

function xIncrements(kind: XKind, isLog: boolean): Pick<uPlot.Axis, 'incrs'> {
  if (isLog) return {};
  if (kind === 'duration') return { incrs: DURATION_INCREMENTS };
  return kind === 'step' ? { incrs: STEP_INCREMENTS } : {};
}

function xLabels(splits: number[], increment: number, kind: XKind, isLog: boolean): string[] {
  if (isLog) return labels(splits, formatLogTick);
  if (kind === 'time') return formatTimeTicks(splits, increment);
  if (kind === 'duration') return labels(splits, (value) => formatDurationTick(value, increment));
  return labels(splits, (value) => formatTick(value, increment));
}

/** uPlot gives null for log splits that it wants bare. */
function labels(splits: readonly (number | null)[], format: (value: number) => string): string[] {
  return splits.map((value) => (value === null ? '' : format(value)));
}

function longest(values: readonly (string | number | null)[] | null): number {
  return Math.max(0, ...(values ?? []).map((value) => String(value ?? '').length));
}

/** A scale as uPlot names it. */
export function plotScale(rule: ScaleRule): Pick<uPlot.Scale, 'distr' | 'asinh'> {
  if (rule.kind === 'log') return { distr: 3 };
  return rule.kind === 'symlog' ? { distr: 4, asinh: rule.linearWidth } : { distr: 1 };
}
