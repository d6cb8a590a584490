import { formatNumber } from '#shared/units';
import { numberWords, type NumberFormat } from '../columns/axis-of.ts';
import type { DataTable } from '../frame/data-table.tsx';
import type { ScalarConfig } from './config.ts';
import type { Delta, Scalar, Scalars } from './series.ts';
import { strings } from './strings.ts';

/** A difference in words: `+0.012 (+1.4 %)`. */
export function deltaWords({ difference, percent }: Delta, format: NumberFormat): string {
  if (difference === 0) return strings.same;
  const sign = difference > 0 ? '+' : '−';
  const size = numberWords(Math.abs(difference), format === 'time' ? 'duration' : format, 4);
  const share = percent === undefined || format === 'time' ? '' : ` (${sign}${formatNumber(Math.abs(percent), 3)} %)`;
  return `${sign}${size}${share}`;
}

/** What stands small beside a number. */
export function asideOf(scalar: Scalar, format: NumberFormat, center: ScalarConfig['center']): readonly string[] {
  const words = (value: number): string => numberWords(value, format, 4);
  const { min, max, latest, std, count, isRun } = scalar;
  return [
    ...(isRun ? [] : [strings.ofRuns(strings.centers[center], count)]),
    ...(std === undefined ? [] : [strings.spread(words(std))]),
    ...(min === undefined ? [] : [`${strings.min} ${words(min)}`]),
    ...(max === undefined ? [] : [`${strings.max} ${words(max)}`]),
    ...(latest === undefined || latest === scalar.value ? [] : [`${strings.latest} ${words(latest)}`]),
  ];
}

/** What is shown, a row for each number. */
export function tableOf({ scalars, format }: Scalars, label: string): DataTable {
  const cell = (value: number | undefined): string | number | undefined =>
    value === undefined || format === 'number' ? value : numberWords(value, format, 6);
  const areRuns = scalars.every((scalar) => scalar.isRun);
  return {
    head: [
      areRuns ? strings.run : strings.group,
      areRuns ? strings.id : strings.count,
      label,
      strings.min,
      strings.max,
      strings.latest,
      strings.difference,
    ],
    rows: scalars.map((scalar) => [
      scalar.label,
      areRuns ? scalar.id : scalar.count,
      cell(scalar.value) ?? scalar.words,
      cell(scalar.min),
      cell(scalar.max),
      cell(scalar.latest),
      scalar.delta?.difference,
    ]),
  };
}
