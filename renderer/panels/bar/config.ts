import type { ColumnId } from '#shared/api';
import type { BandKind, CenterKind } from '#shared/metrics';
import { strip } from '../strip.ts';

export type BarShape = 'bar' | 'box' | 'violin';
export type BarOrder = 'board' | 'descending' | 'ascending' | 'name';

/** Own settings of a bar panel; what is left out is as on a new one. */
export interface BarConfig {
  readonly title?: string | undefined;
  /** What the bars measure; a column of texts is counted. */
  readonly value?: ColumnId | undefined;
  readonly shape: BarShape;
  /** Runs are taken together by this column; left out = as the board has it: run by run, or by its groups. */
  readonly by?: ColumnId | undefined;
  /** What the bar of several runs shows. */
  readonly center: CenterKind;
  /** How far the mark at the end of such a bar reaches. */
  readonly error: BandKind;
  readonly order: BarOrder;
  /** Bars stand instead of lying. */
  readonly isUpright: boolean;
  readonly isLog: boolean;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** A dot for each run beside boxes, violins and bars of several runs. */
  readonly hasDots: boolean;
  readonly legend: 'none' | 'top' | 'bottom' | 'right';
}

export const NEW_BAR: BarConfig = {
  shape: 'bar',
  center: 'mean',
  error: 'std',
  order: 'descending',
  isUpright: false,
  isLog: false,
  hasDots: false,
  legend: 'top',
};

/** Reads saved settings one by one; what is missing or damaged is as on a new panel. */
export function readBarConfig(saved: unknown): BarConfig {
  if (typeof saved !== 'object' || saved === null) return NEW_BAR;
  const from = saved as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = from[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = from[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const oneOf = <T extends string>(name: string, values: readonly T[], otherwise: T): T =>
    values.find((value) => value === from[name]) ?? otherwise;
  return {
    ...strip({ title: text('title'), value: text('value'), by: text('by'), min: number('min'), max: number('max') }),
    shape: oneOf('shape', ['bar', 'box', 'violin'], NEW_BAR.shape),
    center: oneOf('center', ['mean', 'median', 'min', 'max'], NEW_BAR.center),
    error: oneOf('error', ['none', 'minmax', 'std', 'stderr', 'ci95', 'p25p75', 'p10p90'], NEW_BAR.error),
    order: oneOf('order', ['board', 'descending', 'ascending', 'name'], NEW_BAR.order),
    isUpright: from['isUpright'] === true,
    isLog: from['isLog'] === true,
    hasDots: from['hasDots'] === true,
    legend: oneOf('legend', ['none', 'top', 'bottom', 'right'], NEW_BAR.legend),
  };
}

/** Settings as they are saved: only what is not as on a new panel. */
export function sparseBarConfig(config: BarConfig): Partial<BarConfig> {
  const entries = Object.entries(strip(config)).filter(([name, value]) => NEW_BAR[name as keyof BarConfig] !== value);
  return Object.fromEntries(entries);
}
