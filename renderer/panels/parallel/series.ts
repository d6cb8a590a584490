import { columnId, type ColumnId, type ColumnRef } from '#shared/api';
import { rangeWithRoom, type PlotAxis } from '#ui/charts';
import type { RunColumn } from '#ui/data';
import { toColumnAxis } from '../columns/axis-of.ts';
import { columnLabel } from '../columns/choices.ts';
import type { PlotLegend } from '../columns/legend.tsx';
import { NO_VALUE, valueColors } from '../columns/value-colors.ts';
import type { ColumnRun, VisibleColumns } from '../columns/use-visible-columns.ts';
import type { ParallelConfig } from './config.ts';

/** An upright axis with every run's place on it. */
export interface ParallelAxis {
  readonly id: ColumnId;
  readonly ref: ColumnRef;
  readonly label: string;
  readonly axis: PlotAxis;
  readonly column: RunColumn;
  /** NaN where a run has no place: it goes through the mark below the axis. */
  readonly places: Float64Array;
  readonly isFlipped: boolean;
  readonly isLog: boolean;
  /** Runs with an open eye that have no place. */
  readonly lackingCount: number;
}

/** All that is drawn; lists have one entry for each run, shown or hidden. */
export interface Parallel {
  readonly axes: readonly ParallelAxis[];
  readonly runs: readonly ColumnRun[];
  readonly isOpen: readonly boolean[];
  readonly colors: readonly string[];
  readonly legend: PlotLegend;
  readonly openCount: number;
}

/** Lays all runs on their axes. `data.columns` are those of the axes, then that of the colour where it is none of them. */
export function toParallel(
  data: VisibleColumns,
  isOpen: (run: string) => boolean,
  config: ParallelConfig,
): Parallel | undefined {
  const columns = new Map(data.columns.map((column) => [columnId(column.ref), column]));
  const open = data.runs.map((run) => run.group !== undefined || isOpen(run.id));
  const axes = config.axes.flatMap((one): ParallelAxis[] => {
    const column = columns.get(one.column);
    if (column === undefined) return [];
    const { axis, places } = toColumnAxis(column, { isLog: one.isLog, isNames: false });
    return [
      {
        id: one.column,
        ref: column.ref,
        label: one.name ?? columnLabel(column.ref),
        axis: fittedTo(axis, places, open),
        column,
        places,
        isFlipped: one.isFlipped,
        isLog: one.isLog,
        lackingCount: open.reduce((sum, isShown, i) => sum + (isShown && Number.isNaN(places[i]) ? 1 : 0), 0),
      },
    ];
  });
  if (axes.length < 2) return undefined;
  const last = config.axes.at(-1);
  const by = config.colorBy === 'column' ? config.color : config.colorBy === 'last' ? last?.column : undefined;
  const column = by === undefined ? undefined : columns.get(by);
  const isLog = config.axes.find((axis) => axis.column === by)?.isLog === true;
  return {
    axes,
    runs: data.runs,
    isOpen: open,
    openCount: open.filter(Boolean).length,
    ...(column === undefined ? ownColors(data.runs) : byValue(column, open, isLog)),
  };
}

function ownColors(runs: readonly ColumnRun[]): Pick<Parallel, 'colors' | 'legend'> {
  return { colors: runs.map((run) => run.color), legend: { kind: 'none' } };
}

/** The scale of colours is that of the runs with an open eye. */
function byValue(column: RunColumn, open: readonly boolean[], isLog: boolean): Pick<Parallel, 'colors' | 'legend'> {
  const rows = open.flatMap((isShown, row) => (isShown ? [row] : []));
  const found = valueColors(column, rows, isLog);
  const colors = open.map(() => NO_VALUE as string);
  rows.forEach((row, i) => (colors[row] = found.colors[i] ?? NO_VALUE));
  return { colors, legend: found.legend };
}

/** Numbers of hidden runs do not stretch an axis. */
function fittedTo(axis: PlotAxis, places: Float64Array, open: readonly boolean[]): PlotAxis {
  if (axis.kind === 'names') return axis;
  const shown = places.filter((place, i) => open[i] === true && !Number.isNaN(place));
  if (shown.length === 0) return axis;
  const min = shown.reduce((a, b) => Math.min(a, b));
  const max = shown.reduce((a, b) => Math.max(a, b));
  return { ...axis, range: rangeWithRoom(min, max, axis.rule, 0.03) };
}

/** The columns that a panel asks for, each once. */
export function columnsOf(config: ParallelConfig): readonly ColumnId[] {
  const color = config.colorBy === 'column' ? config.color : undefined;
  return [...new Set([...config.axes.map((axis) => axis.column), ...(color === undefined ? [] : [color])])];
}
