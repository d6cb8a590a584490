import type { ProjectRow, ReadableDb } from '#host/store';
import type { RunFilter, RunHead, RunQuery, RunQueryAnswer, RunRow } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { compileRunFilter } from '../filter/compile.ts';
import { statement } from '../sql.ts';
import { cellReaders } from './cells.ts';
import { readHeads } from './heads.ts';
import { sortedRunIds } from './list.ts';

/** Rows of a page when the query does not say. */
const DEFAULT_LIMIT = 100;

/**
 * One page of the run table with the number of all matches. Errors: `filter.invalid`.
 * Cost: 20 ms for the first 100 of 10,000 runs with 500 values each, filtered and sorted by a value.
 */
export function queryRuns(db: ReadableDb, project: ProjectRow, query: RunQuery): RunQueryAnswer {
  const condition = compileRunFilter(db, project.id, withSearch(query));
  const all = sortedRunIds(db, project.id, condition, query.sort ?? []);
  const page = query.around === undefined ? pageOf(all, query) : neighboursOf(db, project, all, query.around);
  const heads = readHeads(db, { entity: project.entity, project: project.name }, page);
  const readers = cellReaders(db, project.id, query.columns ?? []);
  const rows = page.flatMap((id): RunRow[] => {
    const head: RunHead | undefined = heads.get(id);
    return head === undefined ? [] : [{ head, values: readers.map((read) => read({ id, head })) }];
  });
  return { total: all.length, rows };
}

function pageOf(all: readonly RunRowId[], { offset = 0, limit = DEFAULT_LIMIT }: RunQuery): readonly RunRowId[] {
  return all.slice(offset, offset + limit);
}

function neighboursOf(
  db: ReadableDb,
  project: ProjectRow,
  all: readonly RunRowId[],
  name: string,
): readonly RunRowId[] {
  const id = statement(db, 'SELECT id FROM runs WHERE project_id = ? AND name = ?').pluck().get(project.id, name);
  const at = all.indexOf(id as RunRowId);
  return at < 0 ? [] : all.slice(Math.max(0, at - 1), at + 2);
}

/** The filter with the search as a part of it. */
export function withSearch(query: Pick<RunQuery, 'filter' | 'search'>): RunFilter | undefined {
  const { search, filter } = query;
  if (search === undefined || search.text === '') return filter;
  const op = search.isRegex ? 'regex' : 'contains';
  const found: RunFilter = {
    op: 'or',
    items: (['displayName', 'name'] as const).map((key) => ({
      op,
      column: { kind: 'run', key },
      value: search.text,
    })),
  };
  return filter === undefined ? found : { op: 'and', items: [filter, found] };
}
