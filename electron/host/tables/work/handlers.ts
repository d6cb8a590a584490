import { toApiValue } from '#shared/wire';
import {
  encodeVectors,
  type TableAnswer,
  type TableCut,
  type TableDerived,
  type TableForm,
  type TableJoin,
  type TablePlotAnswer,
  type TablePlotQuery,
  type TableQuery,
  type TableVectorColors,
  type TableVectorColorsQuery,
  type TableVectorsQuery,
} from '#shared/api';
import { Transferred } from '#host/base';
import { Problem } from '#shared/errors';
import { cellOf, type RawTable, sourceOf, stackTables, type Table } from '../engine/columns.ts';
import { deriveColumns } from '../engine/derive.ts';
import { filterRows } from '../engine/filter.ts';
import { differencesOf, joinTable, type JoinedTable } from '../engine/join.ts';
import { plotTable } from '../engine/plot.ts';
import { readTableFiles } from '../engine/read.ts';
import { sortRows } from '../engine/sort.ts';
import { groupRows, statsOf } from '../engine/stats.ts';
import { vectorColors, vectorLengthOf, vectorsOf } from '../engine/vectors.ts';
import { writeTable } from '../engine/write.ts';
import { forgetOlder, type LiveTablePlace, type StoredPlace, type TableContext } from './live.ts';

/** Of each source its files in order, or from what it is made; undefined where it is not here (told by whoever asks). */
export interface TablePlaces {
  readonly places: readonly (readonly string[] | StoredPlace | LiveTablePlace | undefined)[];
  /** A column of the second source that is called otherwise in the first. */
  readonly rename?: readonly [from: string, to: string];
}

export type RowsAnswer = Omit<TableAnswer, 'files'>;

interface Kept {
  readonly table: Table;
  readonly columns: TableAnswer['columns'];
  readonly faults: TableAnswer['faults'];
  readonly cuts?: TableAnswer['cuts'];
  readonly derivedFaults?: TableAnswer['derivedFaults'];
  readonly join?: JoinedTable;
  /** Rows in order, by what was asked of them; the newest last. */
  readonly orders: Map<string, Uint32Array>;
}

/** Cells of all tables that are kept. A million rows of ten columns take about 200 MB. */
const MOST_CELLS = 20_000_000;
const MOST_ORDERS = 8;
const kept = new Map<string, Kept>();

type Shape = Pick<TableQuery, 'join' | 'derived'>;

/** What the thread of tables does. Tables stay read between calls, as many as fit. */
export const tableHandlers = {
  /** A range of rows or of groups. Errors: `input.invalid` for columns that are not there. */
  'table.rows': (context: TableContext, args: TablePlaces & { readonly query: TableQuery }): RowsAnswer => {
    const { query } = args;
    const one = open(context, args, query);
    const { table, columns, faults, join } = one;
    const order = orderOf(one, query);
    const shared = {
      columns,
      rowCount: table.rowCount,
      faults,
      ...context.readings.late(args.places, context.monotonic()),
      ...(one.cuts === undefined ? {} : { cuts: one.cuts }),
      ...(one.derivedFaults === undefined ? {} : { derivedFaults: one.derivedFaults }),
      ...(join === undefined ? {} : { joined: { column: join.column, choices: join.choices } }),
    };
    const end = query.from + query.count;
    if (query.groupBy !== undefined) {
      const groups = groupRows(table, order, columnOf(table, query.groupBy));
      return { ...shared, matchCount: groups.length, rows: [], groups: groups.slice(query.from, end) };
    }
    const rows = Array.from(order.subarray(query.from, end), (row) => ({
      index: row,
      source: sourceOf(table, row),
      cells: table.columns.map((column) => toApiValue(cellOf(column, row))),
      ...(join === undefined ? {} : { differs: differencesOf(join, row) }),
    }));
    return { ...shared, matchCount: order.length, rows };
  },

  /** The kept rows as marks of a plot. */
  'table.plot': (context: TableContext, args: TablePlaces & { readonly query: TablePlotQuery }): TablePlotAnswer => {
    const one = open(context, args, args.query);
    const answer = plotTable(one.table, orderOf(one, { ...args.query, sort: [] }), args.query.plot);
    return { ...answer, ...context.readings.late(args.places, context.monotonic()) };
  },

  /** Vectors of the kept rows, in the form of `encodeVectors`. Errors: `input.invalid` for columns that hold none. */
  'table.vectors': (
    context: TableContext,
    args: TablePlaces & { readonly query: TableVectorsQuery },
  ): Transferred<ArrayBuffer> => {
    const one = open(context, args, args.query);
    const buffer = encodeVectors(vectorsOf(one.table, orderOf(one, args.query), args.query.vectors));
    return new Transferred(buffer, [buffer]);
  },

  /** What the rows of the same vectors are coloured by. */
  'table.vectorColors': (
    context: TableContext,
    args: TablePlaces & { readonly query: TableVectorColorsQuery },
  ): TableVectorColors => {
    const { query } = args;
    const one = open(context, args, query);
    return vectorColors(one.table, orderOf(one, query), query.vectors, query.color);
  },

  /** Writes the kept rows to a file. */
  'table.write': (
    context: TableContext,
    args: TablePlaces & { readonly query: TableQuery; readonly form: TableForm; readonly to: string },
  ): void => {
    const one = open(context, args, args.query);
    writeTable(args.to, one.table, orderOf(one, args.query), args.form);
  },
} as const;

/**
 * The table as it is asked for: stacked or joined, with its computed columns. Each stage stays known. What can be
 * computed from the cells of one table is computed before a join, the rest from the joined columns.
 */
function open(context: TableContext, asked: TablePlaces, { join, derived = [] }: Shape): Kept {
  const { rename } = asked;
  const places = context.readings.steady(asked.places, context.monotonic());
  forgetOlder(places, kept);
  const place = [places, rename];
  const stacked = keep(JSON.stringify(place), () => readStacked(context, places, rename));
  if (join === undefined || places.length < 2) return withDerived(stacked, derived, place);
  const own = withDerived(stacked, derived, place);
  const late = derived.filter(({ name }) => own.derivedFaults?.some((fault) => fault.name === name) === true);
  const early = late.length === 0 ? own : withDerived(stacked, without(derived, late), place);
  const joined = keep(JSON.stringify([...place, join, derived]), () => joinKept(early, join));
  return withDerived(joined, late, [...place, join, derived]);
}

function without(derived: readonly TableDerived[], some: readonly TableDerived[]): readonly TableDerived[] {
  return derived.filter((one) => !some.includes(one));
}

function withDerived(base: Kept, derived: readonly TableDerived[], place: readonly unknown[]): Kept {
  if (derived.length === 0) return base;
  return keep(JSON.stringify([...place, 'derived', derived]), () => deriveKept(base, derived));
}

function keep(key: string, make: () => Kept): Kept {
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const made = make();
  kept.set(key, made);
  const cells = (): number => [...kept.values()].reduce((sum, { table: t }) => sum + t.rowCount * t.columns.length, 0);
  for (const old of kept.keys()) {
    if (kept.size <= 1 || cells() <= MOST_CELLS) break;
    kept.delete(old);
  }
  return made;
}

function readStacked(context: TableContext, places: TablePlaces['places'], rename: TablePlaces['rename']): Kept {
  const begin = context.monotonic();
  const faults: { source: number; reason: string }[] = [];
  const cuts: TableCut[] = [];
  const tables = places.map((place, source): RawTable | undefined => {
    if (place === undefined) return undefined;
    if ('stamp' in place) {
      const { cut, ...live } = context.readLive(place);
      if (cut !== undefined) cuts.push({ source, ...cut });
      return live;
    }
    try {
      const read = 'parts' in place ? readTableFiles(place.parts, place.arrays) : readTableFiles(place);
      if (rename === undefined || source !== 1) return read;
      return { ...read, columns: read.columns.map((name) => (name === rename[0] ? rename[1] : name)) };
    } catch (error) {
      faults.push({ source, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  });
  const table = stackTables(tables);
  const told = cuts.length === 0 ? {} : { cuts };
  const made = { table, columns: describe(table), faults, ...told, orders: ordersOf(table) };
  context.readings.note(places, begin, context.monotonic());
  return made;
}

function joinKept(stacked: Kept, wanted: TableJoin): Kept {
  const join = joinTable(stacked.table, wanted);
  const columns = describe(join.table).map((column, i) => ({ ...column, ...join.origins[i] }));
  const { faults, cuts } = stacked;
  const told = cuts === undefined ? {} : { cuts };
  return { table: join.table, columns, faults, ...told, join, orders: ordersOf(join.table) };
}

function deriveKept(base: Kept, derived: readonly TableDerived[]): Kept {
  const { table, faults } = deriveColumns(base.table, derived);
  const own = table.columns.slice(base.table.columns.length);
  const added = describe({ ...table, columns: own }).map((column) => ({ ...column, isDerived: true as const }));
  const columns = [...base.columns, ...added];
  return { ...base, table, columns, derivedFaults: faults, orders: ordersOf(table) };
}

function describe(table: Table): TableAnswer['columns'] {
  const all = everyRow(table);
  return table.columns.map((column) => {
    const vector = vectorLengthOf(column);
    const facts = { name: column.name, type: column.type, stats: statsOf(column, all) };
    return vector === undefined ? facts : { ...facts, vector };
  });
}

function ordersOf(table: Table): Kept['orders'] {
  return new Map([[orderKey({ sort: [], where: [] }), everyRow(table)]]);
}

function everyRow({ rowCount }: Table): Uint32Array {
  return Uint32Array.from({ length: rowCount }, (_, i) => i);
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
