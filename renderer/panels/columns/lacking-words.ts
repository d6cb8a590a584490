import type { Lacking } from './axis-of.ts';

const n = (count: number): string => count.toLocaleString('en-US');

/** Why runs have no place for a column, each reason with its count; empty when none lacks. */
export function lackingWords(
  { missing, notNumeric, nonFinite, notPositive }: Lacking,
  label: string,
): readonly string[] {
  return [
    ...(missing === 0 ? [] : [`${n(missing)} ${missing === 1 ? 'run' : 'runs'} without ${label}`]),
    ...(notNumeric === 0 ? [] : [`${n(notNumeric)} where ${label} is no number`]),
    ...(nonFinite === 0 ? [] : [`${n(nonFinite)} where ${label} is NaN or infinite`]),
    ...(notPositive === 0 ? [] : [`${n(notPositive)} where ${label} is not above zero (log axis)`]),
  ];
}
