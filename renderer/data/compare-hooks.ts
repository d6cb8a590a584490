import { useQueries } from '@tanstack/react-query';
import type { RunDetail, RunFile } from '#shared/api';
import type { RunPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** What several runs have, in their order; undefined while it is on its way or where it cannot be had. */
export interface ManyState<T> {
  readonly values: readonly (T | undefined)[];
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

interface Answer<T> {
  readonly data: T | undefined;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** One state of many answers; its values keep their identity while none of them changes. */
function together<T>(answers: readonly Answer<T>[]): ManyState<T> {
  return {
    values: answers.map((answer) => answer.data),
    isLoading: answers.some((answer) => answer.isLoading),
    error: answers.find((answer) => answer.error !== null && answer.data === undefined)?.error ?? null,
    retry: () => {
      for (const answer of answers) if (answer.error !== null) void answer.refetch();
    },
  };
}

/** Everything of several runs' overviews; live. */
export function useRunDetails(paths: readonly RunPath[]): ManyState<RunDetail> {
  const { api } = useData();
  return useQueries({
    queries: paths.map((path) => ({
      queryKey: queryKeys.run(path),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.run(path, signal),
    })),
    combine: together<RunDetail>,
  });
}

/** The files of several runs by name; live. */
export function useFileLists(paths: readonly RunPath[]): ManyState<readonly RunFile[]> {
  const { api } = useData();
  return useQueries({
    queries: paths.map((path) => ({
      queryKey: queryKeys.files(path),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.files(path, signal),
    })),
    combine: together<readonly RunFile[]>,
  });
}

/** The texts of files of several runs; undefined entries are not asked for. */
export function useFileTexts(
  wanted: readonly ({ readonly path: RunPath; readonly name: string; readonly md5: string } | undefined)[],
): ManyState<string> {
  const { api } = useData();
  return useQueries({
    queries: wanted.map((one, i) => ({
      queryKey: one === undefined ? ['no text', i] : [...queryKeys.files(one.path), 'text', one.name, one.md5],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        one === undefined ? Promise.reject(new Error('no file')) : api.fileText(one.path, one.name, signal),
      enabled: one !== undefined,
      staleTime: Infinity,
    })),
    combine: together<string>,
  });
}
