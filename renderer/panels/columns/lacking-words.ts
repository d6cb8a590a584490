import type { Lacking } from './axis-of.ts';
import { strings } from './strings.ts';

/** Why runs have no place for a column, each reason with its count; empty when none lacks. */
export function lackingWords(
  { missing, notNumeric, nonFinite, notPositive }: Lacking,
  label: string,
): readonly string[] {
  return [
    ...(missing === 0 ? [] : [strings.without(missing, label)]),
    ...(notNumeric === 0 ? [] : [strings.notNumeric(notNumeric, label)]),
    ...(nonFinite === 0 ? [] : [strings.nonFinite(nonFinite, label)]),
    ...(notPositive === 0 ? [] : [strings.notPositive(notPositive, label)]),
  ];
}
