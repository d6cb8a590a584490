import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { BundleJob, BundleLook, BundleRequest } from '#shared/api';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Bundles that are or were written and read in; live. */
export function useBundles(): UseQueryResult<readonly BundleJob[]> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.bundles, queryFn: ({ signal }) => api.bundles.list(signal) });
}

/** Reads what a bundle at a path says it holds; the answer stays until the next one. */
export function useLookAtBundle(): UseMutationResult<BundleLook, Error, string> {
  const { api } = useData();
  return useMutation({ mutationFn: (path) => api.bundles.look(path) });
}

/** What can be done with bundles. */
export type BundleAct =
  | { readonly kind: 'export'; readonly wish: BundleRequest }
  | { readonly kind: 'import'; readonly path: string }
  /** A file of the person's own machine, which need not be the host's. */
  | { readonly kind: 'upload'; readonly name: string; readonly body: Blob }
  | { readonly kind: 'cancel' | 'remove'; readonly id: number };

/** The answer is the id of the job, where one begins. */
export function useBundleAct(): UseMutationResult<{ readonly id: number } | undefined, Error, BundleAct> {
  const { api } = useData();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (act): Promise<{ readonly id: number } | undefined> => {
      switch (act.kind) {
        case 'export':
          return api.bundles.make(act.wish);
        case 'import':
          return api.bundles.import(act.path);
        case 'upload':
          return api.bundles.upload(act.name, act.body);
        case 'cancel':
        case 'remove':
          await (act.kind === 'cancel' ? api.bundles.cancel(act.id) : api.bundles.remove(act.id));
          return undefined;
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.bundles }),
  });
}

/** Where the file of a job is fetched. */
export function bundleHref(id: number): string {
  return `/api/bundles/${id}/file`;
}
