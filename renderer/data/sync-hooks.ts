import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type {
  RunSync,
  SyncChoice,
  SyncRemoteChange,
  SyncRemoteRequest,
  SyncRuleCount,
  SyncRuleRequest,
  SyncState,
  SyncTest,
} from '#shared/api';
import type { RunPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Remotes and the runs that go to them; live. */
export function useSync(): UseQueryResult<SyncState> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.sync, queryFn: ({ signal }) => api.sync.state(signal) });
}

/** Where one run went, or is to go; live. */
export function useRunSync(path: RunPath): UseQueryResult<RunSync> {
  const { api } = useData();
  return useQuery({
    queryKey: queryKeys.runSync(path),
    queryFn: ({ signal }) => api.sync.ofRun(path, signal),
  });
}

/** Asks a server whose key this is; nothing is kept. */
export function useTestRemote(): UseMutationResult<SyncTest, Error, SyncRemoteChange & { readonly id?: number }> {
  const { api } = useData();
  return useMutation({ mutationFn: (remote) => api.sync.test(remote) });
}

/** How many runs a rule would send now. */
export function useRuleCount(rule: SyncRuleRequest): UseQueryResult<SyncRuleCount> {
  const { api } = useData();
  return useQuery({
    queryKey: queryKeys.syncCount(rule),
    queryFn: ({ signal }) => api.sync.count(rule, signal),
  });
}

/** What can be done with remotes and runs that go to them. */
export type SyncAct =
  | { readonly kind: 'add'; readonly remote: SyncRemoteRequest }
  | { readonly kind: 'change'; readonly id: number; readonly remote: SyncRemoteChange }
  | { readonly kind: 'addRule'; readonly rule: SyncRuleRequest }
  | { readonly kind: 'changeRule'; readonly id: number; readonly rule: SyncRuleRequest }
  | { readonly kind: 'removeRemote' | 'removeRule' | 'remove'; readonly id: number }
  | { readonly kind: 'send'; readonly remoteId: number; readonly runs: readonly RunPath[] }
  | { readonly kind: 'retry'; readonly id: number; readonly choice?: SyncChoice }
  | { readonly kind: 'retryFailed' }
  /** `id` is not looked at for `all`. */
  | {
      readonly kind: 'pause';
      readonly what: 'all' | 'remote' | 'run';
      readonly id: number;
      readonly isPaused: boolean;
    };

export function useSyncAct(): UseMutationResult<unknown, Error, SyncAct> {
  const { api } = useData();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act) => api.sync.act(act),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.sync }),
  });
}
