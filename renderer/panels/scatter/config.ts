import type { ColumnId } from '#shared/api';
import { strip } from '../strip.ts';

export type Better = 'min' | 'max';
export type Running = 'none' | 'min' | 'max' | 'mean';

/** Own settings of a scatter panel; what is left out is as on a new one. */
export interface ScatterConfig {
  readonly title?: string | undefined;
  readonly x?: ColumnId | undefined;
  readonly y?: ColumnId | undefined;
  /** A third column, seen as colour or size. */
  readonly z?: ColumnId | undefined;
  readonly zAs: 'color' | 'size';
  readonly isXLog: boolean;
  readonly isYLog: boolean;
  readonly isZLog: boolean;
  /** Numbers of the axis stand side by side as names. */
  readonly isXNames: boolean;
  readonly isYNames: boolean;
  readonly xMin?: number | undefined;
  readonly xMax?: number | undefined;
  readonly yMin?: number | undefined;
  readonly yMax?: number | undefined;
  /** A line over the best (or mean) of all points up to each x. */
  readonly running: Running;
  readonly hasRegression: boolean;
  readonly hasFrontier: boolean;
  /** What the frontier takes for better. */
  readonly betterX: Better;
  readonly betterY: Better;
  /** Names of the runs on the frontier. */
  readonly hasLabels: boolean;
  readonly legend: 'none' | 'top' | 'bottom' | 'right';
}

export const NEW_SCATTER: ScatterConfig = {
  zAs: 'color',
  isXLog: false,
  isYLog: false,
  isZLog: false,
  isXNames: false,
  isYNames: false,
  running: 'none',
  hasRegression: false,
  hasFrontier: false,
  betterX: 'min',
  betterY: 'max',
  hasLabels: true,
  legend: 'top',
};

/** Reads saved settings one by one; what is missing or damaged is as on a new panel. */
export function readScatterConfig(saved: unknown): ScatterConfig {
  if (typeof saved !== 'object' || saved === null) return NEW_SCATTER;
  const from = saved as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = from[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = from[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const bool = (name: keyof ScatterConfig & `${'is' | 'has'}${string}`): boolean => {
    const value = from[name];
    return typeof value === 'boolean' ? value : NEW_SCATTER[name];
  };
  const oneOf = <T extends string>(name: string, values: readonly T[], otherwise: T): T =>
    values.find((value) => value === from[name]) ?? otherwise;
  return {
    ...strip({ title: text('title'), x: text('x'), y: text('y'), z: text('z') }),
    ...strip({ xMin: number('xMin'), xMax: number('xMax'), yMin: number('yMin'), yMax: number('yMax') }),
    zAs: oneOf('zAs', ['color', 'size'], NEW_SCATTER.zAs),
    isXLog: bool('isXLog'),
    isYLog: bool('isYLog'),
    isZLog: bool('isZLog'),
    isXNames: bool('isXNames'),
    isYNames: bool('isYNames'),
    running: oneOf('running', ['none', 'min', 'max', 'mean'], NEW_SCATTER.running),
    hasRegression: bool('hasRegression'),
    hasFrontier: bool('hasFrontier'),
    betterX: oneOf('betterX', ['min', 'max'], NEW_SCATTER.betterX),
    betterY: oneOf('betterY', ['min', 'max'], NEW_SCATTER.betterY),
    hasLabels: bool('hasLabels'),
    legend: oneOf('legend', ['none', 'top', 'bottom', 'right'], NEW_SCATTER.legend),
  };
}

/** Settings as they are saved: only what is not as on a new panel. */
export function sparseScatterConfig(config: ScatterConfig): Partial<ScatterConfig> {
  const entries = Object.entries(strip(config)).filter(
    ([name, value]) => NEW_SCATTER[name as keyof ScatterConfig] !== value,
  );
  return Object.fromEntries(entries);
}
