import {
  MOST_VECTOR_LENGTH,
  MOST_VECTOR_NUMBERS,
  type TableVectorColors,
  type TableVectors,
  type VectorsLeftOut,
  type VectorsWanted,
} from '#shared/api';
import { Problem } from '#shared/errors';
import type { JsonValue } from '#shared/wire';
import type { Column, Table } from './columns.ts';
import { seriesOf } from './plot.ts';

/** Cells that are looked at to tell whether a column is one of vectors. */
const LOOKED_AT = 500;

/** Rows that have a vector, and those that were chosen among them. */
interface Chosen extends Pick<TableVectors, 'places' | 'leftOut' | 'length'> {
  /** The rows of `places` in the table. */
  readonly rows: Uint32Array;
  readonly lists: readonly JsonValue[] | undefined;
  readonly columns: readonly Float64Array[];
}

/**
 * The vectors of some rows, an even sample of them where there are more than wanted.
 * Errors: `input.invalid` names the column that holds no vectors, and the bound that a vector is beyond.
 */
export function vectorsOf(table: Table, rows: Uint32Array, wanted: VectorsWanted): TableVectors {
  const { lists, columns, rows: chosen, ...facts } = choose(table, rows, wanted);
  const { length } = facts;
  const numbers = new Float32Array(chosen.length * length);
  chosen.forEach((row, i) => {
    const list = lists === undefined ? undefined : (flatOf(lists[row] ?? null) as readonly number[]);
    for (let n = 0; n < length; n++) numbers[i * length + n] = (list === undefined ? columns[n]?.[row] : list[n]) ?? 0;
  });
  return { ...facts, rowCount: rows.length, numbers };
}

/** What the rows of the same vectors are coloured by. Errors: as `vectorsOf`, and for a colour that is no column. */
export function vectorColors(table: Table, rows: Uint32Array, wanted: VectorsWanted, color: string): TableVectorColors {
  const { rows: chosen } = choose(table, rows, wanted);
  const { names, of, values } = seriesOf(table, chosen, { kind: 'scatter', x: '', color });
  const numberAt = (row: number): number | null => {
    const value = values?.[row] ?? NaN;
    return Number.isFinite(value) ? value : null;
  };
  return {
    series: names,
    of: Array.from(chosen, of),
    ...(values === undefined ? {} : { values: Array.from(chosen, numberAt) }),
  };
}

/** How many numbers most lists of a column hold; undefined where most cells are none. */
export function vectorLengthOf(column: Column): number | undefined {
  if (column.type !== 'mixed') return undefined;
  const { values } = column;
  const step = Math.max(1, Math.floor(values.length / LOOKED_AT));
  const lengths: number[] = [];
  let [others, nested] = [0, 0];
  for (let row = 0; row < values.length; row += step) {
    const cell = flatOf(values[row] ?? null);
    if (cell !== values[row]) nested += 1;
    if (isVector(cell)) lengths.push(cell.length);
    else if (cell !== null) others += 1;
  }
  // Lists of boxes or words are lists in lists too: only those of one size are matrices.
  if (nested > 0 && new Set(lengths).size > 1) return undefined;
  return lengths.length > others ? mostFrequent(lengths) : undefined;
}

const flattened = new WeakMap<object, readonly JsonValue[]>();

/** A matrix, or what has more axes, as one list: the rows one after the other. */
function flatOf(cell: JsonValue): JsonValue {
  if (!Array.isArray(cell) || !cell.some((one) => Array.isArray(one))) return cell;
  let flat = flattened.get(cell);
  if (flat === undefined) flattened.set(cell, (flat = (cell as JsonValue[]).flat(MOST_AXES)));
  return flat;
}

const MOST_AXES = 8;

function choose(table: Table, rows: Uint32Array, { columns: names, most }: VectorsWanted): Chosen {
  const columns = names.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) throw refusal('a column of the table', name);
    return column;
  });
  const [first] = columns;
  const isList = columns.length === 1 && first?.type === 'mixed';
  const lists = isList ? first.values : undefined;
  const numeric = isList ? [] : columns.map(numbersOf);
  const { length, leftOut, valid } = lists === undefined ? sortNumbers(rows, numeric) : sortLists(rows, lists);
  if (length > MOST_VECTOR_LENGTH) {
    throw refusal(
      `lists of at most ${MOST_VECTOR_LENGTH.toLocaleString('en-US')} numbers`,
      `${names[0] ?? ''}, lists of ${length.toLocaleString('en-US')}`,
    );
  }
  const count = Math.min(most, valid.length, Math.floor(MOST_VECTOR_NUMBERS / Math.max(1, length)));
  const places = Uint32Array.from({ length: count }, (_, i) => valid[Math.floor((i * valid.length) / count)] ?? 0);
  return { lists, columns: numeric, length, leftOut, places, rows: places.map((place) => rows[place] ?? 0) };
}

function numbersOf(column: Column): Float64Array {
  if (column.type !== 'number') throw refusal('columns of numbers, or one column of lists of numbers', column.name);
  return column.numbers;
}

function refusal(expected: string, got: string): Problem {
  return new Problem('input.invalid', { field: 'vectors.columns', expected, got: got.slice(0, 60) });
}

interface Sorted {
  readonly length: number;
  readonly leftOut: VectorsLeftOut;
  /** Places of rows whose vector can be placed. */
  readonly valid: readonly number[];
}

function sortNumbers(rows: Uint32Array, columns: readonly Float64Array[]): Sorted {
  const valid: number[] = [];
  let [missing, notFinite] = [0, 0];
  rows.forEach((row, place) => {
    let isMissing = false;
    let isInfinite = false;
    for (const numbers of columns) {
      const number = numbers[row] ?? NaN;
      // NaN is what is missing in columns of numbers.
      if (Number.isNaN(number)) isMissing = true;
      else if (!Number.isFinite(Math.fround(number))) isInfinite = true;
    }
    if (isMissing) missing += 1;
    else if (isInfinite) notFinite += 1;
    else valid.push(place);
  });
  return { length: columns.length, leftOut: { missing, otherLength: 0, notFinite }, valid };
}

function sortLists(rows: Uint32Array, lists: readonly JsonValue[]): Sorted {
  const lengths: number[] = [];
  for (const row of rows) {
    const cell = flatOf(lists[row] ?? null);
    if (isVector(cell)) lengths.push(cell.length);
  }
  const length = mostFrequent(lengths) ?? 0;
  const valid: number[] = [];
  let [missing, otherLength, notFinite] = [0, 0, 0];
  rows.forEach((row, place) => {
    const cell = flatOf(lists[row] ?? null);
    if (!isVector(cell)) missing += 1;
    else if (cell.length !== length) otherLength += 1;
    else if (cell.every((one) => typeof one === 'number' && Number.isFinite(Math.fround(one)))) valid.push(place);
    else notFinite += 1;
  });
  return { length, leftOut: { missing, otherLength, notFinite }, valid };
}

/** A list of numbers, some of which may be missing or written as words ("NaN"). */
function isVector(cell: JsonValue): cell is readonly JsonValue[] {
  return (
    Array.isArray(cell) &&
    cell.some((one) => typeof one === 'number') &&
    cell.every(
      (one) => typeof one === 'number' || one === null || (typeof one === 'string' && /^-?(NaN|Inf)/i.test(one)),
    )
  );
}

function mostFrequent(lengths: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
