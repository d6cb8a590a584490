export { LineChart, type ChartRanges, type LineChartHandle } from './line-chart.tsx';
export type { ChartScales, ChartWindow } from './fit.ts';
export type { TooltipRows } from './chart-tooltip.tsx';
export { countNotPositive, countOutliers, type ChartLine, type LineShape, type Range, type XKind } from './lines.ts';
export { highlight, linkedCursor } from './link.ts';
export type { ScaleKind, ScaleRule } from './scale.ts';
export { drawFigure, figureSize, type Figure } from './figure.ts';
export { ShiftedPen } from './shifted-pen.ts';
/** The pens that write files, fetched when the first file is made. */
export const loadPens = () => import('./pens.ts');
export type { Pen } from './pen.ts';
export { placeAxis, rangeWithRoom, type AxisTick, type PlacedAxis, type PlotAxis } from './plot-axis.ts';
export {
  drawPlotFrame,
  fit,
  fontOf,
  layOutPlot,
  paperInk,
  paperLook,
  type PlotBox,
  type PlotLook,
  type PlotSize,
} from './plot-frame.ts';
export { roughWidth } from './rough-width.ts';
export { PlotCanvas, type PaintPlot, type PlotCanvasHandle } from './plot-canvas.tsx';
export { backward, forward, isShowable, LINEAR } from './scale.ts';
