import { keepPreviousData, useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { SweepCheck, SweepDetail, SweepState, SweepSummary } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Sweeps of a project, newest first; live. */
export function useSweeps(project: ProjectPath): UseQueryResult<readonly SweepSummary[]> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.sweeps(project), queryFn: ({ signal }) => api.sweeps(project, signal) });
}

/** How many sweeps a project has, without reading their runs; live. */
export function useSweepCount(project: ProjectPath): UseQueryResult<{ readonly count: number }> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.sweeps(project), 'count'],
    queryFn: ({ signal }) => api.sweepCount(project, signal),
  });
}

/** Everything of one sweep's page; live. */
export function useSweep(project: ProjectPath, name: string): UseQueryResult<SweepDetail> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.sweeps(project), 'one', name],
    queryFn: ({ signal }) => api.sweep(project, name, signal),
    // An agent that falls silent makes no event.
    refetchInterval: 30_000,
  });
}

/** What a configuration means or what is wrong with it; nothing is asked for an empty text. */
export function useSweepCheck(project: ProjectPath, config: string): UseQueryResult<SweepCheck> {
  const { api } = useData();
  return useQuery({
    queryKey: ['sweep-check', config],
    queryFn: ({ signal }) => api.checkSweep(project, config, signal),
    enabled: config.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

/** Makes a sweep of a YAML text. */
export function useCreateSweep(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (config: string) => api.createSweep(project, config),
    onSuccess: () => void queries.invalidateQueries({ queryKey: queryKeys.sweeps(project) }),
  });
}

/** Pauses, resumes, stops or cancels a sweep. */
export function useSetSweepState(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: ({ name, state }: { name: string; state: SweepState }) => api.setSweepState(project, name, state),
    onSettled: () => void queries.invalidateQueries({ queryKey: queryKeys.sweeps(project) }),
  });
}

/** Deletes a sweep; its runs stay. */
export function useDeleteSweep(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (name: string) => api.deleteSweep(project, name),
    onSuccess: () => void queries.invalidateQueries({ queryKey: queryKeys.sweeps(project) }),
  });
}
