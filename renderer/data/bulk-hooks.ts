import { keepPreviousData, useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { BulkRunEdit, ColumnRef, RunGroupQuery, RunMove, SavedView, ValueSuggestion } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import type { AskedGroups } from './api.ts';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Changes many runs at once: all of them or none. */
export function useEditRuns(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (edit: BulkRunEdit) => api.editRuns(project, edit),
    onSettled: () => void queries.invalidateQueries({ queryKey: queryKeys.allRuns(project) }),
  });
}

/** Gives runs to another project: all of them or none. */
export function useMoveRuns() {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: ({ from, move }: { from: ProjectPath; move: RunMove }) => api.moveRuns(from, move),
    onSettled: (_answer, _error, { from, move }) => {
      for (const path of [from, move.to]) void queries.invalidateQueries({ queryKey: queryKeys.allRuns(path) });
      void queries.invalidateQueries({ queryKey: queryKeys.projects });
    },
  });
}

/** All runs that match, by the values of columns; live. Nothing is asked without columns. */
export function useRunGroups(project: ProjectPath, query: RunGroupQuery): UseQueryResult<AskedGroups> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.allRuns(project), 'groups', query],
    queryFn: ({ signal }) => api.runGroups(project, query, signal),
    placeholderData: keepPreviousData,
    enabled: query.by.length > 0,
  });
}

/** Values that runs have in a column, the most frequent first, at most 50; `text` narrows them. None for metric columns. */
export function useValueSuggestions(
  project: ProjectPath,
  column: ColumnRef,
  text: string,
): UseQueryResult<readonly ValueSuggestion[]> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.projectKeys(project), 'values', column, text],
    queryFn: ({ signal }) => api.values(project, column, text, signal),
    enabled: column.kind !== 'metric',
    placeholderData: keepPreviousData,
  });
}

/** Deletes a saved view; the cached list is without it at once. */
export function useDeleteView(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (id: string) => api.deleteView(project, id),
    onMutate: (id) => {
      const queryKey = queryKeys.views(project);
      const before = queries.getQueryData<readonly SavedView[]>(queryKey) ?? [];
      queries.setQueryData(
        queryKey,
        before.filter((one) => one.id !== id),
      );
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: queryKeys.views(project) }),
  });
}
