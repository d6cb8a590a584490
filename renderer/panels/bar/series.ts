import { isShowable, LINEAR, rangeWithRoom, type PlotAxis, type ScaleRule } from '#ui/charts';
import { categoriesOf, type RunColumn } from '#ui/data';
import { formatOf, type Lacking } from '../columns/axis-of.ts';
import { centerOf } from '../columns/center-of.ts';
import { columnLabel } from '../columns/choices.ts';
import type { PlotLegend } from '../columns/legend.tsx';
import { shortGroups } from '../columns/short-labels.ts';
import type { ColumnRun, VisibleColumns } from '../columns/use-visible-columns.ts';
import { colorOf, type DrawnGroup } from '../runs.ts';
import type { BarConfig } from './config.ts';
import { boxOf, densityOf, errorOf, type Box, type Density } from './stats.ts';
import { strings } from './strings.ts';

/** One bar, box or violin. */
export interface Bar {
  /** Run, group or value. */
  readonly id: string;
  readonly label: string;
  readonly color: string;
  /** Ascending; one for each run that has a number. */
  readonly values: readonly number[];
  /** Short ids of its runs. */
  readonly runs: readonly string[];
  /** It is one run, not several together. */
  readonly isRun: boolean;
  readonly isBaseline: boolean;
  readonly center: number;
  readonly error: readonly [low: number, high: number] | undefined;
  readonly box: Box | undefined;
  readonly density: Density | undefined;
  /** Counted texts: how many of each group, in the order of the legend. */
  readonly parts: readonly BarPart[];
}

export interface BarPart {
  readonly label: string;
  readonly color: string;
  readonly count: number;
}

export interface Bars {
  /** In order. */
  readonly bars: readonly Bar[];
  readonly axis: Extract<PlotAxis, { kind: 'number' }>;
  /** Bars show how often each text occurs. */
  readonly isCount: boolean;
  readonly lacking: Lacking;
  readonly legend: PlotLegend;
  readonly runCount: number;
}

/** A set of runs that makes one bar. */
interface Member {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly isRun: boolean;
  readonly rows: number[];
}

const NO_GROUP = 'var(--text-3)';
const COUNTED = 'var(--run-0)';
const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Bars of the first column; a second one, when there is one, takes the runs together. */
export function toBars(
  data: VisibleColumns,
  config: BarConfig,
  groups: readonly DrawnGroup[] | undefined,
): Bars | undefined {
  const [value, by] = data.columns;
  if (value === undefined) return undefined;
  const members = membersOf(data.runs, by, groups);
  return value.type === 'category' ? countBars(data, value, members, config) : numberBars(data, value, members, config);
}

/** Runs one by one, or together by a column or by the groups of the board. */
function membersOf(
  runs: readonly ColumnRun[],
  by: RunColumn | undefined,
  groups: readonly DrawnGroup[] | undefined,
): readonly Member[] {
  if (by !== undefined) {
    const { names, codes } = categoriesOf(by);
    const members = names.map((label, i): Member => ({ id: label, label, color: colorOf(i), isRun: false, rows: [] }));
    const without: Member = {
      id: '',
      label: strings.without(columnLabel(by.ref)),
      color: NO_GROUP,
      isRun: false,
      rows: [],
    };
    codes.forEach((code, row) => (members[code] ?? without).rows.push(row));
    return without.rows.length === 0 ? members : [...members, without];
  }
  if (groups !== undefined) {
    const members = new Map(
      shortGroups(groups).map(({ id, label, color }): [string, Member] => [
        id,
        { id, label, color, isRun: false, rows: [] },
      ]),
    );
    runs.forEach((run, row) => members.get(run.group ?? '')?.rows.push(row));
    return [...members.values()];
  }
  return runs.map(({ id, label, color }, row) => ({ id, label, color, isRun: true, rows: [row] }));
}

function numberBars(data: VisibleColumns, value: RunColumn, members: readonly Member[], config: BarConfig): Bars {
  const rule: ScaleRule = config.isLog ? { kind: 'log', linearWidth: 1 } : LINEAR;
  const format = formatOf(value);
  const numberAt = (row: number): number => (value.numbers[row] ?? Number.NaN) / (format === 'time' ? 1000 : 1);
  const bars = members.flatMap(({ id, label, color, isRun, rows }): Bar[] => {
    const shown = rows.filter((row) => isShowable(rule, numberAt(row)));
    if (shown.length === 0) return [];
    const values = shown.map(numberAt).sort((a, b) => a - b);
    const center = centerOf(values, config.center);
    return [
      {
        id,
        label,
        color,
        values,
        runs: shown.flatMap((row) => data.runs[row]?.id ?? []),
        isRun,
        isBaseline: isRun && data.runs[shown[0] ?? 0]?.isBaseline === true,
        center,
        error: errorOf(values, center, config.error),
        box: config.shape === 'bar' ? undefined : boxOf(values),
        density: config.shape === 'violin' ? densityOf(values, rule) : undefined,
        parts: [],
      },
    ];
  });
  const { missing, none, other, nonFinite } = value.counts;
  const notPositive = value.numbers.reduce(
    (sum, number) => sum + (Number.isFinite(number) && !isShowable(rule, number) ? 1 : 0),
    0,
  );
  return {
    bars: inOrder(bars, config),
    axis: {
      kind: 'number',
      label: columnLabel(value.ref),
      range: rangeOf(bars, rule, config),
      rule,
      format,
    },
    isCount: false,
    lacking: { missing: missing + none, notNumeric: other, nonFinite, notPositive },
    legend: { kind: 'none' },
    runCount: bars.reduce((sum, bar) => sum + bar.runs.length, 0),
  };
}

/** How often each text occurs; with groups each bar is made of their parts. */
function countBars(data: VisibleColumns, value: RunColumn, members: readonly Member[], config: BarConfig): Bars {
  const { names, codes } = categoriesOf(value);
  const sets = members.filter((member) => !member.isRun);
  const bars = names.map((label, code): Bar => {
    const rows = [...codes.keys()].filter((row) => codes[row] === code);
    const parts = sets.map((set) => ({
      label: set.label,
      color: set.color,
      count: set.rows.filter((row) => codes[row] === code).length,
    }));
    return {
      id: label,
      label,
      color: COUNTED,
      values: [rows.length],
      runs: rows.flatMap((row) => data.runs[row]?.id ?? []),
      isRun: false,
      isBaseline: false,
      center: rows.length,
      error: undefined,
      box: undefined,
      density: undefined,
      parts: parts.filter((part) => part.count > 0),
    };
  });
  const most = bars.reduce((count, bar) => Math.max(count, bar.center), 1);
  return {
    bars: inOrder(bars, config),
    axis: { kind: 'number', label: columnLabel(value.ref), range: [0, most * 1.08], rule: LINEAR, format: 'number' },
    isCount: true,
    lacking: { missing: value.counts.missing, notNumeric: 0, nonFinite: 0, notPositive: 0 },
    legend:
      sets.length === 0
        ? { kind: 'none' }
        : { kind: 'names', label: '', entries: sets.map(({ label, color }) => ({ label, color })) },
    runCount: bars.reduce((sum, bar) => sum + bar.center, 0),
  };
}

function inOrder(bars: readonly Bar[], { order }: BarConfig): readonly Bar[] {
  if (order === 'board') return bars;
  const sign = order === 'ascending' ? 1 : -1;
  return [...bars].sort((a, b) =>
    order === 'name'
      ? byName.compare(a.label, b.label)
      : sign * (a.center - b.center) || byName.compare(a.label, b.label),
  );
}

/** All that is drawn fits; plain bars stand on zero. */
function rangeOf(
  bars: readonly Bar[],
  rule: ScaleRule,
  { shape, min, max, hasDots }: BarConfig,
): readonly [number, number] {
  const ends = bars.flatMap((bar) => {
    const drawn = shape === 'bar' ? [bar.center, ...(bar.error ?? [])] : [];
    const all = shape !== 'bar' || hasDots ? [bar.values[0] ?? bar.center, bar.values.at(-1) ?? bar.center] : [];
    return [...drawn, ...all].filter((one) => isShowable(rule, one));
  });
  const least = ends.reduce((a, b) => Math.min(a, b), Infinity);
  const most = ends.reduce((a, b) => Math.max(a, b), -Infinity);
  const [low, high] = ends.length === 0 ? (rule.kind === 'log' ? [1, 10] : [0, 1]) : rangeWithRoom(least, most, rule);
  const stands = shape === 'bar' && rule.kind === 'linear';
  const from = min !== undefined && isShowable(rule, min) ? min : stands && least >= 0 ? 0 : low;
  const to = max !== undefined && isShowable(rule, max) ? max : stands && most <= 0 ? 0 : high;
  return from < to ? [from, to] : [low, high];
}
