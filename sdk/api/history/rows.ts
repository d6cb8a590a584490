import type { JsonObject } from '#shared/wire';
import { objectIn, type HistoryKeys } from '../record/node.ts';

/** One row of a run's history: what was logged at a step, by key. */
export interface Row {
  readonly _step: number;
  readonly [key: string]: unknown;
}

/** One sample of the machine: `system.` metrics with `_timestamp` and `_runtime`, seconds. */
export type SystemRow = Readonly<Record<string, unknown>>;

const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};
const INTEGER = /^-?\d{16,20}$/;

/** @internal Rows that came as JSON texts. */
export function rowsOfTexts(texts: readonly string[] | null): Row[] {
  return (texts ?? []).map((text) => objectIn(text) as JsonObject & Row);
}

/**
 * @internal Rows that came as JSON values, in which NaN, the infinities and integers beyond 2^53 are words: they are numbers again
 * where the key has nothing but numbers. Source: protocol 7.1.
 */
export function exactRows(rows: readonly Row[], keys: HistoryKeys | null): Row[] {
  const numeric = new Map<string, boolean>();
  const isNumeric = (key: string): boolean => {
    const types = keys?.keys?.[key]?.typeCounts ?? [];
    return types.length > 0 && types.every(({ type }) => type === 'number');
  };
  return rows.map((row) => {
    let exact: Record<string, unknown> | undefined;
    for (const key in row) {
      const value = row[key];
      if (typeof value !== 'string' || (!(value in WORDS) && !INTEGER.test(value))) continue;
      const known = numeric.get(key) ?? isNumeric(key);
      numeric.set(key, known);
      if (known) (exact ??= { ...row })[key] = WORDS[value] ?? BigInt(value);
    }
    return (exact as Row | undefined) ?? row;
  });
}

/** @internal A value as a number of a column; NaN for what is none. */
export function columnValue(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return Number.NaN;
  return WORDS[value] ?? (INTEGER.test(value) ? Number(value) : Number.NaN);
}

/** @internal The value of a key that may name a member of an object with dots. */
export function valueAt(row: Row, key: string): unknown {
  if (Object.hasOwn(row, key)) return row[key];
  let value: unknown = row;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}
