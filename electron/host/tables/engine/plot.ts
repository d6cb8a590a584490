import type { TableMark, TablePlot, TablePlotAnswer } from '#shared/api';
import { Problem } from '#shared/errors';
import { cellOf, type Column, sourceOf, type Table, textOf } from './columns.ts';
import { barMarks, binMarks } from './plot-bars.ts';

/** More points than this are counted by parts of the plane. */
const MOST_POINTS = 4000;
const PARTS = { x: 96, y: 64 };
/** Points of one line; beyond, the least and the greatest of each of half as many stretches. */
const MOST_LINE_POINTS = 1000;
const MOST_SERIES = 12;
const OTHER = 'other';

/** Which series each row is of; series beyond the most frequent ones are one. */
export interface SeriesOf {
  readonly names: TablePlotAnswer['series'];
  readonly of: (row: number) => number;
  /** Given where the column is of many numbers: points then have a number instead of a series. */
  readonly values?: Float64Array;
}

/** The marks of a plot over some rows. Errors: `input.invalid` names the column that cannot be drawn. */
export function plotTable(table: Table, rows: Uint32Array, plot: TablePlot): TablePlotAnswer {
  const x = columnAt(table, 'x', plot.x);
  const series = seriesOf(table, rows, plot);
  if (plot.kind === 'histogram' && x.type === 'number') return binMarks(x.numbers, rows, series);
  if (plot.kind === 'histogram' || plot.kind === 'bar') {
    const aggregate = plot.kind === 'bar' ? (plot.aggregate ?? 'count') : 'count';
    const y = aggregate === 'count' ? undefined : numbersOf(columnAt(table, 'y', plot.y ?? ''), 'y');
    return barMarks(x, y, aggregate, rows, series);
  }
  const xs = numbersOf(x, 'x');
  const ys = numbersOf(columnAt(table, 'y', plot.y ?? ''), 'y');
  const drawn = rows.filter((row) => Number.isFinite(xs[row]) && Number.isFinite(ys[row]));
  const shared = { rowCount: drawn.length, leftOut: rows.length - drawn.length, moreBars: 0, series: series.names };
  if (plot.kind === 'line') return { ...shared, form: 'lines', marks: lineMarks(xs, ys, drawn, series) };
  if (drawn.length > MOST_POINTS) return { ...shared, form: 'parts', marks: partMarks(xs, ys, drawn, series) };
  const marks = Array.from(drawn, (row): TableMark => {
    const value = series.values?.[row];
    const color = value === undefined || !Number.isFinite(value) ? {} : { value };
    return { series: series.of(row), x: xs[row] ?? 0, y: ys[row] ?? 0, count: 1, ...color };
  });
  return { ...shared, form: 'points', marks };
}

function columnAt(table: Table, field: string, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) throw refusal(field, 'a column of the table', name);
  return column;
}

function numbersOf(column: Column, field: string): Float64Array {
  if (column.type !== 'number') throw refusal(field, 'a column of numbers', column.name);
  return column.numbers;
}

function refusal(field: string, expected: string, got: string): Problem {
  return new Problem('input.invalid', { field, expected, got: got.slice(0, 60) });
}

/** What tells rows apart in a plot: a column, the source, or nothing. Errors: `input.invalid` for a column that is not there. */
export function seriesOf(table: Table, rows: Uint32Array, { color, kind }: TablePlot): SeriesOf {
  if (color === undefined) return { names: [{ name: '' }], of: () => 0 };
  if (color === '') {
    const names = table.starts.slice(1).map((_, source) => ({ name: String(source + 1), source }));
    return { names, of: (row) => sourceOf(table, row) };
  }
  const column = columnAt(table, 'color', color);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = textOf(cellOf(column, row)) ?? '';
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.size > 50 && column.type === 'number' && kind === 'scatter')
      return { names: [{ name: '' }], of: () => 0, values: column.numbers };
  }
  if (counts.size > MOST_SERIES && column.type === 'number' && kind === 'scatter')
    return { names: [{ name: '' }], of: () => 0, values: column.numbers };
  const frequent = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const isCut = frequent.length > MOST_SERIES;
  const shown = frequent.slice(0, isCut ? MOST_SERIES - 1 : MOST_SERIES);
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  shown.sort(compare);
  const places = new Map(shown.map((name, i) => [name, i]));
  const names = [...shown, ...(isCut ? [OTHER] : [])].map((name) => ({ name }));
  return { names, of: (row) => places.get(textOf(cellOf(column, row)) ?? '') ?? shown.length };
}

/** How many rows lie in each part of the plane, in the colour of most of them. */
function partMarks(xs: Float64Array, ys: Float64Array, rows: Uint32Array, series: SeriesOf): TableMark[] {
  const [x0, xStep] = stepsOf(xs, rows, PARTS.x);
  const [y0, yStep] = stepsOf(ys, rows, PARTS.y);
  const seriesCount = series.names.length;
  const counts = new Uint32Array(PARTS.x * PARTS.y * seriesCount);
  const sums = series.values === undefined ? undefined : new Float64Array(PARTS.x * PARTS.y);
  for (const row of rows) {
    const part = partOf(xs[row] ?? 0, x0, xStep, PARTS.x) * PARTS.y + partOf(ys[row] ?? 0, y0, yStep, PARTS.y);
    const at = part * seriesCount + series.of(row);
    counts[at] = (counts[at] ?? 0) + 1;
    if (sums !== undefined) sums[part] = (sums[part] ?? 0) + (series.values?.[row] ?? 0);
  }
  const marks: TableMark[] = [];
  for (let part = 0; part < PARTS.x * PARTS.y; part++) {
    const own = counts.subarray(part * seriesCount, (part + 1) * seriesCount);
    const count = own.reduce((sum, one) => sum + one, 0);
    if (count === 0) continue;
    const x = x0 + Math.floor(part / PARTS.y) * xStep;
    const y = y0 + (part % PARTS.y) * yStep;
    const value = sums === undefined ? {} : { value: (sums[part] ?? 0) / count };
    marks.push({ series: own.indexOf(Math.max(...own)), x, x2: x + xStep, y, y2: y + yStep, count, ...value });
  }
  return marks;
}

function stepsOf(numbers: Float64Array, rows: Uint32Array, parts: number): readonly [from: number, step: number] {
  let [min, max] = [Infinity, -Infinity];
  for (const row of rows) {
    const number = numbers[row] ?? 0;
    if (number < min) min = number;
    if (number > max) max = number;
  }
  return [min, max > min ? (max - min) / parts : 1];
}

function partOf(value: number, from: number, step: number, parts: number): number {
  return Math.min(parts - 1, Math.floor((value - from) / step));
}

/** Lines by x; rows with the same x are one point with their mean, and long lines keep their least and greatest. */
function lineMarks(xs: Float64Array, ys: Float64Array, rows: Uint32Array, series: SeriesOf): TableMark[] {
  const members = series.names.map((): number[] => []);
  for (const row of rows) members[series.of(row)]?.push(row);
  return members.flatMap((own, i) => {
    const points = meansByX(xs, ys, own);
    return thinned(points).map(({ x, y, count }) => ({ series: i, x, y, count }));
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

function meansByX(xs: Float64Array, ys: Float64Array, rows: readonly number[]): Point[] {
  const sorted = Uint32Array.from(rows).sort((a, b) => (xs[a] ?? 0) - (xs[b] ?? 0));
  const points: Point[] = [];
  for (let i = 0; i < sorted.length;) {
    const x = xs[sorted[i] ?? 0] ?? 0;
    let [sum, count] = [0, 0];
    for (; i < sorted.length && xs[sorted[i] ?? 0] === x; i++) {
      sum += ys[sorted[i] ?? 0] ?? 0;
      count += 1;
    }
    points.push({ x, y: sum / count, count });
  }
  return points;
}

function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_LINE_POINTS) return points;
  const stretch = Math.ceil(points.length / (MOST_LINE_POINTS / 2));
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += stretch) {
    const part = points.slice(from, from + stretch);
    const least = part.reduce((a, b) => (b.y < a.y ? b : a));
    const greatest = part.reduce((a, b) => (b.y > a.y ? b : a));
    kept.push(...(least === greatest ? [least] : least.x < greatest.x ? [least, greatest] : [greatest, least]));
  }
  return kept;
}
