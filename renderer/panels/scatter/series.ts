import type { ColumnRef } from '#shared/api';
import { textOf, type RunColumn } from '#ui/data';
import { LINEAR, type PlotAxis, type ScaleRule } from '#ui/charts';
import { toColumnAxis, type Lacking } from '../columns/axis-of.ts';
import { columnLabel } from '../columns/choices.ts';
import type { PlotLegend } from '../columns/legend.tsx';
import { shortGroups, shortLabels } from '../columns/short-labels.ts';
import type { ColumnRun, VisibleColumns } from '../columns/use-visible-columns.ts';
import { sharesOf, valueColors } from '../columns/value-colors.ts';
import type { DrawnGroup } from '../runs.ts';
import type { ScatterConfig } from './config.ts';
import { frontierOf, regressionOf, runningCurve, type Curve, type Regression } from './curves.ts';

/** A scatter ready to be drawn; all columns have one entry for each drawn point. */
export interface Scatter {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly runs: readonly ColumnRun[];
  /** What the third column holds, in words. */
  readonly z: readonly string[] | undefined;
  readonly zLabel: string;
  readonly colors: readonly string[];
  /** Pixels at the normal size of text. */
  readonly radii: Float64Array;
  readonly xRef: ColumnRef;
  readonly yRef: ColumnRef;
  readonly xAxis: PlotAxis;
  readonly yAxis: PlotAxis;
  readonly legend: PlotLegend;
  readonly lacking: { readonly x: Lacking; readonly y: Lacking; readonly z: number };
  readonly running: Curve | undefined;
  readonly regression: Regression | undefined;
  /** Places of the points on the frontier, ascending by x. */
  readonly frontier: readonly number[];
  /** The frontier is reached from the left: smaller x are better. */
  readonly isFrontierFromLeft: boolean;
  /** Points of the frontier bear the names of their runs. */
  readonly hasLabels: boolean;
}

const RADIUS = { few: 4.5, many: 3, small: 2.5, large: 13 };
const MANY = 600;

const NOTHING: ReadonlySet<string> = new Set();

/** Lays all runs out, but those whose name in the legend is `hidden`: x, y and, when there is a third column, z stand first to third in `data.columns`. */
export function toScatter(
  data: VisibleColumns,
  config: ScatterConfig,
  groups: readonly DrawnGroup[] | undefined,
  hidden: ReadonlySet<string> = NOTHING,
): Scatter | undefined {
  const [xColumn, yColumn, zColumn] = data.columns;
  if (xColumn === undefined || yColumn === undefined) return undefined;
  const { isXLog, isYLog, isXNames, isYNames, xMin, xMax, yMin, yMax } = config;
  const x = toColumnAxis(xColumn, { isLog: isXLog, isNames: isXNames, min: xMin, max: xMax });
  const y = toColumnAxis(yColumn, { isLog: isYLog, isNames: isYNames, min: yMin, max: yMax });
  const named = groups === undefined ? undefined : shortGroups(groups);
  const rows = data.runs.flatMap((run, i) => {
    const isPlaced = !Number.isNaN(x.places[i]) && !Number.isNaN(y.places[i]);
    return isPlaced && !(hidden.size > 0 && hidden.has(legendName(run, zColumn, i, named))) ? [i] : [];
  });
  const pick = (places: Float64Array): Float64Array => Float64Array.from(rows, (row) => places[row] ?? Number.NaN);
  const runs = rows.flatMap((row) => data.runs[row] ?? []);
  const shownX = withoutEmptyNames(x.axis, pick(x.places));
  const shownY = withoutEmptyNames(y.axis, pick(y.places));
  const points = { x: shownX.places, y: shownY.places };
  const areNumbers = x.axis.kind === 'number' && y.axis.kind === 'number';
  const radius = runs.length > MANY ? RADIUS.many : RADIUS.few;
  const look = zColumn === undefined ? plainLook(runs, radius, groups) : zLook(zColumn, rows, runs, radius, config);
  return {
    ...points,
    runs,
    z: zColumn === undefined ? undefined : rows.map((row) => wordsOf(zColumn.values[row])),
    zLabel: zColumn === undefined ? '' : columnLabel(zColumn.ref),
    ...look,
    xRef: xColumn.ref,
    yRef: yColumn.ref,
    xAxis: shownX.axis,
    yAxis: shownY.axis,
    lacking: { x: x.lacking, y: y.lacking, z: look.lackingZ },
    running:
      config.running === 'none' || !areNumbers || runs.length === 0 ? undefined : runningCurve(points, config.running),
    regression:
      config.hasRegression && areNumbers ? regressionOf(points, { x: ruleOf(x.axis), y: ruleOf(y.axis) }) : undefined,
    frontier: config.hasFrontier && areNumbers ? frontierOf(points, { x: config.betterX, y: config.betterY }) : [],
    isFrontierFromLeft: config.betterX === 'min',
    hasLabels: config.hasLabels,
  };
}

/** An axis of names without those that no point is at. */
function withoutEmptyNames(axis: PlotAxis, places: Float64Array): { axis: PlotAxis; places: Float64Array } {
  if (axis.kind === 'number') return { axis, places };
  const used = [...new Set(places)].sort((a, b) => a - b);
  const next = new Map(used.map((place, i) => [place, i]));
  return {
    axis: { ...axis, names: used.map((place) => axis.names[place] ?? '') },
    places: places.map((place) => next.get(place) ?? 0),
  };
}

/** What a run is called in the legend: its group, or its value of a column of names. */
function legendName(
  run: ColumnRun,
  zColumn: RunColumn | undefined,
  row: number,
  groups: readonly DrawnGroup[] | undefined,
): string {
  if (zColumn !== undefined) return zColumn.type === 'number' ? '' : wordsOf(zColumn.values[row]);
  return groups?.find((group) => group.id === run.group)?.label ?? '';
}

function ruleOf(axis: PlotAxis): ScaleRule {
  return axis.kind === 'number' ? axis.rule : LINEAR;
}

function wordsOf(value: RunColumn['values'][number]): string {
  return value === undefined ? '' : textOf(value);
}

interface Look {
  readonly colors: readonly string[];
  readonly radii: Float64Array;
  readonly legend: PlotLegend;
  readonly lackingZ: number;
}

function plainLook(runs: readonly ColumnRun[], radius: number, groups: readonly DrawnGroup[] | undefined): Look {
  const { common, labels } = shortLabels((groups ?? []).map((group) => group.label));
  const entries = (groups ?? []).map(({ color }, i) => ({ label: labels[i] ?? '', color }));
  return {
    colors: runs.map((run) => run.color),
    radii: new Float64Array(runs.length).fill(radius),
    legend: entries.length === 0 ? { kind: 'none' } : { kind: 'names', label: common, entries },
    lackingZ: 0,
  };
}

function zLook(
  column: RunColumn,
  rows: readonly number[],
  runs: readonly ColumnRun[],
  radius: number,
  { zAs, isZLog }: ScatterConfig,
): Look {
  if (zAs === 'size' && column.type === 'number') return sizeLook(column, rows, runs, isZLog);
  const { colors, legend, lackingCount } = valueColors(column, rows, isZLog);
  return { colors, radii: new Float64Array(rows.length).fill(radius), legend, lackingZ: lackingCount };
}

function sizeLook(column: RunColumn, rows: readonly number[], runs: readonly ColumnRun[], isLog: boolean): Look {
  const { shares, min, max, lackingCount } = sharesOf(column, rows, isLog);
  // The area grows with the value, as the eye takes it.
  const areaOf = (share: number): number => RADIUS.small ** 2 + share * (RADIUS.large ** 2 - RADIUS.small ** 2);
  return {
    colors: runs.map((run) => run.color),
    radii: shares.map((share) => (Number.isNaN(share) ? RADIUS.small : Math.sqrt(areaOf(share)))),
    legend:
      lackingCount === rows.length ? { kind: 'none' } : { kind: 'size', label: columnLabel(column.ref), min, max },
    lackingZ: lackingCount,
  };
}
