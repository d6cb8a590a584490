import { categoriesOf, type RunColumn } from '#ui/data';
import { forward, LINEAR, type ScaleRule } from '#ui/charts';
import { colorOf } from '../runs.ts';
import { columnLabel } from './choices.ts';
import type { PlotLegend } from './legend.tsx';
import { rampColor } from './ramp.ts';

/** Colour of runs without a value. */
export const NO_VALUE = 'var(--text-3)';
/** More names than this do not tell colours apart. */
const MOST_NAMES = 40;

export interface ValueColors {
  /** One for each of the rows. */
  readonly colors: readonly string[];
  readonly legend: PlotLegend;
  /** Rows without a value that has a colour. */
  readonly lackingCount: number;
}

/** Colours by a column's values: from low to high where they are numbers, else one for each name. */
export function valueColors(column: RunColumn, rows: readonly number[], isLog: boolean): ValueColors {
  const label = columnLabel(column.ref);
  if (column.type !== 'number') return namesColors(column, rows, label);
  const { shares, min, max, lackingCount } = sharesOf(column, rows, isLog);
  return {
    colors: Array.from(shares, (share) => (Number.isNaN(share) ? NO_VALUE : rampColor(share))),
    legend: lackingCount === rows.length ? { kind: 'none' } : { kind: 'ramp', label, min, max },
    lackingCount,
  };
}

/** Where each row's number lies between the least (0) and the greatest (1); NaN where it has none. */
export function sharesOf(
  column: RunColumn,
  rows: readonly number[],
  isLog: boolean,
): { readonly shares: Float64Array; readonly min: number; readonly max: number; readonly lackingCount: number } {
  const rule: ScaleRule = isLog ? { kind: 'log', linearWidth: 1 } : LINEAR;
  const places = Float64Array.from(rows, (row) => forward(rule, column.numbers[row] ?? Number.NaN));
  let [least, most, min, max, lackingCount] = [Infinity, -Infinity, Infinity, -Infinity, 0];
  places.forEach((place, i) => {
    if (!Number.isFinite(place)) {
      lackingCount += 1;
      return;
    }
    const number = column.numbers[rows[i] ?? -1] ?? Number.NaN;
    least = Math.min(least, place);
    most = Math.max(most, place);
    min = Math.min(min, number);
    max = Math.max(max, number);
  });
  const share = (place: number): number => (most > least ? (place - least) / (most - least) : 0.5);
  const shares = places.map((place) => (Number.isFinite(place) ? share(place) : Number.NaN));
  return { shares, min, max, lackingCount };
}

function namesColors(column: RunColumn, rows: readonly number[], label: string): ValueColors {
  const { names, codes } = categoriesOf(column);
  const colorAt = (code: number): string => (code < 0 || code >= MOST_NAMES ? NO_VALUE : colorOf(code));
  const entries = names.slice(0, MOST_NAMES).map((name, code) => ({ label: name, color: colorAt(code) }));
  return {
    colors: rows.map((row) => colorAt(codes[row] ?? -1)),
    legend: entries.length === 0 ? { kind: 'none' } : { kind: 'names', label, entries },
    lackingCount: rows.filter((row) => (codes[row] ?? -1) < 0).length,
  };
}
