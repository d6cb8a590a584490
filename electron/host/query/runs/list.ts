import type { ReadableDb } from '#host/store';
import type { RunFilter, SortKey } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectRowId, RunRowId } from '#shared/units';
import { compileRunFilter } from '../filter/compile.ts';
import { oneRow, part, statement, type SqlPart, type SqlValue } from '../sql.ts';
import { orderBy, planSort, type SortTerm } from './sort.ts';

export interface ListRunsOptions {
  readonly filter?: RunFilter | undefined;
  /** Newest first when left out or empty; see parseOrder for the client's own default. */
  readonly order?: readonly SortKey[] | undefined;
  /** Cursor of the last run already seen. It holds the values of the order, so the run itself may be gone. */
  readonly after?: string | null | undefined;
  /** At most so many runs, 1 or more. */
  readonly first: number;
}

export interface RunListItem {
  readonly id: RunRowId;
  readonly cursor: string;
}

export interface RunListPage {
  readonly items: readonly RunListItem[];
  readonly hasNextPage: boolean;
  /** Cursor of the last item. */
  readonly endCursor?: string;
}

/**
 * One page of a project's runs in a stable order. Runs without the ordered value come last; ties go by id.
 * Errors: `filter.invalid` for a bad filter, `input.invalid` for a cursor that is not one of this order.
 */
export function listRuns(db: ReadableDb, projectId: ProjectRowId, options: ListRunsOptions): RunListPage {
  const condition = compileRunFilter(db, projectId, options.filter);
  const plan = planSort(db, projectId, options.order ?? []);
  const after = options.after ? afterCursor(plan.terms, options.after) : part('1');
  const terms = plan.terms.map((term, i) => `${term.sql} AS t${i}`).join(', ');
  const sql = `SELECT r.id, ${terms} FROM runs r ${plan.joins}
    WHERE r.project_id = ? AND ${condition.sql} AND ${after.sql} ORDER BY ${orderBy(plan.terms)} LIMIT ?`;
  const params = [...plan.joinParams, projectId, ...condition.params, ...after.params, options.first + 1];
  const rows = statement(db, sql).raw().all(...params) as [RunRowId, ...SqlValue[]][];
  const items = rows.slice(0, options.first).map(([id, ...values]) => ({ id, cursor: encodeCursor(values) }));
  const endCursor = items.at(-1)?.cursor;
  return { items, hasNextPage: rows.length > options.first, ...(endCursor === undefined ? {} : { endCursor }) };
}

/** Number of a project's runs that match. Errors: `filter.invalid`. */
export function countRuns(db: ReadableDb, projectId: ProjectRowId, filter?: RunFilter): number {
  const { sql, params } = compileRunFilter(db, projectId, filter);
  const count = part(`SELECT count(*) AS n FROM runs r WHERE r.project_id = ? AND ${sql}`, projectId, ...params);
  return oneRow<{ n: number }>(db, count)?.n ?? 0;
}

/** Ids of all runs that match, in order. Cost: about 1 µs a run and sort key beyond the first. */
export function sortedRunIds(
  db: ReadableDb,
  projectId: ProjectRowId,
  condition: SqlPart,
  order: readonly SortKey[],
): RunRowId[] {
  const plan = planSort(db, projectId, order);
  const sql = `SELECT r.id FROM runs r ${plan.joins}
    WHERE r.project_id = ? AND ${condition.sql} ORDER BY ${orderBy(plan.terms)}`;
  const ids = statement(db, sql)
    .pluck()
    .all(...plan.joinParams, projectId, ...condition.params);
  return ids as RunRowId[];
}

// Numbers are written with their sign of type in front, so that infinities survive and "1" stays a text.
function encodeCursor(values: readonly SqlValue[]): string {
  const marked = values.map((value) => (typeof value === 'number' ? `n${value}` : `s${value}`));
  return Buffer.from(JSON.stringify(marked)).toString('base64url');
}

function afterCursor(terms: readonly SortTerm[], cursor: string): SqlPart {
  const values = decodeCursor(cursor);
  if (values?.length !== terms.length) {
    throw new Problem('input.invalid', { field: 'after', expected: 'a cursor of this list', got: cursor.slice(0, 80) });
  }
  return behind(terms, values, 0);
}

function behind(terms: readonly SortTerm[], values: readonly SqlValue[], at: number): SqlPart {
  const term = terms[at];
  const value = values[at];
  if (term === undefined || value === undefined) return part('0');
  const later = `${term.sql} ${term.isDescending ? '<' : '>'} ?`;
  const rest = behind(terms, values, at + 1);
  return part(`(${later} OR (${term.sql} = ? AND ${rest.sql}))`, value, value, ...rest.params);
}

function decodeCursor(cursor: string): SqlValue[] | undefined {
  try {
    const marked = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (!Array.isArray(marked) || !marked.every((item) => typeof item === 'string')) return undefined;
    return marked.map((item) => (item.startsWith('n') ? Number(item.slice(1)) : item.slice(1)));
  } catch {
    return undefined;
  }
}
