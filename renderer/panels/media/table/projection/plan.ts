import { MOST_VECTOR_COLUMNS, type TableColumn } from '#shared/api';
import type { ProjectionMethod, ProjectionTask } from './math/project.ts';
import type { ProjectionConfig } from './settings.ts';

/** A projection with all that it needs. */
export interface ProjectionPlan {
  readonly columns: readonly string[];
  /** The columns are one of lists of numbers. */
  readonly isVector: boolean;
  readonly task: ProjectionTask;
  /** Rows that the method does in sensible time. */
  readonly most: number;
}

/** Rows of each method: on a laptop some ten seconds, on a slow machine a minute. */
export const MOST_ROWS: Readonly<Record<ProjectionMethod, number>> = { pca: 50_000, umap: 10_000, tsne: 5000 };
export const NEIGHBORS: readonly number[] = [5, 10, 15, 30, 50, 100];
export const MIN_DISTANCES: readonly number[] = [0, 0.1, 0.25, 0.5, 0.8];
export const PERPLEXITIES: readonly number[] = [5, 10, 20, 30, 50, 100];

/** Columns of lists of numbers. */
export function vectorColumns(columns: readonly TableColumn[]): readonly TableColumn[] {
  return columns.filter((column) => column.vector !== undefined);
}

/** Columns of numbers. */
export function numberColumns(columns: readonly TableColumn[]): readonly TableColumn[] {
  return columns.filter((column) => column.type === 'number');
}

/**
 * The columns of numbers that are taken together when a person named none: those that every row has, else all; a row
 * without one of them has no place.
 */
export function usualNumbers(columns: readonly TableColumn[]): readonly string[] {
  const numbers = numberColumns(columns);
  const whole = numbers.filter((column) => column.stats.missing === 0);
  return (whole.length >= 2 ? whole : numbers).map((column) => column.name);
}

/** What is left open is chosen: vectors before numbers. undefined: the table has neither. */
export function planOf(config: ProjectionConfig, columns: readonly TableColumn[]): ProjectionPlan | undefined {
  const vectors = vectorColumns(columns);
  const [first] = config.columns ?? [];
  const chosen = vectors.find((column) => column.name === first);
  const wanted = new Set(config.columns);
  const named = numberColumns(columns).flatMap(({ name }) => (wanted.has(name) ? [name] : []));
  const vector = chosen ?? (named.length >= 2 ? undefined : vectors[0]);
  const numbers = named.length >= 2 ? named : usualNumbers(columns);
  if (vector === undefined && numbers.length < 2) return undefined;
  const isVector = vector !== undefined;
  const method = config.method ?? 'pca';
  return {
    columns: isVector ? [vector.name] : numbers.slice(0, MOST_VECTOR_COLUMNS),
    isVector,
    most: MOST_ROWS[method],
    task: {
      method,
      // Numbers of different columns have different scales, those of one list mostly the same.
      isStandard: config.isStandard ?? !isVector,
      neighbors: Math.round(config.neighbors ?? 15),
      minDist: config.minDist ?? 0.1,
      perplexity: config.perplexity ?? 30,
    },
  };
}
