import { toApiValue } from '#shared/wire';
import type { TableAnswer, TableForm, TableQuery } from '#shared/api';
import { Problem } from '#shared/errors';
import { cellOf, type RawTable, sourceOf, stackTables, type Table } from '../engine/columns.ts';
import { filterRows } from '../engine/filter.ts';
import { readTableFiles } from '../engine/read.ts';
import { sortRows } from '../engine/sort.ts';
import { groupRows, statsOf } from '../engine/stats.ts';
import { writeTable } from '../engine/write.ts';

/** The files of each source, in order; undefined where a source has none (told by whoever asks). */
export interface TablePlaces {
  readonly paths: readonly (readonly string[] | undefined)[];
}

export type RowsAnswer = Omit<TableAnswer, 'files'>;

interface Kept {
  readonly table: Table;
  readonly columns: TableAnswer['columns'];
  readonly faults: TableAnswer['faults'];
  /** Rows in order, by what was asked of them; the newest last. */
  readonly orders: Map<string, Uint32Array>;
}

/** Cells of all tables that are kept. A million rows of ten columns take about 200 MB. */
const MOST_CELLS = 20_000_000;
const MOST_ORDERS = 8;
const kept = new Map<string, Kept>();

/** What the thread of tables does. Tables stay read between calls, as many as fit. */
export const tableHandlers = {
  /** A range of rows or of groups. Errors: `input.invalid` for columns that are not there. */
  'table.rows': (_: undefined, args: TablePlaces & { readonly query: TableQuery }): RowsAnswer => {
    const { query } = args;
    const one = open(args.paths);
    const { table, columns, faults } = one;
    const order = orderOf(one, query);
    const shared = { columns, rowCount: table.rowCount, faults };
    const end = query.from + query.count;
    if (query.groupBy !== undefined) {
      const groups = groupRows(table, order, columnOf(table, query.groupBy));
      return { ...shared, matchCount: groups.length, rows: [], groups: groups.slice(query.from, end) };
    }
    const rows = Array.from(order.subarray(query.from, end), (row) => ({
      index: row,
      source: sourceOf(table, row),
      cells: table.columns.map((column) => toApiValue(cellOf(column, row))),
    }));
    return { ...shared, matchCount: order.length, rows };
  },

  /** Writes the kept rows to a file. */
  'table.write': (
    _: undefined,
    args: TablePlaces & { readonly query: TableQuery; readonly form: TableForm; readonly to: string },
  ): void => {
    const one = open(args.paths);
    writeTable(args.to, one.table, orderOf(one, args.query), args.form);
  },
} as const;

function open(paths: TablePlaces['paths']): Kept {
  const key = JSON.stringify(paths);
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const faults: { source: number; reason: string }[] = [];
  const tables = paths.map((files, source): RawTable | undefined => {
    if (files === undefined) return undefined;
    try {
      return readTableFiles(files);
    } catch (error) {
      faults.push({ source, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  });
  const table = stackTables(tables);
  const all = Uint32Array.from({ length: table.rowCount }, (_, i) => i);
  const columns = table.columns.map((column) => ({
    name: column.name,
    type: column.type,
    stats: statsOf(column, all),
  }));
  const made: Kept = { table, columns, faults, orders: new Map([[orderKey({ sort: [], where: [] }), all]]) };
  kept.set(key, made);
  const cells = (): number => [...kept.values()].reduce((sum, { table: t }) => sum + t.rowCount * t.columns.length, 0);
  for (const old of kept.keys()) {
    if (kept.size <= 1 || cells() <= MOST_CELLS) break;
    kept.delete(old);
  }
  return made;
}

function orderOf({ table, orders }: Kept, query: Pick<TableQuery, 'sort' | 'where' | 'text'>): Uint32Array {
  const key = orderKey(query);
  const known = orders.get(key);
  if (known !== undefined) return known;
  const filterKey = orderKey({ ...query, sort: [] });
  let rows = orders.get(filterKey) ?? filterRows(table, query.where, query.text ?? '');
  orders.set(filterKey, rows);
  // The last key first: sorting keeps the order of equal rows.
  for (const { column, isDescending } of [...query.sort].reverse()) {
    rows = sortRows(rows, columnOf(table, column), isDescending);
  }
  orders.set(key, rows);
  for (const old of orders.keys()) {
    if (orders.size <= MOST_ORDERS) break;
    orders.delete(old);
  }
  return rows;
}

function orderKey({ sort, where, text = '' }: Pick<TableQuery, 'sort' | 'where' | 'text'>): string {
  return JSON.stringify([sort, where, text]);
}

function columnOf(table: Table, name: string): Table['columns'][number] {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  throw new Problem('input.invalid', { field: 'column', expected: 'a column of the table', got: name.slice(0, 60) });
}
