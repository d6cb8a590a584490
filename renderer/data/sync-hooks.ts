import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { SyncChoice, SyncRemoteRequest, SyncState, SyncTest } from '#shared/api';
import type { RunPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Remotes and the runs that go to them; live. */
export function useSync(): UseQueryResult<SyncState> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.sync, queryFn: ({ signal }) => api.sync.state(signal) });
}

/** Asks a server whose key this is; nothing is kept. */
export function useTestRemote(): UseMutationResult<SyncTest, Error, SyncRemoteRequest> {
  const { api } = useData();
  return useMutation({ mutationFn: (remote) => api.sync.test(remote) });
}

/** What can be done with remotes and runs that go to them. */
export type SyncAct =
  | { readonly kind: 'add'; readonly remote: SyncRemoteRequest }
  | { readonly kind: 'removeRemote' | 'remove'; readonly id: number }
  | { readonly kind: 'send'; readonly remoteId: number; readonly runs: readonly RunPath[] }
  | { readonly kind: 'retry'; readonly id: number; readonly choice?: SyncChoice }
  | { readonly kind: 'pause'; readonly isPaused: boolean };

export function useSyncAct(): UseMutationResult<unknown, Error, SyncAct> {
  const { api } = useData();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act) => api.sync.act(act),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.sync }),
  });
}
