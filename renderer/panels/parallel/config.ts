import type { ColumnId } from '#shared/api';
import { strip } from '../strip.ts';

/** One upright axis. */
export interface AxisConfig {
  readonly column: ColumnId;
  /** A name of its own; left out = that of the column. */
  readonly name?: string | undefined;
  readonly isFlipped: boolean;
  readonly isLog: boolean;
}

/** Own settings of a parallel coordinates panel; what is left out is as on a new one. */
export interface ParallelConfig {
  readonly title?: string | undefined;
  /** From left to right; no column twice. */
  readonly axes: readonly AxisConfig[];
  /** What lines are coloured by: the last axis, each run's own colour, or any column. */
  readonly colorBy: 'last' | 'run' | 'column';
  readonly color?: ColumnId | undefined;
}

export const NEW_PARALLEL: ParallelConfig = { axes: [], colorBy: 'last' };

/** More axes than this cannot be told apart. */
export const MOST_AXES = 24;

/** Reads saved settings one by one; what is missing or damaged is as on a new panel. */
export function readParallelConfig(saved: unknown): ParallelConfig {
  if (typeof saved !== 'object' || saved === null) return NEW_PARALLEL;
  const from = saved as Readonly<Record<string, unknown>>;
  const axes = Array.isArray(from['axes']) ? from['axes'].flatMap((one) => readAxis(one) ?? []) : [];
  const colorBy = (['last', 'run', 'column'] as const).find((one) => one === from['colorBy']);
  return {
    ...strip({ title: textOf(from['title']), color: textOf(from['color']) }),
    axes: axes.filter((axis, i) => axes.findIndex((other) => other.column === axis.column) === i).slice(0, MOST_AXES),
    colorBy: colorBy ?? NEW_PARALLEL.colorBy,
  };
}

function readAxis(saved: unknown): AxisConfig | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const from = saved as Readonly<Record<string, unknown>>;
  const column = textOf(from['column']);
  if (column === undefined) return undefined;
  return {
    column,
    ...strip({ name: textOf(from['name']) }),
    isFlipped: from['isFlipped'] === true,
    isLog: from['isLog'] === true,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Settings as they are saved: only what is not as on a new panel. */
export function sparseParallelConfig({ title, axes, colorBy, color }: ParallelConfig): object {
  return {
    ...strip({ title, color }),
    ...(colorBy === NEW_PARALLEL.colorBy ? {} : { colorBy }),
    axes: axes.map(({ column, name, isFlipped, isLog }) => ({
      column,
      ...strip({ name }),
      ...(isFlipped ? { isFlipped } : {}),
      ...(isLog ? { isLog } : {}),
    })),
  };
}

/** The same axes with one at another place (0 = leftmost). */
export function moveAxis(axes: readonly AxisConfig[], from: number, to: number): readonly AxisConfig[] {
  const moved = axes[from];
  const place = Math.max(0, Math.min(axes.length - 1, to));
  if (moved === undefined || place === from) return axes;
  const others = axes.filter((_, i) => i !== from);
  return [...others.slice(0, place), moved, ...others.slice(place)];
}

/** The same axes with one of them changed. */
export function changeAxis(
  axes: readonly AxisConfig[],
  at: number,
  part: Partial<Omit<AxisConfig, 'column'>>,
): readonly AxisConfig[] {
  return axes.map((axis, i) => (i === at ? { ...axis, ...part } : axis));
}
