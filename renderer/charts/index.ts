export { LineChart, type LineChartHandle, type LineChartProps } from './line-chart.tsx';
export type { ChartScales, ChartWindow, Hover } from './chart-view.ts';
export { countNotPositive, xExtent, yExtent, type ChartLine, type Range, type XKind } from './lines.ts';
export { highlight, linkedCursor } from './link.ts';
export { readAt, snapX, windowAround, type Reading } from './reading.ts';
export { formatDurationTick, formatTick, formatTimeTicks, formatX } from './ticks.ts';
