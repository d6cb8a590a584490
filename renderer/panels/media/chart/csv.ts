import type { DataTable } from '../../frame/data-table.tsx';
import { ADDED, type ChartData } from './rows.ts';

/** The rows of a chart with the run they are of, for reading and as a file. */
export function tableOfRows({ columns, rows }: ChartData, labels: Readonly<Record<string, string>> = {}): DataTable {
  // A table's own column of that name is among its columns.
  const shown = columns.includes(ADDED.name) ? columns : [ADDED.name, ...columns];
  return {
    head: ['run', ...shown.map((column) => labels[column] ?? column)],
    rows: rows.map((row) => [cellOf(row[ADDED.run]), ...shown.map((column) => cellOf(row[column]))]),
  };
}

function cellOf(value: unknown): string | number | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}
