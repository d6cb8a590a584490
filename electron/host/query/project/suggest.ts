import { VALUE_KIND, type ReadableDb } from '#host/store';
import type { ColumnRef, ValueSuggestion } from '#shared/api';
import type { ProjectRowId } from '#shared/units';
import { keyIds, RUN_FIELDS, valueTable } from '../columns.ts';
import { allRows, part, type SqlPart } from '../sql.ts';

const MOST = 50;

export type SuggestColumn = Exclude<ColumnRef, { kind: 'metric' }>;

interface ValueRecord {
  readonly kind: number;
  readonly value: string | number;
  readonly run_count: number;
}

/** Values that runs of the project have in a column, the most frequent first, at most 50. */
export function suggestValues(
  db: ReadableDb,
  projectId: ProjectRowId,
  column: SuggestColumn,
  text: string,
): ValueSuggestion[] {
  const source = sourceOf(db, projectId, column);
  if (source === undefined) return [];
  const query = part(
    `SELECT kind, value, count(*) AS run_count FROM (${source.sql})
     WHERE value IS NOT NULL AND instr(lower(value), lower(?)) > 0
     GROUP BY kind, value ORDER BY run_count DESC, value LIMIT ${MOST}`,
    ...source.params,
    text,
  );
  return allRows<ValueRecord>(db, query).map((row) => ({
    value: row.kind === VALUE_KIND.bool ? row.value === 1 : row.value,
    runCount: row.run_count,
  }));
}

function sourceOf(db: ReadableDb, projectId: ProjectRowId, column: SuggestColumn): SqlPart | undefined {
  if (column.kind !== 'run') {
    const [key] = keyIds(db, column);
    const shown = `${VALUE_KIND.bool}, ${VALUE_KIND.number}, ${VALUE_KIND.text}`;
    return key === undefined
      ? undefined
      : part(
          `SELECT kind, coalesce(num, text) AS value FROM ${valueTable(column.kind)}
           WHERE project_id = ? AND key_id = ? AND kind IN (${shown})`,
          projectId,
          key,
        );
  }
  if (column.key === 'tags') {
    const sql = `SELECT ${VALUE_KIND.text} AS kind, t.tag AS value
      FROM runs r JOIN run_tags t ON t.run_id = r.id WHERE r.project_id = ?`;
    return part(sql, projectId);
  }
  const { sql, type } = RUN_FIELDS[column.key];
  return part(`SELECT ${VALUE_KIND[type]} AS kind, ${sql} AS value FROM runs r WHERE r.project_id = ?`, projectId);
}
