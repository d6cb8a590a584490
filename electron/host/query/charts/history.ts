import { JsonText, readRows, type ReadableDb, type Row } from '#host/store';
import type { ApiValue, HistoryAnswer, HistoryQuery } from '#shared/api';
import type { ProjectRowId } from '#shared/units';
import { toApiValue } from '#shared/wire';
import { findRuns } from '../media/runs.ts';

const STEP = '_step';

/**
 * Rows of several runs that hold all of the keys, as columns. Cost: that of `readRows`, the presence of the keys in
 * every span and the cells of the rows that are given out.
 */
export function readHistory(db: ReadableDb, project: ProjectRowId, query: HistoryQuery): HistoryAnswer {
  const keys = [STEP, ...query.keys.filter((key) => key !== STEP)];
  const runs = findRuns(db, project, query.runs).flatMap(({ name, id }) => {
    const rows = [...readRows(db, id, 'history', { keys, samples: query.samples })];
    if (rows.length === 0) return [];
    const columns = [STEP, ...query.keys].map((key) => rows.map((row) => valueAt(row, key)));
    return [{ run: name, columns, isSampled: rows.length === query.samples }];
  });
  return { runs };
}

function valueAt(row: Row, key: string): ApiValue {
  const cell = row.get(key);
  if (cell === undefined) return null;
  return toApiValue(cell instanceof JsonText ? cell.read() : cell);
}
