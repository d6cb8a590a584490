import { closeSync, openSync, writeSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { TableForm } from '#shared/api';
import { stringifyExtended } from '#shared/wire';
import { cellOf, type Column, type Table, textOf } from './columns.ts';

const ROWS_AT_ONCE = 5000;

/** Writes rows of a table to a file: CSV (RFC 4180), JSON (a list of objects, numbers as logged) or Parquet. */
export function writeTable(path: string, table: Table, rows: Uint32Array, form: TableForm): void {
  if (form === 'parquet') return writeParquet(path, table, rows);
  const file = openSync(path, 'w');
  try {
    if (form === 'csv') writeSync(file, `${table.columns.map((column) => quoted(column.name)).join(',')}\r\n`);
    else writeSync(file, '[');
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const part = [...rows.subarray(from, from + ROWS_AT_ONCE)];
      const lines = part.map((row) => (form === 'csv' ? csvLine(table, row) : jsonLine(table, row)));
      if (form === 'csv') writeSync(file, lines.join(''));
      else writeSync(file, `${from === 0 ? '\n' : ',\n'}${lines.join(',\n')}`);
    }
    if (form === 'json') writeSync(file, '\n]\n');
  } finally {
    closeSync(file);
  }
}

function csvLine({ columns }: Table, row: number): string {
  return `${columns.map((column) => quoted(textOf(cellOf(column, row)) ?? '')).join(',')}\r\n`;
}

function jsonLine({ columns }: Table, row: number): string {
  return stringifyExtended(Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)])));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeParquet(path: string, table: Table, rows: Uint32Array): void {
  const columnData = table.columns.map((column) => ({ name: column.name, ...parquetColumn(column, rows) }));
  const file = openSync(path, 'w');
  try {
    writeSync(file, new Uint8Array(parquetWriteBuffer({ columnData })));
  } finally {
    closeSync(file);
  }
}

/** Numbers as doubles, booleans as such, everything else as its text; what is missing is null. */
function parquetColumn(column: Column, rows: Uint32Array) {
  if (column.type === 'number') {
    const data = Array.from(rows, (row) => cellOf(column, row) as number | null);
    return { type: 'DOUBLE' as const, data, nullable: true };
  }
  if (column.type === 'boolean') {
    return {
      type: 'BOOLEAN' as const,
      data: Array.from(rows, (row) => cellOf(column, row) as boolean | null),
      nullable: true,
    };
  }
  return {
    type: 'STRING' as const,
    data: Array.from(rows, (row) => textOf(cellOf(column, row)) ?? null),
    nullable: true,
  };
}
