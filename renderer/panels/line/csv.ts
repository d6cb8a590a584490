import type { SeriesLine, XAxis } from '#shared/api';
import type { DataTable } from '../frame/data-table.tsx';
import { csvCell } from '../csv.ts';
import { strings } from './strings.ts';

/** What a row of CSV is about. */
export interface NamedLine {
  readonly run: string;
  readonly name: string;
  readonly key: string;
  readonly line: SeriesLine;
}

export const CSV_HEAD = (x: XAxis): string =>
  `${['run', 'name', 'key', x, 'value', 'smoothed', 'min', 'max', 'points'].map(csvCell).join(',')}\n`;

/** The rows of one line: one a point or bucket, exact numbers, line feeds. */
export function csvRows({ run, name, key, line }: NamedLine): string {
  const head = [run, name, key].map(csvCell).join(',');
  let text = '';
  for (let i = 0; i < line.x.length; i++) {
    const value = (line.mode === 'buckets' ? line.mean : line.value)[i];
    const spread = line.mode === 'exact' ? [value, value, 1] : [line.min[i], line.max[i], line.count[i]];
    text += `${head},${[line.x[i], value, line.smooth?.[i] ?? '', ...spread].join(',')}\n`;
  }
  return text;
}

/** The points that are drawn, for reading: one row for each, line after line. */
export function lineTable(x: string, lines: readonly Omit<NamedLine, 'run'>[]): DataTable {
  const isSmoothed = lines.some(({ line }) => line.smooth !== undefined);
  const rows = lines.flatMap(({ name, key, line }) =>
    Array.from(line.x, (at, i) => {
      const value = (line.mode === 'buckets' ? line.mean : line.value)[i];
      return [name, key, at, value, ...(isSmoothed ? [line.smooth?.[i]] : [])];
    }),
  );
  return { head: [strings.run, strings.key, x, strings.value, ...(isSmoothed ? [strings.smoothed] : [])], rows };
}
