import type { ApiValue, RunRow } from '#shared/api';
import { cellOf, type Column } from './columns.ts';

/** Rows as CSV (RFC 4180, CRLF); times as ISO 8601, runtime in seconds, lists and objects as JSON, no value as nothing. */
export function toCsv(columns: readonly Column[], rows: readonly RunRow[]): string {
  const places = new Map(columns.filter((column) => column.ref.kind !== 'run').map((column, i) => [column.id, i]));
  const lines = [columns.map((column) => quote(headerOf(column)))];
  for (const row of rows) {
    lines.push(columns.map((column) => quote(textOf(cellOf(row, column, places.get(column.id) ?? -1).value, column))));
  }
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Run fields by their shown names; keys with their document, since config and summary may share one. */
function headerOf(column: Column): string {
  if (column.ref.kind === 'run' || column.ref.kind === 'metric') return column.label;
  return `${column.ref.kind}.${column.ref.key}`;
}

function textOf(value: ApiValue | undefined, column: Column): string {
  if (value === undefined) return '';
  if (value === null) return column.ref.kind === 'run' ? '' : 'null';
  if (column.type === 'time' && typeof value === 'number') return new Date(value).toISOString();
  if (column.type === 'duration' && typeof value === 'number') return String(value / 1000);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
