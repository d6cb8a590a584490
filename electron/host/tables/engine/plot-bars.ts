import type { TableAggregate, TableMark, TablePlotAnswer } from '#shared/api';
import { cellOf, type Column, textOf } from './columns.ts';
import type { SeriesOf } from './plot.ts';

const MOST_BINS = 60;
const MOST_BARS = 40;

/** Equal parts from the least to the greatest number with the rows of each series in them. */
export function binMarks(numbers: Float64Array, rows: Uint32Array, series: SeriesOf): TablePlotAnswer {
  let [min, max, rowCount, isWhole] = [Infinity, -Infinity, 0, true];
  for (const row of rows) {
    const number = numbers[row] ?? NaN;
    if (!Number.isFinite(number)) continue;
    if (number < min) min = number;
    if (number > max) max = number;
    if (!Number.isInteger(number)) isWhole = false;
    rowCount += 1;
  }
  const shared = {
    form: 'bins',
    series: series.names,
    rowCount,
    leftOut: rows.length - rowCount,
    moreBars: 0,
  } as const;
  if (rowCount === 0) return { ...shared, marks: [] };
  // Whole numbers that are few have a bin each; else as many bins as Sturges' rule and a little more.
  const isEach = isWhole && max - min < MOST_BINS;
  const bins = isEach ? max - min + 1 : Math.min(MOST_BINS, Math.max(10, Math.ceil(2 * Math.log2(rowCount + 1))));
  const start = isEach ? min - 0.5 : min;
  const width = isEach ? 1 : max > min ? (max - min) / bins : 1;
  const counts = series.names.map(() => new Uint32Array(bins));
  for (const row of rows) {
    const number = numbers[row] ?? NaN;
    if (!Number.isFinite(number)) continue;
    const own = counts[series.of(row)];
    const bin = Math.min(bins - 1, Math.floor((number - start) / width));
    if (own !== undefined) own[bin] = (own[bin] ?? 0) + 1;
  }
  const marks = counts.flatMap((own, i) =>
    Array.from(own).flatMap((count, bin): TableMark[] =>
      count === 0 ? [] : [{ series: i, x: start + bin * width, x2: start + (bin + 1) * width, y: count, count }],
    ),
  );
  return { ...shared, marks };
}

interface Bar {
  readonly name: string;
  readonly series: number;
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** A bar for each of the most frequent values of a column and each series. */
export function barMarks(
  x: Column,
  ys: Float64Array | undefined,
  aggregate: TableAggregate,
  rows: Uint32Array,
  series: SeriesOf,
): TablePlotAnswer {
  const bars = new Map<string, Bar[]>();
  let rowCount = 0;
  for (const row of rows) {
    const y = ys === undefined ? 1 : (ys[row] ?? NaN);
    if (!Number.isFinite(y)) continue;
    rowCount += 1;
    const name = textOf(cellOf(x, row)) ?? '(missing)';
    let own = bars.get(name);
    if (own === undefined) bars.set(name, (own = []));
    const at = series.of(row);
    const bar = (own[at] ??= { name, series: at, count: 0, sum: 0, min: Infinity, max: -Infinity });
    bar.count += 1;
    bar.sum += y;
    bar.min = Math.min(bar.min, y);
    bar.max = Math.max(bar.max, y);
  }
  const sizeOf = (own: readonly (Bar | undefined)[]): number => own.reduce((sum, one) => sum + (one?.count ?? 0), 0);
  const frequent = [...bars].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a)).slice(0, MOST_BARS);
  if (x.type !== 'text') frequent.sort(([a], [b]) => Number(a) - Number(b) || (a < b ? -1 : 1));
  const marks = frequent.flatMap(([name, own]) =>
    own.flatMap((bar): TableMark[] => [{ series: bar.series, x: name, y: heightOf(bar, aggregate), count: bar.count }]),
  );
  const leftOut = rows.length - rowCount;
  return { form: 'bars', marks, series: series.names, rowCount, leftOut, moreBars: bars.size - frequent.length };
}

function heightOf(bar: Bar, aggregate: TableAggregate): number {
  return aggregate === 'mean' ? bar.sum / bar.count : bar[aggregate];
}
