import type { ImportanceSort } from './config.ts';
import type { Feature } from './features.ts';
import type { Rank } from './forest.ts';

/** A row of the table. */
export interface ImportanceRow extends Rank {
  readonly name: string;
}

const byName = new Intl.Collator('en', { numeric: true });

/** Ranked features whose name holds every word of the search, in the order asked for. */
export function toRows(
  features: readonly Feature[],
  ranks: readonly Rank[],
  sort: ImportanceSort,
  search: string,
): readonly ImportanceRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = features.map(({ name }, i): ImportanceRow => ({
    name,
    importance: ranks[i]?.importance ?? 0,
    correlation: ranks[i]?.correlation,
  }));
  return rows
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .sort((a, b) => order(a, b, sort) || byName.compare(a.name, b.name));
}

function order(a: ImportanceRow, b: ImportanceRow, sort: ImportanceSort): number {
  if (sort === 'importance') return b.importance - a.importance;
  return sort === 'correlation' ? Math.abs(b.correlation ?? 0) - Math.abs(a.correlation ?? 0) : 0;
}
