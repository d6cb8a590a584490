import type { ApiValue } from '#shared/api';
import { categoriesOf, type RunColumn } from '#ui/data';
import type { ImportanceConfig } from './config.ts';

/** One column of numbers that trees learn from. */
export interface Feature {
  /** `lr`, or `optimizer = adam` for one of several names. */
  readonly name: string;
  /** The config key it comes from. */
  readonly key: string;
  /** One for each run; NaN where the run has no value. */
  readonly values: Float64Array;
}

/** Why a parameter is left out by itself. */
export type DropReason = 'constant' | 'unique' | 'list' | 'absent';

/** A config key, and whether it takes part. */
export interface Parameter {
  readonly key: string;
  readonly isUsed: boolean;
  readonly reason: DropReason | undefined;
}

export interface Features {
  readonly parameters: readonly Parameter[];
  readonly features: readonly Feature[];
}

/** Text parameters with more names than this are cut to the most frequent ones. */
const MOST_NAMES = 20;
/** A parameter that fewer than this part of the runs have says little. */
const LEAST_PART = 0.1;

/**
 * Config columns as numbers: bools as 0 and 1, texts as one column for each name (at most the 20 most frequent).
 * Constants, names that differ in every run (ids, paths) and lists are left out unless a person wants them.
 */
export function toFeatures(
  columns: readonly RunColumn[],
  config: Pick<ImportanceConfig, 'with' | 'without'>,
): Features {
  const parameters: Parameter[] = [];
  const features: Feature[] = [];
  for (const column of columns) {
    const { key } = column.ref;
    const reason = reasonToDrop(column);
    const isUsed = !config.without.includes(key) && (reason === undefined || config.with.includes(key));
    parameters.push({ key, isUsed, reason });
    if (isUsed) features.push(...featuresOf(column, key));
  }
  return { parameters, features };
}

function reasonToDrop(column: RunColumn): DropReason | undefined {
  const present = column.values.filter((value): value is ApiValue => value !== undefined && value !== null);
  if (present.some((value) => typeof value === 'object')) return 'list';
  if (present.length < Math.max(2, column.values.length * LEAST_PART)) return 'absent';
  const different = new Set(present).size;
  // A key that some runs lack differs between runs all the same.
  if (different < 2 && present.length === column.values.length) return 'constant';
  const isText = column.type !== 'number';
  return isText && different > 4 && different > present.length * 0.5 ? 'unique' : undefined;
}

function featuresOf(column: RunColumn, key: string): readonly Feature[] {
  const isBool = column.values.every((value) => value === undefined || value === null || typeof value === 'boolean');
  if (isBool) {
    const values = column.values.map((value) => (typeof value === 'boolean' ? Number(value) : Number.NaN));
    return [{ name: key, key, values: Float64Array.from(values) }];
  }
  if (column.type === 'number') return [{ name: key, key, values: column.numbers }];
  const { names, codes } = categoriesOf(column);
  const counts = names.map((_, code) => codes.reduce((sum, one) => sum + (one === code ? 1 : 0), 0));
  const frequent = names
    .map((name, code) => ({ name, code }))
    .sort((a, b) => (counts[b.code] ?? 0) - (counts[a.code] ?? 0))
    .slice(0, MOST_NAMES);
  return frequent.map(({ name, code }) => ({
    name: `${key} = ${name}`,
    key,
    values: Float64Array.from(codes, (one) => (one === code ? 1 : 0)),
  }));
}
