import type { ProjectRow, ReadableDb } from '#host/store';
import type { CellValue, RunGroup, RunGroupAnswer, RunGroupQuery, RunState } from '#shared/api';
import { queryRuns } from './table.ts';

const NEWEST_FIRST = [{ column: { kind: 'run', key: 'createdAt' }, isDescending: true }] as const;

/**
 * All runs that match, by the values of some columns. A missing value is a value of its own, and so is null.
 * Errors: `filter.invalid`. Cost: that of the whole run table with these columns.
 */
export function groupRuns(db: ReadableDb, project: ProjectRow, { by, filter, search }: RunGroupQuery): RunGroupAnswer {
  const { rows, total } = queryRuns(db, project, {
    columns: by,
    sort: NEWEST_FIRST,
    limit: Number.MAX_SAFE_INTEGER,
    ...(filter === undefined ? {} : { filter }),
    ...(search === undefined ? {} : { search }),
  });
  const groups = new Map<string, Growing>();
  for (const { head, values } of rows) {
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, runs: [], stateCounts: {} };
    groups.set(key, group);
    group.runs.push(head.path.run);
    group.stateCounts[head.state] = (group.stateCounts[head.state] ?? 0) + 1;
  }
  return { groups: [...groups.values()] satisfies RunGroup[], total };
}

interface Growing {
  readonly values: readonly CellValue[];
  readonly runs: string[];
  readonly stateCounts: Partial<Record<RunState, number>>;
}
