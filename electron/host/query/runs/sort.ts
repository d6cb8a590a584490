import { VALUE_KIND, type ReadableDb } from '#host/store';
import type { ColumnRef, SortKey } from '#shared/api';
import { assertNever } from '#shared/errors';
import type { ProjectRowId } from '#shared/units';
import { keyIds, metricValues, RUN_FIELDS, valueTable } from '../columns.ts';
import type { SqlValue } from '../sql.ts';

/** One expression to order by: never NULL, so that a cursor can say where it stands. */
export interface SortTerm {
  readonly sql: string;
  readonly isDescending: boolean;
}

/** How to order runs: what to join to `runs r`, and the terms, ending with the run's id. */
export interface SortPlan {
  readonly joins: string;
  readonly joinParams: readonly SqlValue[];
  readonly terms: readonly SortTerm[];
}

const NEWEST_FIRST: readonly SortKey[] = [{ column: { kind: 'run', key: 'createdAt' }, isDescending: true }];

/** Values of one type stand together in this order whatever the direction, and missing values always come last. */
const KIND_ORDER = [
  [VALUE_KIND.bool, 1],
  [VALUE_KIND.text, 3],
  [VALUE_KIND.json, 4],
  [VALUE_KIND.null, 5],
] as const;

/**
 * The order for a list of sort keys (newest first when there are none): numbers by size, then NaN, bools, texts
 * without regard to case, lists, null; runs without the value last. Ties go by id, so that no two runs are equal.
 */
export function planSort(db: ReadableDb, projectId: ProjectRowId, keys: readonly SortKey[]): SortPlan {
  const chosen = keys.length > 0 ? keys : NEWEST_FIRST;
  const joins: string[] = [];
  const joinParams: SqlValue[] = [];
  const join = (sql: string, ...params: SqlValue[]): void => {
    joins.push(sql);
    joinParams.push(...params);
  };
  const terms = chosen.flatMap((key, i) => termsOf(db, projectId, key, `s${i}`, join));
  const last = chosen.at(-1);
  const isNewestFirst = last?.isDescending === true && last.column.kind === 'run' && last.column.key === 'createdAt';
  terms.push({ sql: 'r.id', isDescending: isNewestFirst });
  return { joins: joins.join('\n'), joinParams, terms };
}

/** `ORDER BY` list of the terms. */
export function orderBy(terms: readonly SortTerm[]): string {
  return terms.map((term) => `${term.sql} ${term.isDescending ? 'DESC' : 'ASC'}`).join(', ');
}

type Join = (sql: string, ...params: SqlValue[]) => void;

function termsOf(db: ReadableDb, projectId: ProjectRowId, key: SortKey, alias: string, join: Join): SortTerm[] {
  const { column, isDescending } = key;
  switch (column.kind) {
    case 'run':
      return fieldTerms(column.key, isDescending);
    case 'config':
    case 'summary':
      return valueTerms(db, column, isDescending, alias, join);
    case 'metric': {
      const values = metricValues(db, projectId, column);
      if (values === undefined) return [];
      join(`LEFT JOIN (${values.sql}) ${alias} ON ${alias}.run_id = r.id`, ...values.params);
      return [missingLast(`${alias}.value`), { sql: `coalesce(${alias}.value, 0)`, isDescending }];
    }
    default:
      return assertNever(column);
  }
}

function fieldTerms(key: Extract<ColumnRef, { kind: 'run' }>['key'], isDescending: boolean): SortTerm[] {
  if (key === 'tags') {
    const tags = "(SELECT group_concat(t.tag, ', ') FROM run_tags t WHERE t.run_id = r.id)";
    return [missingLast(tags), { sql: `coalesce(${tags}, '') COLLATE NOCASE`, isDescending }];
  }
  const { sql, type } = RUN_FIELDS[key];
  if (type === 'number') return [{ sql, isDescending }];
  return [missingLast(sql), { sql: `coalesce(${sql}, '') COLLATE NOCASE`, isDescending }];
}

function valueTerms(
  db: ReadableDb,
  column: Extract<ColumnRef, { kind: 'config' | 'summary' }>,
  isDescending: boolean,
  alias: string,
  join: Join,
): SortTerm[] {
  const ids = keyIds(db, column);
  if (ids.length === 0) return [];
  const names = ids.map((id, i) => {
    const name = `${alias}_${i}`;
    join(`LEFT JOIN ${valueTable(column.kind)} ${name} ON ${name}.run_id = r.id AND ${name}.key_id = ?`, id);
    return name;
  });
  const kind = coalesced(names.map((name) => `${name}.kind`));
  const first = (field: 'num' | 'text'): string =>
    names.length === 1
      ? `${names[0]}.${field}`
      : `CASE ${names.map((name) => `WHEN ${name}.kind IS NOT NULL THEN ${name}.${field}`).join(' ')} END`;
  const ranks = KIND_ORDER.map(([number, rank]) => `WHEN ${number} THEN ${rank}`).join(' ');
  const numberRank = `WHEN ${VALUE_KIND.number} THEN iif(${first('num')} IS NULL, 0.5, 0)`;
  return [
    { sql: `CASE ${kind} ${numberRank} ${ranks} ELSE 9 END`, isDescending: false },
    { sql: `coalesce(${first('num')}, 0)`, isDescending },
    { sql: `coalesce(${first('text')}, '') COLLATE NOCASE`, isDescending },
  ];
}

function coalesced(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? 'NULL') : `coalesce(${parts.join(', ')})`;
}

function missingLast(sql: string): SortTerm {
  return { sql: `((${sql}) IS NULL)`, isDescending: false };
}
