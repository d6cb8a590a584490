import type { ProjectionMethod } from './math/project.ts';

/** What a person set of a projection; what is left out is as usual. */
export interface ProjectionConfig {
  readonly method?: ProjectionMethod;
  readonly columns?: readonly string[];
  readonly isStandard?: boolean;
  readonly neighbors?: number;
  readonly minDist?: number;
  readonly perplexity?: number;
}

export const METHODS: readonly ProjectionMethod[] = ['pca', 'umap', 'tsne'];
const BOUNDS = { neighbors: [2, 200], minDist: [0, 0.99], perplexity: [2, 100] } as const;

/** Reads what was saved, field by field; what is damaged is left out. */
export function readProjection(saved: unknown): ProjectionConfig {
  if (typeof saved !== 'object' || saved === null) return {};
  const fields = saved as Readonly<Record<string, unknown>>;
  const method = METHODS.find((one) => one === fields['method']);
  const { columns, isStandard } = fields;
  const numbers = Object.entries(BOUNDS).flatMap(([name, [least, most]]) => {
    const value = fields[name];
    return typeof value === 'number' && value >= least && value <= most ? [[name, value] as const] : [];
  });
  const names = Array.isArray(columns) ? columns.filter((one): one is string => typeof one === 'string') : [];
  return {
    ...(method === undefined ? {} : { method }),
    ...(names.length === 0 ? {} : { columns: names }),
    ...(typeof isStandard === 'boolean' ? { isStandard } : {}),
    ...Object.fromEntries(numbers),
  };
}
