import type { DataTable } from '../../frame/data-table.tsx';
import { ADDED, type ChartData, type ChartRow } from './rows.ts';

type Labels = Readonly<Record<string, string>>;

/** The rows of a chart with the name of their run, for reading. */
export function tableOfRows(data: ChartData, labels: Labels = {}): DataTable {
  const columns = withName(data);
  return {
    head: columns.map((column) => labels[column] ?? column),
    rows: data.rows.map((row) => columns.map((column) => cellOf(row, column))),
  };
}

/** The same for a file, with the ids of the runs: names may be alike. */
export function fileOfRows(data: ChartData, labels: Labels = {}): DataTable {
  const { head, rows } = tableOfRows(data, labels);
  return {
    head: ['run', ...head],
    rows: rows.map((cells, i) => [cellOf(data.rows[i] ?? {}, ADDED.run), ...cells]),
  };
}

/** A table's own column of that name is among its columns. */
function withName({ columns }: ChartData): readonly string[] {
  return columns.includes(ADDED.name) ? columns : [ADDED.name, ...columns];
}

function cellOf(row: ChartRow, column: string): string | number | undefined {
  const value = row[column];
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}
