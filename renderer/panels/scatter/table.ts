import type { DataTable } from '../frame/data-table.tsx';
import { placeWords } from '../columns/axis-of.ts';
import type { Scatter } from './series.ts';
import { strings } from './strings.ts';

/** What is drawn, a row for each point. */
export function tableOf(scatter: Scatter): DataTable {
  const { x, y, z, xAxis, yAxis, zLabel, runs } = scatter;
  const frontier = new Set(scatter.frontier);
  const cell = (axis: typeof xAxis, place: number): string | number =>
    axis.kind === 'number' && axis.format === 'number' ? place : placeWords(axis, place);
  return {
    head: [
      strings.run,
      strings.id,
      xAxis.label,
      yAxis.label,
      ...(z === undefined ? [] : [zLabel]),
      ...(frontier.size === 0 ? [] : [strings.onFrontier]),
    ],
    rows: runs.map((run, i) => [
      run.label,
      run.id,
      cell(xAxis, x[i] ?? Number.NaN),
      cell(yAxis, y[i] ?? Number.NaN),
      ...(z === undefined ? [] : [z[i]]),
      ...(frontier.size === 0 ? [] : [frontier.has(i) ? strings.yes : '']),
    ]),
  };
}
