import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunColumnsQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';
import { toColumnTable, type ColumnTable } from './run-columns.ts';

export interface ColumnTableState {
  /** undefined until the first answer; the earlier one stays while the query changes. */
  readonly table: ColumnTable | undefined;
  readonly error: Error | null;
  readonly refetch: () => void;
}

/** Columns of all runs that match, typed, at most 10,000 runs; live. Nothing is fetched where they are not wanted. */
export function useColumnTable(project: ProjectPath, query: RunColumnsQuery, isWanted = true): ColumnTableState {
  const { api } = useData();
  const answer = useQuery({
    queryKey: [...queryKeys.allRuns(project), 'columns', query],
    queryFn: async ({ signal }) => ({ answer: await api.runColumns(project, query, signal), columns: query.columns }),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  });
  const { data, error, refetch } = answer;
  // The columns of the answer, not those of the query, which may be ahead of it.
  const table = useMemo(() => (data === undefined ? undefined : toColumnTable(data.answer, data.columns)), [data]);
  return { table, error, refetch: () => void refetch() };
}
