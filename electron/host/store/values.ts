/** Kinds of typed values in config_values and summary_values; the numbers are stored, so they never change. */
export const VALUE_KIND = { null: 0, bool: 1, number: 2, text: 3, json: 4 } as const;

export type ValueKind = (typeof VALUE_KIND)[keyof typeof VALUE_KIND];

/**
 * One value as config_values and summary_values hold it.
 * num: bool as 0 or 1; a number (undefined for NaN, rounded beyond 2^53).
 * text: a text; the JSON of a list, empty object or media value; the exact digits of an integer beyond 2^53; `NaN`.
 */
export interface TypedValue {
  readonly kind: ValueKind;
  readonly num?: number;
  readonly text?: string;
}
