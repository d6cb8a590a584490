import type { ApiValue, RunRow } from '#shared/api';
import { formatNumber } from '#shared/units';
import { cellOf, hasStep, type Column } from './columns.ts';
import { strings } from './strings.ts';

/** Kinds of files that the table is saved as. */
export const EXPORT_FORMATS = ['csv', 'json', 'latex', 'markdown'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, { readonly ending: string; readonly mime: string }>> = {
  csv: { ending: 'csv', mime: 'text/csv' },
  json: { ending: 'json', mime: 'application/json' },
  latex: { ending: 'tex', mime: 'application/x-tex' },
  markdown: { ending: 'md', mime: 'text/markdown' },
};

/** Rows as text of a format; columns in their order. */
export function exportText(format: ExportFormat, columns: readonly Column[], rows: readonly RunRow[]): string {
  switch (format) {
    case 'csv':
      return toCsv(columns, rows);
    case 'json':
      return toJson(columns, rows);
    case 'latex':
      return latexTable(paperTable(columns, rows));
    case 'markdown':
      return markdownTable(paperTable(columns, rows));
  }
}

/** One object a run under the column's name; a key that a run lacks is left out, null stays null. */
function toJson(columns: readonly Column[], rows: readonly RunRow[]): string {
  const places = placesOf(columns);
  const objects = rows.map((row) => {
    const entries = columns.flatMap((column): [string, ApiValue][] => {
      const { value, step } = cellOf(row, column, places.get(column.id) ?? -1);
      if (value === undefined || (value === null && column.ref.kind === 'run')) return [];
      const isTime = column.type === 'time' || column.type === 'duration';
      return [
        [headerOf(column), isTime ? textOf(value, column) : value],
        ...(step === undefined ? [] : [[strings.stepOf(headerOf(column)), step] as [string, ApiValue]]),
      ];
    });
    return Object.fromEntries([['id', row.head.path.run], ...entries]);
  });
  return `${JSON.stringify(objects, undefined, 2)}\n`;
}

/** Cells for paper with the sides at which their columns stand. */
export interface PaperTable {
  readonly head: readonly string[];
  readonly sides: readonly ('left' | 'right')[];
  readonly rows: readonly (readonly string[])[];
}

const LATEX_SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
};

/** A `tabular` with the rules of booktabs. */
export function latexTable({ head, sides, rows }: PaperTable): string {
  const escape = (text: string): string =>
    text.replaceAll(/[\\~^&%$#_{}±]/g, (sign) => LATEX_SIGNS[sign] ?? `\\${sign}`).replaceAll(/\s+/g, ' ');
  const line = (cells: readonly string[]): string => `  ${cells.map(escape).join(' & ')} \\\\\n`;
  return [
    '% \\usepackage{booktabs}\n',
    `\\begin{tabular}{${sides.map((side) => side[0] ?? 'l').join('')}}\n  \\toprule\n`,
    line(head),
    '  \\midrule\n',
    ...rows.map(line),
    '  \\bottomrule\n\\end{tabular}\n',
  ].join('');
}

/** A table of GitHub's Markdown. */
export function markdownTable({ head, sides, rows }: PaperTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |\n`;
  return [head, sides.map((side) => (side === 'right' ? '---:' : '---')), ...rows].map(line).join('');
}

/** Lines of CSV (RFC 4180, CRLF). */
export function csvTable(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');
}

function paperTable(columns: readonly Column[], rows: readonly RunRow[]): PaperTable {
  return {
    head: headersOf(columns),
    sides: columns.flatMap((column) => {
      const side = column.type === 'number' || column.type === 'duration' ? 'right' : 'left';
      return hasStep(column.ref) ? [side, side] : [side];
    }),
    rows: shortCells(columns, rows),
  };
}

/** Cells for paper: numbers with four significant digits. */
function shortCells(columns: readonly Column[], rows: readonly RunRow[]): readonly (readonly string[])[] {
  return cellTexts(columns, rows, (value, column) => {
    const isPlain = typeof value === 'number' && column.type !== 'time' && column.type !== 'duration';
    return isPlain ? formatNumber(value) : textOf(value, column);
  });
}

/** Cells of rows as texts; a value that was reached at a step is followed by the step. */
function cellTexts(
  columns: readonly Column[],
  rows: readonly RunRow[],
  print: (value: ApiValue | undefined, column: Column) => string,
): readonly (readonly string[])[] {
  const places = placesOf(columns);
  return rows.map((row) =>
    columns.flatMap((column) => {
      const { value, step } = cellOf(row, column, places.get(column.id) ?? -1);
      const text = print(value, column);
      return hasStep(column.ref) ? [text, step === undefined ? '' : String(step)] : [text];
    }),
  );
}

/** Headers in the order of `cellTexts`. */
function headersOf(columns: readonly Column[]): readonly string[] {
  return columns.flatMap((column) => {
    const header = headerOf(column);
    return hasStep(column.ref) ? [header, strings.stepOf(header)] : [header];
  });
}

/** Where a column's values stand in a row: run fields have none there. */
function placesOf(columns: readonly Column[]): ReadonlyMap<string, number> {
  return new Map(columns.filter((column) => column.ref.kind !== 'run').map((column, i) => [column.id, i]));
}

/** Rows as CSV; times as ISO 8601, runtime in seconds, lists and objects as JSON, no value as nothing. */
function toCsv(columns: readonly Column[], rows: readonly RunRow[]): string {
  return csvTable([headersOf(columns), ...cellTexts(columns, rows, textOf)]);
}

/** Run fields by their shown names; keys with their document, since config and summary may share one. */
export function headerOf(column: Column): string {
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
