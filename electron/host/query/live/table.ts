import type { TableCut } from '#shared/api';
import { toApiValue, type JsonValue } from '#shared/wire';

/** A table that the project itself makes, as it is at the moment of reading. */
export interface LiveTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly JsonValue[])[];
  readonly cut?: Omit<TableCut, 'source'>;
}

/** Says what was left out, or nothing. */
export function cutOf(
  rows: readonly [shown: number, all: number],
  columns: readonly [shown: number, all: number],
): Pick<LiveTable, 'cut'> {
  const cut = {
    ...(rows[0] < rows[1] ? { rows } : {}),
    ...(columns[0] < columns[1] ? { columns } : {}),
  };
  return Object.keys(cut).length === 0 ? {} : { cut };
}

/** A moment as text that sorts and compares by time, to the second. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Several words as one text, which can be grouped by and searched; null where there are none. */
export function wordsText(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.join(', ');
}

/** The keys that most rows have, so many as there is room for, by name. */
export function commonest<T extends { readonly name: string; readonly count: number }>(
  keys: readonly T[],
  most: number,
): readonly T[] {
  const kept = keys.length <= most ? keys : [...keys].sort((a, b) => b.count - a.count || byName(a, b)).slice(0, most);
  return [...kept].sort(byName);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/**
 * A value as a cell: an integer beyond 2^53 is a number like others, so that its column stays one of numbers. Within
 * lists it is a text, as NaN is, because a table compares and writes lists as JSON.
 */
export function plain(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'object' && value !== null ? toApiValue(value) : value;
}
