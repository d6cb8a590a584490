import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { AlertList } from '#shared/api';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** What scripts wanted a person to see, newest first; live. */
export function useAlerts(): UseQueryResult<AlertList> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.alerts, queryFn: ({ signal }) => api.alerts(signal) });
}

/** Marks all alerts up to an id as seen, in every window. */
export function useMarkAlertsSeen(): UseMutationResult<unknown, Error, number> {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (upTo) => api.markAlertsSeen(upTo),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.alerts }),
  });
}
