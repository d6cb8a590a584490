import { VALUE_KIND, type ReadableDb } from '#host/store';
import type { ColumnRef, FilterValue, RunFilter } from '#shared/api';
import { assertNever, Problem } from '#shared/errors';
import type { KeyId, ProjectRowId } from '#shared/units';
import { keyIds, keyIdsBelow, metricValues, RUN_FIELDS, valueTable, type ValueDoc } from '../columns.ts';
import { part, type SqlPart } from '../sql.ts';
import { compilePattern, registerFilterFunctions } from './functions.ts';
import { parseTime } from './mongo.ts';

/** What a single value must satisfy, apart from "there is none". */
type Test =
  | { readonly op: '=' | '<' | '<=' | '>' | '>='; readonly value: FilterValue }
  | { readonly op: 'in'; readonly values: readonly FilterValue[] }
  | { readonly op: 'contains' | 'regex'; readonly value: string }
  | { readonly op: 'exists' };

interface Scope {
  readonly db: ReadableDb;
  readonly projectId: ProjectRowId;
}

// SQLite takes expressions 1,000 levels deep, and a list of `OR`s counts as one level each.
const MAX_NODES = 400;
const NEVER: SqlPart = part('0');

/**
 * A filter as a condition for `SELECT … FROM runs r WHERE r.project_id = ? AND <sql>`: true or false, never NULL.
 * Missing values match only `!=`, `not in`, `missing` and what is negated. Numbers compare with numbers only, texts
 * with texts, bools with bools. `contains` ignores the case of ASCII letters; both it and `regex` look into texts,
 * lists (as JSON) and tags. Errors: `filter.invalid` for a bad pattern or time, or for too many conditions.
 */
export function compileRunFilter(db: ReadableDb, projectId: ProjectRowId, filter: RunFilter | undefined): SqlPart {
  registerFilterFunctions(db);
  if (filter === undefined) return part('1');
  if (countNodes(filter) > MAX_NODES) {
    throw new Problem('filter.invalid', { where: 'filter', reason: `more than ${MAX_NODES} conditions` });
  }
  return compile({ db, projectId }, filter);
}

function countNodes(filter: RunFilter): number {
  if (filter.op === 'not') return 1 + countNodes(filter.item);
  if (filter.op !== 'and' && filter.op !== 'or') return 1;
  return filter.items.reduce((sum, item) => sum + countNodes(item), 1);
}

function compile(scope: Scope, filter: RunFilter): SqlPart {
  switch (filter.op) {
    case 'and':
    case 'or':
      return joinParts(
        filter.op,
        filter.items.map((item) => compile(scope, item)),
      );
    case 'not':
      return not(compile(scope, filter.item));
    case '!=':
      return not(leaf(scope, filter.column, { op: '=', value: filter.value }));
    case 'not in':
      return not(leaf(scope, filter.column, { op: 'in', values: filter.values }));
    case 'missing':
      return not(leaf(scope, filter.column, { op: 'exists' }));
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return leaf(scope, filter.column, { op: filter.op, value: filter.value });
    case 'in':
      return leaf(scope, filter.column, { op: 'in', values: filter.values });
    case 'contains':
      return leaf(scope, filter.column, { op: filter.op, value: filter.value });
    case 'regex':
      compilePattern(filter.value);
      return leaf(scope, filter.column, { op: filter.op, value: filter.value });
    case 'exists':
      return leaf(scope, filter.column, { op: 'exists' });
    default:
      return assertNever(filter);
  }
}

function leaf(scope: Scope, column: ColumnRef, test: Test): SqlPart {
  switch (column.kind) {
    case 'run':
      return column.key === 'tags' ? tagsLeaf(test) : fieldLeaf(column.key, test);
    case 'config':
    case 'summary':
      return valueLeaf(scope, column.kind, column, test);
    case 'metric':
      return metricLeaf(scope, column, test);
    default:
      return assertNever(column);
  }
}

function fieldLeaf(key: keyof typeof RUN_FIELDS, test: Test): SqlPart {
  const field = RUN_FIELDS[key];
  const tested = key === 'createdAt' || key === 'heartbeatAt' ? withTimes(test, key) : test;
  const found = field.type === 'number' ? numberTest(field.sql, tested) : textTest(field.sql, tested);
  return part(`(${found.sql}) IS TRUE`, ...found.params);
}

function tagsLeaf(test: Test): SqlPart {
  const found = textTest('t.tag', test);
  return part(`EXISTS (SELECT 1 FROM run_tags t WHERE t.run_id = r.id AND (${found.sql}))`, ...found.params);
}

function metricLeaf(scope: Scope, column: Extract<ColumnRef, { kind: 'metric' }>, test: Test): SqlPart {
  const values = metricValues(scope.db, scope.projectId, column);
  if (values === undefined) return NEVER;
  const found = numberTest('value', test);
  return part(`r.id IN (SELECT run_id FROM (${values.sql}) WHERE ${found.sql})`, ...values.params, ...found.params);
}

function valueLeaf(
  scope: Scope,
  doc: ValueDoc,
  column: { readonly key: string; readonly orKeys?: readonly string[] },
  test: Test,
): SqlPart {
  const ids = keyIds(scope.db, column);
  if (test.op === 'exists') {
    const below = [column.key, ...(column.orKeys ?? [])].flatMap((key) =>
      keyIdsBelow(scope.db, scope.projectId, doc, key),
    );
    return runsWith(scope, doc, [...new Set([...ids, ...below])], part('1'));
  }
  const tested = valueTest(test);
  // A later spelling counts only for runs that lack all the earlier ones.
  const choices = ids.map((id, i) =>
    joinParts('and', [
      runsWith(scope, doc, [id], tested),
      ...(i === 0 ? [] : [not(runsWith(scope, doc, ids.slice(0, i), part('1')))]),
    ]),
  );
  return joinParts('or', choices);
}

function runsWith(scope: Scope, doc: ValueDoc, keys: readonly KeyId[], test: SqlPart): SqlPart {
  if (keys.length === 0) return NEVER;
  const isKey = keys.length === 1 ? '= ?' : `IN (${marks(keys)})`;
  return part(
    `r.id IN (SELECT v.run_id FROM ${valueTable(doc)} v WHERE v.project_id = ? AND v.key_id ${isKey} AND ${test.sql})`,
    scope.projectId,
    ...keys,
    ...test.params,
  );
}

/** Over `config_values v` or `summary_values v`; written so that the index on (kind, num, text) gives a range. */
function valueTest(test: Exclude<Test, { op: 'exists' }>): SqlPart {
  switch (test.op) {
    case 'in':
      return valueIn(test.values);
    case 'contains':
    case 'regex': {
      const found = textTest('v.text', test);
      return part(`(v.kind IN (${VALUE_KIND.text}, ${VALUE_KIND.json}) AND ${found.sql})`, ...found.params);
    }
    default:
      return comparedValue(test.op, test.value);
  }
}

function valueIn(values: readonly FilterValue[]): SqlPart {
  const numbers = values.filter((value) => typeof value === 'number');
  const texts = values.filter((value) => typeof value === 'string');
  const others = values.filter((value) => value === null || typeof value === 'boolean');
  const parts = [...new Set(others)].map((value) => comparedValue('=', value));
  if (numbers.length > 0) {
    parts.push(part(`(v.kind = ${VALUE_KIND.number} AND v.num IN (${marks(numbers)}))`, ...numbers));
  }
  if (texts.length > 0) {
    parts.push(part(`(v.kind = ${VALUE_KIND.text} AND v.num IS NULL AND v.text IN (${marks(texts)}))`, ...texts));
  }
  return joinParts('or', parts);
}

function comparedValue(op: '=' | '<' | '<=' | '>' | '>=', value: FilterValue): SqlPart {
  if (value === null) return op === '=' ? part(`v.kind = ${VALUE_KIND.null}`) : NEVER;
  if (typeof value === 'boolean') {
    return op === '=' ? part(`(v.kind = ${VALUE_KIND.bool} AND v.num = ?)`, value ? 1 : 0) : NEVER;
  }
  if (typeof value === 'number') return part(`(v.kind = ${VALUE_KIND.number} AND v.num ${op} ?)`, value);
  return part(`(v.kind = ${VALUE_KIND.text} AND v.num IS NULL AND v.text ${op} ?)`, value);
}

function numberTest(sql: string, test: Test): SqlPart {
  switch (test.op) {
    case 'exists':
      return part(`${sql} IS NOT NULL`);
    case 'in':
      return oneOf(
        sql,
        test.values.filter((value) => typeof value === 'number'),
      );
    case 'contains':
    case 'regex':
      return NEVER;
    default:
      return typeof test.value === 'number' ? part(`${sql} ${test.op} ?`, test.value) : NEVER;
  }
}

function textTest(sql: string, test: Test): SqlPart {
  switch (test.op) {
    case 'exists':
      return part(`${sql} IS NOT NULL`);
    case 'in':
      return oneOf(
        sql,
        test.values.filter((value) => typeof value === 'string'),
      );
    case 'contains':
      return part(`instr(lower(${sql}), lower(?)) > 0`, test.value);
    case 'regex':
      return part(`re2_found(?, ${sql})`, test.value);
    default:
      return typeof test.value === 'string' ? part(`${sql} ${test.op} ?`, test.value) : NEVER;
  }
}

function oneOf(sql: string, values: readonly (string | number)[]): SqlPart {
  return values.length === 0 ? NEVER : part(`${sql} IN (${marks(values)})`, ...values);
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

function withTimes(test: Test, where: string): Test {
  const timed = (value: FilterValue): FilterValue => (typeof value === 'string' ? parseTime(value, where) : value);
  if (test.op === 'in') return { op: 'in', values: test.values.map(timed) };
  if (test.op === 'exists' || test.op === 'contains' || test.op === 'regex') return test;
  return { op: test.op, value: timed(test.value) };
}

function not(condition: SqlPart): SqlPart {
  return part(`NOT (${condition.sql})`, ...condition.params);
}

function joinParts(op: 'and' | 'or', parts: readonly SqlPart[]): SqlPart {
  const [only] = parts;
  if (only === undefined) return part(op === 'and' ? '1' : '0');
  if (parts.length === 1) return only;
  const sql = parts.map((item) => item.sql).join(op === 'and' ? ' AND ' : ' OR ');
  return { sql: `(${sql})`, params: parts.flatMap((item) => item.params) };
}
