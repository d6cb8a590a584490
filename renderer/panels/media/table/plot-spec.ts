import type { TablePlot, TablePlotAnswer } from '#shared/api';
import type { Json } from '../chart/fill.ts';
import type { ChartRow } from '../chart/rows.ts';
import { strings } from './strings.ts';

export interface DrawnPlot {
  readonly spec: Json;
  readonly rows: readonly ChartRow[];
}

interface Named {
  readonly label: string;
  readonly color: string;
}

/** A Vega-Lite specification of what the host answered. `names`: label and resolved colour of each source. */
export function plotSpec(answer: TablePlotAnswer, plot: TablePlot, names: readonly Named[], theme: string): DrawnPlot {
  const series = namedSeries(answer.series, names);
  const rows = answer.marks.map(({ series: at, ...mark }): ChartRow => ({ ...mark, series: series[at]?.name ?? '' }));
  const hasValue = answer.marks.some((mark) => mark.value !== undefined);
  const isSplit = series.length > 1;
  const color: Json = hasValue
    ? { field: 'value', type: 'quantitative', title: plot.color ?? '', scale: { scheme: 'viridis' } }
    : {
        field: 'series',
        type: 'nominal',
        sort: null,
        scale: {
          domain: series.map(({ name }) => name),
          ...(series.every((one) => one.color !== undefined) ? { range: series.map((one) => one.color ?? '') } : {}),
        },
        legend: isSplit ? { title: plot.color === undefined || plot.color === '' ? null : plot.color } : null,
      };
  const split: readonly Json[] = isSplit ? [{ field: 'series', title: titleOf(plot.color ?? '') }] : [];
  const base = { data: { name: 'wandb' } };
  return { rows, spec: { ...base, ...formOf(answer.form, plot, color, split, theme) } };
}

function formOf(
  form: TablePlotAnswer['form'],
  plot: TablePlot,
  color: Json,
  split: readonly Json[],
  theme: string,
): { readonly [key: string]: Json } {
  const x: Json = { field: 'x', type: 'quantitative', title: plot.x, scale: { zero: false, nice: true } };
  const y: Json = { field: 'y', type: 'quantitative', title: plot.y ?? '', scale: { zero: false, nice: true } };
  const rowsTip: Json = { field: 'count', title: strings.rowsWord };
  const xyTip: readonly Json[] = [
    { field: 'x', title: plot.x },
    { field: 'y', title: plot.y ?? '' },
  ];
  switch (form) {
    case 'points':
      return {
        mark: { type: 'point', filled: true, size: 30, opacity: 0.75 },
        encoding: { x, y, color, tooltip: [...xyTip, ...split] },
      };
    case 'parts':
      return {
        mark: { type: 'rect', strokeWidth: 0 },
        encoding: {
          x,
          y,
          x2: { field: 'x2' },
          y2: { field: 'y2' },
          color,
          opacity: {
            field: 'count',
            type: 'quantitative',
            scale: { type: 'log', range: [theme === 'dark' ? 0.25 : 0.2, 1] },
            legend: { title: strings.rowsWord, tickCount: 3 },
          },
          tooltip: [...xyTip, rowsTip, ...split],
        },
      };
    case 'bins':
      return {
        mark: { type: 'bar', binSpacing: 1 },
        encoding: {
          x: { field: 'x', bin: 'binned', type: 'quantitative', title: plot.x, axis: { tickCount: 8 } },
          x2: { field: 'x2' },
          y: { field: 'y', type: 'quantitative', title: strings.rowsWord, stack: 'zero' },
          color,
          tooltip: [{ field: 'x', title: strings.from }, { field: 'x2', title: strings.to }, rowsTip, ...split],
        },
      };
    case 'bars': {
      const isCount = plot.aggregate === undefined || plot.aggregate === 'count';
      const title = isCount ? strings.rowsWord : `${strings.aggregates[plot.aggregate ?? 'count']} ${plot.y ?? ''}`;
      return {
        mark: { type: 'bar', cornerRadiusEnd: 2 },
        encoding: {
          x: { field: 'x', type: 'nominal', sort: null, title: plot.x, axis: { labelLimit: 120, labelOverlap: true } },
          y: { field: 'y', type: 'quantitative', title, ...(isCount ? { stack: 'zero' } : { stack: null }) },
          ...(split.length > 0 && !isCount ? { xOffset: { field: 'series', type: 'nominal', sort: null } } : {}),
          color,
          tooltip: [{ field: 'x', title: plot.x }, { field: 'y', title }, rowsTip, ...split],
        },
      };
    }
    case 'lines':
      return {
        mark: { type: 'line', strokeWidth: 1.5, point: false, tooltip: true },
        encoding: { x, y, color, tooltip: [...xyTip, ...split] },
      };
  }
}

/** What series are called, runs with their colour. */
export function namedSeries(
  series: TablePlotAnswer['series'],
  names: readonly Named[],
): readonly { readonly name: string; readonly color: string | undefined }[] {
  return series.map(({ name, source }, i) => {
    const run = source === undefined ? undefined : names[source];
    return {
      name: run === undefined ? name || strings.missing : `${run.label}${twice(names, i, run.label)}`,
      color: run?.color,
    };
  });
}

function titleOf(color: string): string {
  return color === '' ? strings.run : color;
}

/** Runs may share a name; the second one is told apart. */
function twice(names: readonly Named[], at: number, label: string): string {
  const before = names.slice(0, at).filter((one) => one.label === label).length;
  return before === 0 ? '' : ` (${before + 1})`;
}
