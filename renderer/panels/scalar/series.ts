import type { ColumnRef } from '#shared/api';
import { spreadOf } from '#shared/metrics';
import { textOf, type RunColumn } from '#ui/data';
import { formatOf, numberWords, type Lacking, type NumberFormat } from '../columns/axis-of.ts';
import { centerOf } from '../columns/center-of.ts';
import { shortGroups } from '../columns/short-labels.ts';
import type { ColumnRun, VisibleColumns } from '../columns/use-visible-columns.ts';
import type { DrawnGroup } from '../runs.ts';
import type { ScalarConfig } from './config.ts';

/** How far a number is from the baseline's. */
export interface Delta {
  readonly difference: number;
  /** Of the baseline's size, in percent; undefined when that is zero. */
  readonly percent: number | undefined;
  /** undefined when nobody has said what better means, or nothing differs. */
  readonly isBetter: boolean | undefined;
}

/** One number with all that stands beside it. */
export interface Scalar {
  /** Run or group. */
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly isRun: boolean;
  readonly isBaseline: boolean;
  /** undefined for a text. */
  readonly value: number | undefined;
  readonly words: string;
  /** Runs that count in it. */
  readonly count: number;
  /** Of several runs, a sample's. */
  readonly std: number | undefined;
  /** A run: over all its points. A group: over its runs. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** The last point of a run. */
  readonly latest: number | undefined;
  readonly delta: Delta | undefined;
}

export interface Scalars {
  readonly scalars: readonly Scalar[];
  readonly format: NumberFormat;
  readonly lacking: Lacking;
}

/** The columns to ask for: the value, and for what was logged over time also its latest, least and greatest point. */
export function refsOf(value: ColumnRef): readonly ColumnRef[] {
  if (value.kind !== 'metric' && value.kind !== 'summary') return [value];
  const { key } = value;
  return [value, ...(['last', 'min', 'max'] as const).map((stat): ColumnRef => ({ kind: 'metric', key, stat }))];
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const WORDS_DIGITS = 5;

/** Columns as `refsOf` names them. `baseline`: the number that the others are measured by. */
export function toScalars(
  data: VisibleColumns,
  config: ScalarConfig,
  groups: readonly DrawnGroup[] | undefined,
  baseline: number | undefined,
): Scalars | undefined {
  const [value, latest, min, max] = data.columns;
  if (value === undefined) return undefined;
  const format = formatOf(value);
  const finish = (scalar: Omit<Scalar, 'delta' | 'words'> & { readonly words?: string }): Scalar => ({
    words: scalar.value === undefined ? '' : numberWords(scalar.value, format, WORDS_DIGITS),
    ...scalar,
    delta: scalar.isBaseline ? undefined : deltaOf(scalar.value, baseline, config.better),
  });
  const numberAt = numbersOf(value, format);
  const scalars =
    groups === undefined
      ? data.runs.flatMap((run, row) => {
          const number = numberAt(row);
          const raw = value.values[row];
          const isText = number === undefined && value.type === 'category' && raw !== undefined;
          if (number === undefined && !isText) return [];
          return [
            finish({
              ...ofRun(run),
              value: number,
              ...(isText ? { words: textOf(raw) } : {}),
              min: finiteAt(min, row),
              max: finiteAt(max, row),
              latest: finiteAt(latest, row),
            }),
          ];
        })
      : shortGroups(groups).flatMap((group) => ofGroup(group, data.runs, numberAt, config).map(finish));
  const { missing, none, other, nonFinite } = value.counts;
  const isText = value.type === 'category' && groups === undefined;
  return {
    scalars: inOrder(scalars, config),
    format,
    lacking: {
      missing: missing + (isText ? 0 : none),
      notNumeric: isText ? 0 : other,
      nonFinite: isText ? 0 : nonFinite,
      notPositive: 0,
    },
  };
}

/** The number of the baseline, from columns of that one run. */
export function baselineOf(data: VisibleColumns): number | undefined {
  const [value] = data.columns;
  return value === undefined ? undefined : numbersOf(value, formatOf(value))(0);
}

function numbersOf(column: RunColumn, format: NumberFormat): (row: number) => number | undefined {
  return (row) => {
    const number = finiteAt(column, row);
    return number === undefined || format !== 'time' ? number : number / 1000;
  };
}

function finiteAt(column: RunColumn | undefined, row: number): number | undefined {
  const number = column?.numbers[row];
  return number === undefined || Number.isNaN(number) ? undefined : number;
}

function ofRun({ id, label, color, isBaseline }: ColumnRun) {
  return { id, label, color, isBaseline, isRun: true, count: 1, std: undefined };
}

function ofGroup(
  { id, label, color }: DrawnGroup,
  runs: readonly ColumnRun[],
  numberAt: (row: number) => number | undefined,
  { center }: ScalarConfig,
) {
  const values = runs.flatMap((run, row) => (run.group === id ? (numberAt(row) ?? []) : []));
  if (values.length === 0) return [];
  return [
    {
      id,
      label,
      color,
      isRun: false,
      isBaseline: false,
      latest: undefined,
      value: centerOf(values, center),
      count: values.length,
      std: values.length > 1 ? spreadOf(values).std : undefined,
      min: centerOf(values, 'min'),
      max: centerOf(values, 'max'),
    },
  ];
}

function deltaOf(
  value: number | undefined,
  baseline: number | undefined,
  better: ScalarConfig['better'],
): Delta | undefined {
  if (value === undefined || baseline === undefined) return undefined;
  const difference = value - baseline;
  return {
    difference,
    percent: baseline === 0 ? undefined : (difference / Math.abs(baseline)) * 100,
    isBetter: better === undefined || difference === 0 ? undefined : (better === 'max') === difference > 0,
  };
}

function inOrder(scalars: readonly Scalar[], { order }: ScalarConfig): readonly Scalar[] {
  if (order === 'board') return scalars;
  const sign = order === 'lowest' ? 1 : -1;
  return [...scalars].sort((a, b) => {
    if (order === 'name') return byName.compare(a.label, b.label);
    if (a.value === undefined || b.value === undefined) return byName.compare(a.words, b.words);
    return sign * (a.value - b.value) || byName.compare(a.label, b.label);
  });
}
