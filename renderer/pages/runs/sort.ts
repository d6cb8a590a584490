import type { ColumnRef, SortKey } from '#shared/api';
import { columnId } from './columns.ts';

/** Place and direction of a column in the sort, for its header. */
export interface SortMark {
  readonly isDescending: boolean;
  /** From 1; shown when several columns sort. */
  readonly place: number;
  readonly isOnly: boolean;
}

export function sortMark(sort: readonly SortKey[], column: ColumnRef): SortMark | undefined {
  const id = columnId(column);
  const at = sort.findIndex((key) => columnId(key.column) === id);
  const key = sort[at];
  return key === undefined ? undefined : { isDescending: key.isDescending, place: at + 1, isOnly: sort.length === 1 };
}

/** What a click on a header does: descending, ascending, none. With Shift the other columns stay in the sort. */
export function clickSort(sort: readonly SortKey[], column: ColumnRef, isAdding: boolean): readonly SortKey[] {
  const id = columnId(column);
  const known = sort.find((key) => columnId(key.column) === id);
  const next =
    known === undefined
      ? { column, isDescending: true }
      : known.isDescending
        ? { column, isDescending: false }
        : undefined;
  if (!isAdding) return next === undefined ? [] : [next];
  const others = sort.flatMap((key) => (columnId(key.column) !== id ? [key] : next === undefined ? [] : [next]));
  return known === undefined && next !== undefined ? [...others, next] : others;
}

/** The sort with one column put at its end, or in place, in a direction; undefined takes it out. */
export function setSort(
  sort: readonly SortKey[],
  column: ColumnRef,
  isDescending: boolean | undefined,
): readonly SortKey[] {
  const others = sort.filter((key) => columnId(key.column) !== columnId(column));
  return isDescending === undefined ? others : [...others, { column, isDescending }];
}
