import { ADDED, type ChartData } from './rows.ts';

/** The rows of a chart with the run they are of, as CSV (RFC 4180). */
export function csvOf({ columns, rows }: ChartData): string {
  const head = ['run', ...columns];
  const lines = rows.map((row) => [row[ADDED.run], ...columns.map((column) => row[column])].map(cell).join(','));
  return [head.map(cell).join(','), ...lines, ''].join('\r\n');
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
