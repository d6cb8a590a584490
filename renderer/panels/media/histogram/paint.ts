import { formatNumber } from '#shared/units';
import type { Pen, PlotLook, PlotSize } from '#ui/charts';
import type { DrawnRun } from '../../runs.ts';
import type { Column } from './columns.ts';
import { drawAxes, drawBars, drawHeat, drawRidges, plotOf, type Plot } from './draw.ts';
import { strings } from './strings.ts';

export interface RunColumns {
  readonly run: DrawnRun;
  readonly columns: readonly Column[];
  readonly stepCount: number;
}

/** The histogram of a run at one step. */
export interface RunBars {
  readonly run: DrawnRun;
  readonly column: Column;
}

/** The histograms of one run over its steps, with their axes, on screen as on paper; gives where they lie. */
export function paintSteps(
  pen: Pen,
  { run, columns }: RunColumns,
  mode: 'heat' | 'ridges',
  size: PlotSize,
  look: PlotLook,
): Plot | undefined {
  const plot = plotOf(columns, size, look);
  if (plot === undefined) return undefined;
  const color = look.ink(run.color);
  const steps = [String(plot.minStep), String(plot.maxStep)] as const;
  const values = [formatNumber(plot.minValue, 3), formatNumber(plot.maxValue, 3)] as const;
  if (mode === 'heat') {
    drawHeat(pen, columns, plot, color);
    drawAxes(pen, plot, look, { x: [strings.step(steps[0]), steps[1]], y: values });
  } else {
    drawRidges(pen, columns, plot, color, look);
    drawAxes(pen, plot, look, { x: values, y: [steps[1], steps[0]] });
  }
  return plot;
}

/** The histograms of all runs at one step over each other. */
export function paintBars(pen: Pen, bars: readonly RunBars[], size: PlotSize, look: PlotLook): void {
  const columns = bars.map(({ column }) => column);
  const plot = plotOf(columns, size, look);
  if (plot === undefined) return;
  drawBars(
    pen,
    bars.map(({ run, column }) => ({ column, color: look.ink(run.color) })),
    plot,
  );
  const most = Math.max(...columns.map((column) => Math.max(...column.item.counts)));
  drawAxes(pen, plot, look, {
    x: [formatNumber(plot.minValue, 3), formatNumber(plot.maxValue, 3)],
    y: ['0', most.toLocaleString('en-US')],
  });
}
