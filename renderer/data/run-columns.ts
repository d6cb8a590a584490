import type { ApiValue, ColumnRef, RunColumnsAnswer, RunState } from '#shared/api';

/** What a column is drawn as: along a line of numbers, in named places, or not at all. */
export type RunColumnType = 'number' | 'category' | 'empty';

/** One column over runs, typed. All lists have one entry for each run, in the order of `ColumnTable.runs`. */
export interface RunColumn {
  readonly ref: ColumnRef;
  /** As it came; undefined where the run has no value at all. */
  readonly values: readonly (ApiValue | undefined)[];
  /** Finite numbers; NaN where there is none. */
  readonly numbers: Float64Array;
  /** `number` when numbers prevail; texts in it are then left out and counted. */
  readonly type: RunColumnType;
  readonly counts: ColumnCounts;
}

export interface ColumnCounts {
  readonly number: number;
  /** NaN and the infinities. */
  readonly nonFinite: number;
  /** Texts, bools, lists. */
  readonly other: number;
  /** null was logged. */
  readonly none: number;
  readonly missing: number;
}

/** A run as pictures over columns need it. */
export interface ColumnTableRun {
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  readonly ordinal: number;
  readonly color: string | undefined;
}

export interface ColumnTable {
  /** Runs that match; more than `runs` when there are over 10,000. */
  readonly total: number;
  readonly runs: readonly ColumnTableRun[];
  readonly columns: readonly RunColumn[];
}

const NON_FINITE = new Set<unknown>(['NaN', 'Infinity', '-Infinity']);
/** The host sends integers beyond 2^53 as their digits. */
const LONG_INTEGER = /^-?\d{16,}$/;

/** The host's lists as typed columns; `refs` are the columns of the query. */
export function toColumnTable(answer: RunColumnsAnswer, refs: readonly ColumnRef[]): ColumnTable {
  const { ids, names, states, ordinals, colors } = answer.runs;
  return {
    total: answer.total,
    runs: ids.map((id, i) => ({
      id,
      name: names[i] ?? id,
      state: states[i] ?? 'finished',
      ordinal: ordinals[i] ?? 0,
      color: colors[i] ?? undefined,
    })),
    columns: refs.map((ref, i) => {
      const { values, missing } = answer.columns[i] ?? { values: [], missing: [] };
      const own: (ApiValue | undefined)[] = [...values];
      for (const place of missing) own[place] = undefined;
      return toColumn(ref, own);
    }),
  };
}

/** One column from its values. */
export function toColumn(ref: ColumnRef, values: readonly (ApiValue | undefined)[]): RunColumn {
  const numbers = new Float64Array(values.length).fill(Number.NaN);
  const counts = { number: 0, nonFinite: 0, other: 0, none: 0, missing: 0 };
  values.forEach((value, i) => {
    if (value === undefined) counts.missing += 1;
    else if (value === null) counts.none += 1;
    else if (NON_FINITE.has(value)) counts.nonFinite += 1;
    else {
      const number = numberOf(value);
      if (number === undefined) counts.other += 1;
      else {
        counts.number += 1;
        numbers[i] = number;
      }
    }
  });
  return { ref, values, numbers, type: typeOf(counts), counts };
}

/** The same columns for some of the rows only, in their order. */
export function pickRows(column: RunColumn, rows: readonly number[]): RunColumn {
  return toColumn(
    column.ref,
    rows.map((row) => column.values[row]),
  );
}

function numberOf(value: ApiValue): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && LONG_INTEGER.test(value) ? Number(value) : undefined;
}

function typeOf({ number, nonFinite, other }: ColumnCounts): RunColumnType {
  if (number + nonFinite + other === 0) return 'empty';
  return number + nonFinite >= other ? 'number' : 'category';
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Places of a column's values on an axis of names, in natural order; null is a name of its own, `missing` has none (-1). */
export interface Categories {
  readonly names: readonly string[];
  readonly codes: Int32Array;
}

export function categoriesOf(column: RunColumn): Categories {
  const texts = column.values.map((value) => (value === undefined ? undefined : textOf(value)));
  const names = [...new Set(texts.flatMap((text) => (text === undefined ? [] : [text])))].sort(
    (a, b) => byName.compare(a, b) || (a < b ? -1 : 1),
  );
  const places = new Map(names.map((name, place) => [name, place]));
  return { names, codes: Int32Array.from(texts, (text) => (text === undefined ? -1 : (places.get(text) ?? -1))) };
}

/** A value in words, whole. */
export function textOf(value: ApiValue): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
