import type { ColumnId } from '#shared/api';
import { strip } from '../strip.ts';

export type ImportanceSort = 'importance' | 'correlation' | 'name';

/** Own settings of a parameter importance panel; what is left out is as on a new one. */
export interface ImportanceConfig {
  readonly title?: string | undefined;
  /** The number to explain. */
  readonly target?: ColumnId | undefined;
  readonly sort: ImportanceSort;
  /** Parameters that a person took out, and ones put in that are left out by themselves; by config key. */
  readonly without: readonly string[];
  readonly with: readonly string[];
}

export const NEW_IMPORTANCE: ImportanceConfig = { sort: 'importance', without: [], with: [] };

/** Reads saved settings one by one; what is missing or damaged is as on a new panel. */
export function readImportanceConfig(saved: unknown): ImportanceConfig {
  if (typeof saved !== 'object' || saved === null) return NEW_IMPORTANCE;
  const from = saved as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = from[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const list = (name: string): readonly string[] => {
    const value = from[name];
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  };
  return {
    ...strip({ title: text('title'), target: text('target') }),
    sort: (['importance', 'correlation', 'name'] as const).find((one) => one === from['sort']) ?? NEW_IMPORTANCE.sort,
    without: list('without'),
    with: list('with'),
  };
}

/** Settings as they are saved: only what is not as on a new panel. */
export function sparseImportanceConfig(config: ImportanceConfig): Partial<ImportanceConfig> {
  const { title, target, sort } = config;
  return {
    ...strip({ title, target }),
    ...(sort === NEW_IMPORTANCE.sort ? {} : { sort }),
    ...(config.without.length === 0 ? {} : { without: config.without }),
    ...(config.with.length === 0 ? {} : { with: config.with }),
  };
}
