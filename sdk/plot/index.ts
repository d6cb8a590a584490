export { CustomChart } from './custom-chart.ts';
export { type ChartOptions, type CurveOptions, plot } from './plot.ts';
