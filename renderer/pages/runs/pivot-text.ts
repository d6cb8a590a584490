import type { CellValue, GroupNumbers, RunGroup } from '#shared/api';
import { combineNumbers } from '#shared/metrics';
import { formatNumber } from '#shared/units';
import { headerOf, type PaperTable } from './export-text.ts';
import type { Column, ColumnId } from './columns.ts';
import { compareValues, valueLabel } from './group-tree.ts';

export interface PivotWish {
  /** Keys of the groups, in the order of their values. */
  readonly by: readonly Column[];
  /** The key whose values stand side by side; undefined = every key is a column of its own. */
  readonly across: ColumnId | undefined;
  /** Measured columns, in the order of the groups' numbers. */
  readonly values: readonly Column[];
}

/**
 * Groups as a table for paper: mean ± standard deviation of each measured column. A row stands for the values of all
 * keys but the one across; a place without a run is a dash.
 */
export function pivotTable(groups: readonly RunGroup[], { by, across, values }: PivotWish): PaperTable {
  const acrossAt = by.findIndex((column) => column.id === across);
  const rest = by.flatMap((column, at) => (at === acrossAt ? [] : [{ column, at }]));
  const wide = acrossAt < 0 ? [undefined] : distinct(groups.map((group) => group.values[acrossAt] ?? {}));
  const rows = new Map<string, { readonly labels: readonly string[]; readonly groups: RunGroup[] }>();
  for (const group of sorted(groups)) {
    const cells = rest.map(({ at }) => group.values[at] ?? {});
    const key = JSON.stringify(cells);
    const row = rows.get(key) ?? { labels: cells.map(valueLabel), groups: [] };
    rows.set(key, row);
    row.groups.push(group);
  }
  const places = wide.flatMap((value) => values.map((column, at) => ({ value, column, at })));
  const name = by[acrossAt]?.label ?? '';
  return {
    head: [
      ...rest.map(({ column }) => headerOf(column)),
      ...(acrossAt < 0 ? ['runs'] : []),
      ...places.map(({ value, column }) => {
        if (value === undefined) return headerOf(column);
        const place = `${name} ${valueLabel(value)}`;
        return values.length === 1 ? place : `${place}: ${headerOf(column)}`;
      }),
    ],
    sides: [
      ...rest.map(() => 'left' as const),
      ...(acrossAt < 0 ? ['right' as const] : []),
      ...places.map(() => 'right' as const),
    ],
    rows: [...rows.values()].map((row) => [
      ...row.labels,
      ...(acrossAt < 0 ? [String(row.groups.reduce((sum, group) => sum + group.runs.length, 0))] : []),
      ...places.map(({ value, at }) =>
        numbersText(
          combineNumbers(
            row.groups
              .filter((group) => value === undefined || isSame(group.values[acrossAt] ?? {}, value))
              .flatMap((group) => group.numbers[at] ?? []),
          ),
        ),
      ),
    ]),
  };
}

/** `0.421 ± 0.032`; one number alone has no spread. */
function numbersText(numbers: GroupNumbers | undefined): string {
  if (numbers === undefined) return '–';
  const mean = formatNumber(numbers.mean);
  return numbers.count > 1 ? `${mean} ± ${formatNumber(numbers.std, 2)}` : mean;
}

function isSame(a: CellValue, b: CellValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function distinct(values: readonly CellValue[]): readonly CellValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()].sort(compareValues);
}

function sorted(groups: readonly RunGroup[]): readonly RunGroup[] {
  return [...groups].sort((a, b) => {
    const place = a.values.findIndex((value, i) => !isSame(value, b.values[i] ?? {}));
    return place < 0 ? 0 : compareValues(a.values[place] ?? {}, b.values[place] ?? {});
  });
}
