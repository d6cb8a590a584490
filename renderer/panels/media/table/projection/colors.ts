import type { TableVectorColors } from '#shared/api';
import type { PlotLegend } from '../../../columns/legend.tsx';
import { rampColor } from '../../../columns/ramp.ts';
import { NO_VALUE } from '../../../columns/value-colors.ts';
import { colorOf } from '../../../runs.ts';
import { namedSeries } from '../plot-spec.ts';
import type { SourceName } from '../placed.ts';

/** Colour of all points where no column was chosen. */
const ONE_COLOR = colorOf(0);

export interface PointColors {
  /** Colours that points have. */
  readonly palette: readonly string[];
  /** Which of them each point has. */
  readonly of: ArrayLike<number>;
  /** What a colour is called in the legend, by its place in the palette; of ramps nothing. */
  readonly names: readonly string[];
  readonly legend: PlotLegend;
}

/** One colour for `count` points. */
export function oneColor(count: number): PointColors {
  return { palette: [ONE_COLOR], of: new Uint8Array(count), names: [], legend: { kind: 'none' } };
}

/** Colours as the other plots of tables have them: a ramp over many numbers, else one for each value or run. */
export function pointColors(answer: TableVectorColors, column: string, names: readonly SourceName[]): PointColors {
  if (answer.values !== undefined) return rampColors(answer.values, column);
  const series = namedSeries(answer.series, names);
  const palette = series.map(({ color }, i) => color ?? (answer.series[i]?.name === '' ? NO_VALUE : colorOf(i)));
  const entries = series.map(({ name }, i) => ({ label: name, color: palette[i] ?? NO_VALUE }));
  const words = series.map(({ name }) => name);
  return { palette, of: answer.of, names: words, legend: { kind: 'names', label: column, entries } };
}

/** Shades of a ramp. */
const SHADES = 64;

function rampColors(values: readonly (number | null)[], label: string): PointColors {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const palette = [...Array.from({ length: SHADES }, (_, i) => rampColor(i / (SHADES - 1))), NO_VALUE];
  const shadeOf = (value: number | null): number => {
    if (value === null) return SHADES;
    return max > min ? Math.round(((value - min) / (max - min)) * (SHADES - 1)) : SHADES >> 1;
  };
  const legend: PlotLegend = min <= max ? { kind: 'ramp', label, min, max } : { kind: 'none' };
  return { palette, of: values.map(shadeOf), names: [], legend };
}
