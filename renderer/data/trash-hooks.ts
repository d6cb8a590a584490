import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { BulkAnswer, PurgeAnswer, TrashChoice, TrashList } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Deletes runs of a project by their short ids: they go to its trash, from where `ids` of the answer bring them back. */
export function useDeleteRuns(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (runs: readonly string[]) => api.deleteRuns(project, runs),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.allRuns(project) });
      void queries.invalidateQueries({ queryKey: queryKeys.projects });
    },
  });
}

/** The deleted runs of a project, the newest first; live. */
export function useTrash(project: ProjectPath): UseQueryResult<TrashList> {
  const { api } = useData();
  return useQuery({
    queryKey: queryKeys.trash(project),
    queryFn: ({ signal }) => api.trash(project, signal),
  });
}

/** How many deleted runs of a project can be restored; live. */
export function useTrashCount(project: ProjectPath): UseQueryResult<{ readonly count: number }> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.trash(project), 'count'],
    queryFn: ({ signal }) => api.trashCount(project, signal),
  });
}

/** Brings deleted runs back: all of the choice or none. */
export function useRestoreRuns(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation<BulkAnswer, Error, TrashChoice>({
    mutationFn: (choice) => api.restoreRuns(project, choice),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.trash(project) });
      void queries.invalidateQueries({ queryKey: queryKeys.allRuns(project) });
      void queries.invalidateQueries({ queryKey: queryKeys.projects });
    },
  });
}

/** Lets deleted runs go for good. */
export function usePurgeRuns(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation<PurgeAnswer, Error, TrashChoice>({
    mutationFn: (choice) => api.purgeRuns(project, choice),
    onSettled: () => void queries.invalidateQueries({ queryKey: queryKeys.trash(project) }),
  });
}
