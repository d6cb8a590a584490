export { LineChart, type LineChartHandle } from './line-chart.tsx';
export type { ChartScales, ChartWindow } from './chart-view.ts';
export { countNotPositive, type ChartLine, type Range, type XKind } from './lines.ts';
export { highlight } from './link.ts';
