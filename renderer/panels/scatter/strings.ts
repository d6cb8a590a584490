import type { Regression } from './curves.ts';

const n = (count: number): string => count.toLocaleString('en-US');
const runs = (count: number): string => `${n(count)} ${count === 1 ? 'run' : 'runs'}`;

/** Words of the scatter panel. */
export const strings = {
  kind: 'Scatter',
  title: (x: string, y: string): string => `${y} over ${x}`,
  noAxes: 'Choose a column for each axis',
  noAxesTip: 'Config, summary, the last, least, greatest or mean value of a metric, or a field of the run.',
  noPoints: (x: string, y: string): string => `No visible run has both ${x} and ${y}`,
  summary: (x: string, y: string, points: number, lacking: number): string =>
    `Scatter of ${y} over ${x}: ${runs(points)}${lacking > 0 ? `, ${n(lacking)} not drawn` : ''}. ` +
    'Arrow keys go from point to point, Enter opens the run, Space selects it.',
  runs,
  notDrawn: (words: string): string => `Not drawn: ${words}`,
  noZ: (count: number, label: string): string => `${n(count)} drawn without ${label}`,
  leftOut: (count: number): string => `${n(count)} beyond the first 10,000`,
  regression: ({ slope, intercept, rSquared, count }: Regression, isXLog: boolean, isYLog: boolean): string => {
    const number = (value: number): string => String(Number(value.toPrecision(3)));
    const y = isYLog ? 'log y' : 'y';
    const x = isXLog ? 'log x' : 'x';
    const sign = intercept < 0 ? '−' : '+';
    const fit = Number.isNaN(rSquared) ? '' : ` · R² ${rSquared.toFixed(3)}`;
    return `${y} = ${number(slope)} ${x} ${sign} ${number(Math.abs(intercept))}${fit} · ${runs(count)}`;
  },
  frontier: (count: number): string => `${runs(count)} on the frontier`,
  noLines: 'Lines and frontiers need numbers on both axes.',
  x: 'X',
  y: 'Y',
  z: 'Third column',
  none: 'None',
  zAs: 'Shown as',
  color: 'Colour',
  size: 'Size',
  log: (axis: string): string => `Log ${axis.toLowerCase()}`,
  names: (axis: string): string => `${axis} as names`,
  logZ: 'Log',
  range: (axis: string): string => `${axis} range`,
  min: (axis: string): string => `${axis} minimum`,
  max: (axis: string): string => `${axis} maximum`,
  running: 'Running',
  runningOff: 'Off',
  runningMin: 'Min',
  runningMax: 'Max',
  runningMean: 'Mean',
  regressionLine: 'Linear regression',
  frontierLine: 'Pareto frontier',
  betterX: 'Better x',
  betterY: 'Better y',
  lower: 'Lower',
  higher: 'Higher',
  labels: 'Names on the frontier',
  lines: 'Lines',
  legend: 'Legend',
  zoom: 'Zoom in',
  zoomOut: 'Back to all points',
  open: 'click opens the run',
  legends: { none: 'None', top: 'Top', bottom: 'Bottom', right: 'Right' },
  run: 'Run',
  id: 'ID',
  onFrontier: 'On the frontier',
  yes: 'yes',
} as const;
