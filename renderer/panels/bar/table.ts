import type { DataTable } from '../frame/data-table.tsx';
import { placeWords } from '../columns/axis-of.ts';
import type { BarConfig } from './config.ts';
import type { Bar, Bars } from './series.ts';
import { quantileOf } from '#shared/metrics';
import { strings } from './strings.ts';

/** What is drawn, a row for each bar. */
export function tableOf({ bars, axis, isCount }: Bars, config: BarConfig): DataTable {
  if (isCount) {
    const parts = [...new Set(bars.flatMap((bar) => bar.parts.map((part) => part.label)))].sort();
    return {
      head: [axis.label, strings.count, ...parts],
      rows: bars.map((bar) => [
        bar.label,
        bar.center,
        ...parts.map((label) => bar.parts.find((part) => part.label === label)?.count ?? 0),
      ]),
    };
  }
  const isByRun = bars.every((bar) => bar.isRun);
  if (isByRun) {
    return {
      head: [strings.run, strings.id, axis.label],
      rows: bars.map((bar) => [bar.label, bar.id, bar.center]),
    };
  }
  return {
    head: [
      strings.group,
      strings.count,
      `${strings.centers[config.center]} ${axis.label}`,
      strings.low,
      strings.high,
      strings.min,
      strings.quartile(25),
      strings.median,
      strings.quartile(75),
      strings.max,
    ],
    rows: bars.map((bar) => [
      bar.label,
      bar.values.length,
      bar.center,
      bar.error?.[0],
      bar.error?.[1],
      ...[0, 0.25, 0.5, 0.75, 1].map((share) => quantileOf(bar.values, share)),
    ]),
  };
}

/** Name and value of what a bar stands for. */
export function rowsOf(bar: Bar, { axis, isCount }: Bars, config: BarConfig): readonly (readonly [string, string])[] {
  if (isCount)
    return [[strings.count, String(bar.center)], ...bar.parts.map((part) => [part.label, String(part.count)] as const)];
  const words = (value: number): string => placeWords(axis, value);
  if (bar.values.length === 1) return [[axis.label, words(bar.center)]];
  return [
    [strings.count, String(bar.values.length)],
    [`${strings.centers[config.center]} ${axis.label}`, words(bar.center)],
    ...(bar.error === undefined
      ? []
      : [[strings.errors[config.error], `${words(bar.error[0])} – ${words(bar.error[1])}`] as const]),
    [strings.median, words(quantileOf(bar.values, 0.5))],
    ['25 – 75 %', `${words(quantileOf(bar.values, 0.25))} – ${words(quantileOf(bar.values, 0.75))}`],
    [`${strings.min} – ${strings.max}`, `${words(bar.values[0] ?? 0)} – ${words(bar.values.at(-1) ?? 0)}`],
  ];
}
