import { keepPreviousData, useQuery, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { MediaItemsAnswer, MediaItemsQuery, MediaValue } from '#shared/api';
import { mergeSteps, unpackSteps } from '#shared/media';
import type { ProjectPath } from '#shared/units';
import type { Api } from './api.ts';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Steps at which runs logged values of one key. */
export interface MediaSteps {
  /** Of all runs together, ascending, each once. */
  readonly all: Float64Array;
  readonly ofRun: ReadonlyMap<string, Float64Array>;
}

/** A request of the host may name this many runs. */
const MOST_RUNS = 1000;

/** Where runs logged media of a key; live. `runs` are short ids and must keep their identity while they are the same. */
export function useMediaSteps(project: ProjectPath, key: string, runs: readonly string[]): UseQueryResult<MediaSteps> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.media(project), 'steps', key, runs],
    queryFn: async ({ signal }): Promise<MediaSteps> => {
      const answer = await api.mediaSteps(project, { key, runs: runs.slice(0, MOST_RUNS) }, signal);
      const ofRun = new Map(answer.runs.map(({ run, steps }) => [run, unpackSteps(steps)]));
      return { all: mergeSteps([...ofRun.values()]), ofRun };
    },
    enabled: runs.length > 0,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
}

export type MediaPick = MediaItemsQuery['pick'];

/** Values of a key for several runs; the earlier answer stays while another step is on its way. Live. */
export function useMediaValues(
  project: ProjectPath,
  key: string,
  runs: readonly string[],
  pick: MediaPick,
): UseQueryResult<readonly MediaValue[]> {
  const { api } = useData();
  return useQuery({
    ...valuesQuery(api, project, key, runs, pick),
    enabled: runs.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** Fetches the values of a step before they are wanted. */
export function usePrefetchMedia(project: ProjectPath, key: string, runs: readonly string[]) {
  const { api, queries } = useData();
  return useCallback(
    (step: number): void => void prefetch(queries, api, project, key, runs, step),
    [api, queries, project, key, runs],
  );
}

/** The text of a file that never changes under its address; undefined: nothing is fetched. */
export function useStoredText(href: string | undefined): UseQueryResult<string> {
  const { http } = useData();
  const key = useMemo(() => ['stored-text', href ?? ''], [href]);
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => http.text({ method: 'GET', path: href ?? '', signal, timeoutMs: 60_000 }),
    enabled: href !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

async function prefetch(
  queries: QueryClient,
  api: Api,
  project: ProjectPath,
  key: string,
  runs: readonly string[],
  step: number,
): Promise<void> {
  await queries.prefetchQuery(valuesQuery(api, project, key, runs, { kind: 'step', step }));
}

function valuesQuery(api: Api, project: ProjectPath, key: string, runs: readonly string[], pick: MediaPick) {
  const query: MediaItemsQuery = { key, runs: runs.slice(0, MOST_RUNS), pick };
  return {
    queryKey: [...queryKeys.media(project), 'values', query],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<readonly MediaValue[]> => {
      const answer: MediaItemsAnswer = await api.mediaItems(project, query, signal);
      return answer.values;
    },
  };
}
