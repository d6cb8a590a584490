import type { ColumnId } from '#shared/api';
import type { CenterKind } from '#shared/metrics';
import { strip } from '../strip.ts';

export type ScalarOrder = 'board' | 'highest' | 'lowest' | 'name';

/** Own settings of a scalar panel; what is left out is as on a new one. */
export interface ScalarConfig {
  readonly title?: string | undefined;
  readonly value?: ColumnId | undefined;
  /** What better means; left out = a difference is neither good nor bad. */
  readonly better?: 'min' | 'max' | undefined;
  /** The number of several runs together. */
  readonly center: CenterKind;
  readonly order: ScalarOrder;
}

export const NEW_SCALAR: ScalarConfig = { center: 'mean', order: 'board' };

/** Reads saved settings one by one; what is missing or damaged is as on a new panel. */
export function readScalarConfig(saved: unknown): ScalarConfig {
  if (typeof saved !== 'object' || saved === null) return NEW_SCALAR;
  const from = saved as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = from[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const oneOf = <T extends string>(name: string, values: readonly T[]): T | undefined =>
    values.find((value) => value === from[name]);
  return {
    ...strip({ title: text('title'), value: text('value'), better: oneOf('better', ['min', 'max']) }),
    center: oneOf('center', ['mean', 'median', 'min', 'max']) ?? NEW_SCALAR.center,
    order: oneOf('order', ['board', 'highest', 'lowest', 'name']) ?? NEW_SCALAR.order,
  };
}

/** Settings as they are saved: only what is not as on a new panel. */
export function sparseScalarConfig(config: ScalarConfig): Partial<ScalarConfig> {
  const entries = Object.entries(strip(config)).filter(
    ([name, value]) => NEW_SCALAR[name as keyof ScalarConfig] !== value,
  );
  return Object.fromEntries(entries);
}
