import { createContext, useMemo } from 'react';
import type { ApiValue, ColumnRef, RunQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useRunQuery } from '#ui/data';
import { betterOf } from '#ui/panels';
import { columnId, type Column, type ColumnId } from './columns.ts';
import type { Direction, TableState } from './table-state.ts';

/** The run that the others of the table are measured by. */
export interface Baseline {
  /** Short id; '' = none. */
  readonly run: string;
  /** Its numbers, by column; a column it has no number in is not there. */
  readonly numbers: ReadonlyMap<ColumnId, number>;
  readonly directions: TableState['directions'];
}

export const NO_BASELINE: Baseline = { run: '', numbers: new Map(), directions: {} };

export const BaselineContext = createContext(NO_BASELINE);

/** How a number differs from the baseline's. */
export interface BaselineDelta {
  readonly difference: number;
  /** undefined where neither direction is better. */
  readonly isBetter: boolean | undefined;
}

/** Asks for the baseline's values in the columns in sight; live. */
export function useBaseline(project: ProjectPath, state: TableState, columns: readonly ColumnRef[]): Baseline {
  const { baseline: run, directions } = state;
  const query = useMemo(
    (): RunQuery => ({ filter: { op: '=', column: { kind: 'run', key: 'name' }, value: run }, columns, limit: 1 }),
    [run, columns],
  );
  const { data } = useRunQuery(project, query, run !== '');
  return useMemo(() => {
    if (run === '') return NO_BASELINE;
    const values = data?.rows[0]?.values ?? [];
    const numbers = (data?.columns ?? []).flatMap((column, i): [ColumnId, number][] => {
      const value = values[i]?.value;
      return typeof value === 'number' ? [[columnId(column), value]] : [];
    });
    return { run, numbers: new Map(numbers), directions };
  }, [run, data, directions]);
}

/** What better means in a column: as a person set it, else as scripts say, else as its name tells. Parameters are neither. */
export function directionOf(
  column: Pick<Column, 'id' | 'ref' | 'goal'>,
  directions: TableState['directions'],
): Direction {
  const set = directions[column.id];
  if (set !== undefined) return set;
  if (column.goal !== undefined) return column.goal === 'maximize' ? 'max' : 'min';
  return column.ref.kind === 'summary' || column.ref.kind === 'metric' ? (betterOf(column.ref.key) ?? 'none') : 'none';
}

/** The difference of a cell to the baseline's; undefined where either has no number, or in the baseline's own row. */
export function deltaOf(
  baseline: Baseline,
  run: string,
  column: Column,
  value: ApiValue | undefined,
): BaselineDelta | undefined {
  if (baseline.run === '' || run === baseline.run || typeof value !== 'number') return undefined;
  const by = baseline.numbers.get(column.id);
  if (by === undefined || value === by) return undefined;
  const direction = directionOf(column, baseline.directions);
  return { difference: value - by, isBetter: direction === 'none' ? undefined : value > by === (direction === 'max') };
}
