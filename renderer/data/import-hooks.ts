import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { ImportList, ImportScan } from '#shared/api';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Logs that are or were read in from disk, and the watched folders; live. */
export function useImports(): UseQueryResult<ImportList> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.imports, queryFn: ({ signal }) => api.imports(signal) });
}

/** Looks for logs at a path; the answer stays until the next one. */
export function useLogScan(): UseMutationResult<ImportScan, Error, string> {
  const { api } = useData();
  return useMutation({ mutationFn: (path) => api.scanForLogs(path) });
}

/** What can be done with a log or a folder. */
export type ImportAct =
  | { readonly kind: 'start'; readonly paths: readonly string[] }
  | { readonly kind: 'cancel' | 'remove'; readonly id: number }
  | { readonly kind: 'watch'; readonly path: string; readonly isOn: boolean };

export function useImportAct(): UseMutationResult<unknown, Error, ImportAct> {
  const { api } = useData();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act): Promise<unknown> => {
      switch (act.kind) {
        case 'start':
          return api.startImports(act.paths);
        case 'cancel':
          return api.cancelImport(act.id);
        case 'remove':
          return api.removeImport(act.id);
        case 'watch':
          return api.watchFolder(act.path, act.isOn);
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.imports }),
  });
}
