import {
  drawable,
  isPoint,
  padRange,
  percentileExtent,
  xExtent,
  yExtent,
  type ChartLine,
  type Range,
  type XKind,
} from './lines.ts';
import { isShowable, type ScaleRule } from './scale.ts';

/** Visible window; what is left out fits the data. */
export interface ChartWindow {
  readonly x?: Range | undefined;
  readonly y?: Range | undefined;
  /** One fixed end of y while the other fits the data; `y` wins over both. */
  readonly yMin?: number | undefined;
  readonly yMax?: number | undefined;
  /** The same for x. */
  readonly xMin?: number | undefined;
  readonly xMax?: number | undefined;
  /** y fits the 5th to 95th percentile of what is visible. */
  readonly isRobust?: boolean | undefined;
}

export interface ChartScales {
  readonly xKind: XKind;
  readonly x: ScaleRule;
  readonly y: ScaleRule;
  /** Some lines are drawn against a second y axis. */
  readonly hasRight: boolean;
}

/** What a chart shows of each axis; right is of no meaning where no line is drawn against it. */
export interface Sight {
  readonly x: Range;
  readonly y: Range;
  readonly right: Range;
}

/** What is in sight through a window: its own ends, and for those that it leaves out what fits the lines. */
export function fitWindow(lines: readonly ChartLine[], window: ChartWindow, scales: ChartScales): Sight {
  const { x, y, hasRight } = scales;
  const { xMin, xMax, yMin, yMax } = window;
  const extent = xExtent(lines, x) ?? (x.kind === 'log' ? [1, 10] : [0, 1]);
  const whole = isPoint(extent) ? padRange(extent, x) : extent;
  const xRange = drawable(window.x ?? withFixedEnds(whole, xMin, xMax, x));
  const isCut = window.x !== undefined || xMin !== undefined || xMax !== undefined;
  const fitted = (some: readonly ChartLine[]): Range =>
    fitY(some, { rule: y, within: isCut ? xRange : undefined, isRobust: window.isRobust === true });
  const left = hasRight ? lines.filter((line) => line.isRight !== true) : lines;
  return {
    x: xRange,
    y: drawable(window.y ?? withFixedEnds(fitted(left), yMin, yMax, y)),
    right: hasRight ? fitted(lines.filter((line) => line.isRight === true)) : [0, 1],
  };
}

function fitY(
  lines: readonly ChartLine[],
  {
    rule,
    within,
    isRobust,
  }: { readonly rule: ScaleRule; readonly within: Range | undefined; readonly isRobust: boolean },
): Range {
  const extent = isRobust ? percentileExtent(lines, within, rule) : areaExtent(lines, yExtent(lines, within, rule));
  return padRange(extent ?? (rule.kind === 'log' ? [0.1, 10] : [0, 1]), rule);
}

/** A filled area means little when its foot is cut off: zero stays in sight. */
function areaExtent(lines: readonly ChartLine[], extent: Range | undefined): Range | undefined {
  if (extent === undefined || !lines.some((line) => line.base !== undefined)) return extent;
  return [Math.min(0, extent[0]), Math.max(0, extent[1])];
}

function withFixedEnds([min, max]: Range, from: number | undefined, to: number | undefined, rule: ScaleRule): Range {
  const low = from !== undefined && isShowable(rule, from) ? from : min;
  const high = to !== undefined && isShowable(rule, to) ? to : max;
  if (low < high) return [low, high];
  // Both ends on one side of the data: keep the fixed one and give the other a place beyond it.
  return from !== undefined && low === from
    ? [low, low + Math.max(Math.abs(low) * 0.1, 1e-9)]
    : [high - Math.max(Math.abs(high) * 0.1, 1e-9), high];
}
