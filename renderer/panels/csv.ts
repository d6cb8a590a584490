import type { DataTable } from './frame/data-table.tsx';

/** A table as CSV: exact numbers, line feeds, cells in quotes where they need them. */
export function csvText({ head, rows }: DataTable): string {
  return [head, ...rows].map((row) => `${row.map((cell) => csvCell(String(cell ?? ''))).join(',')}\n`).join('');
}

/** One cell of CSV. */
export function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
