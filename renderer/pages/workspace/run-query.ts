import type { RunFilter, RunQuery, SortKey } from '#shared/api';
import { parseFilter } from '../runs/filter-text.ts';
import { parseSort } from '../runs/table-state.ts';

export interface RunSearch {
  readonly text: string;
  readonly isRegex: boolean;
}

/** What decides which runs are listed, and how. */
export interface RunChoice {
  readonly search: RunSearch;
  /** As text; a filter that cannot be read filters nothing. */
  readonly filter: string;
  readonly sort: string;
}

export function filterOf({ filter }: RunChoice): RunFilter | undefined {
  const parsed = parseFilter(filter);
  return parsed.kind === 'filter' ? parsed.filter : undefined;
}

const NEWEST_FIRST: readonly SortKey[] = [{ column: { kind: 'run', key: 'createdAt' }, isDescending: true }];

/** The query of a workspace's run list; acts on all matches use the same. */
export function runQueryOf(choice: RunChoice): Omit<RunQuery, 'offset' | 'limit'> {
  const filter = filterOf(choice);
  const sort = parseSort(choice.sort);
  return {
    sort: sort.length === 0 ? NEWEST_FIRST : sort,
    ...(choice.search.text === '' ? {} : { search: choice.search }),
    ...(filter === undefined ? {} : { filter }),
  };
}
