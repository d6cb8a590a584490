import type { ChartLine } from '#ui/charts';
import type { LineConfig } from './config.ts';

export interface PythonFigure {
  readonly title: string;
  readonly xLabel: string;
  readonly config: Pick<LineConfig, 'xScale' | 'yScale' | 'xLinearWidth' | 'yLinearWidth'>;
  /** With colours as `#rrggbb`; the last one lies on top. */
  readonly lines: readonly ChartLine[];
}

/**
 * A Python script that draws what the panel shows with matplotlib: the same lines, bands, colours and scales, with the
 * values as they are drawn. Lines of the right axis get a second one.
 */
export function pythonCode({ title, xLabel, config, lines }: PythonFigure): string {
  const right = lines.some((line) => line.isRight === true) && lines.some((line) => line.isRight !== true);
  const tuple = (line: ChartLine): string => {
    const band = line.low === undefined || line.high === undefined ? 'None' : `(${list(line.low)}, ${list(line.high)})`;
    const axis = right && line.isRight === true ? 'right' : 'ax';
    const name = line.isBehind === true ? 'None' : text(line.label);
    return `    (${axis}, ${name}, ${text(line.color)}, ${list(line.x)}, ${list(line.y)}, ${band}),\n`;
  };
  return [
    'import matplotlib.pyplot as plt\n\n',
    'nan, inf = float("nan"), float("inf")\n',
    'fig, ax = plt.subplots()\n',
    ...(right ? ['right = ax.twinx()\n'] : []),
    '# axis, name, colour, x, y, (low, high)\n',
    'lines = [\n',
    ...lines.map(tuple),
    ']\n',
    'for axis, name, color, x, y, band in lines:\n',
    '    axis.plot(x, y, color=color, label=name, linewidth=1.4 if name else 0.6, alpha=1 if name else 0.3)\n',
    '    if band:\n',
    '        axis.fill_between(x, *band, color=color, alpha=0.15, linewidth=0)\n',
    `ax.set(title=${text(title)}, xlabel=${text(xLabel)})\n`,
    scale('x', config.xScale, config.xLinearWidth),
    scale('y', config.yScale, config.yLinearWidth),
    'fig.legend()\n',
    'plt.show()\n',
  ].join('');
}

function scale(axis: 'x' | 'y', kind: LineConfig['yScale'], linearWidth: number): string {
  if (kind === 'linear') return '';
  return kind === 'log'
    ? `ax.set_${axis}scale("log")\n`
    : `ax.set_${axis}scale("asinh", linear_width=${linearWidth})\n`;
}

function list(column: Float64Array): string {
  return `[${Array.from(column, number).join(', ')}]`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

/** A string of Python: JSON's escapes are among Python's. */
function text(value: string): string {
  return JSON.stringify(value);
}
