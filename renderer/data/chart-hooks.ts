import { keepPreviousData, useMutation, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ChartPreset, HistoryAnswer, HistoryQuery, RunCharts, RunHistory } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { parseExtended, toApiValue } from '#shared/wire';
import { projectApiPath } from './api.ts';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** A request of the host may name this many runs. */
const MOST_RUNS = 1000;

/** The custom charts that runs logged; live. `runs` are short ids and keep their identity while they are the same. */
export function useCharts(project: ProjectPath, runs: readonly string[]): UseQueryResult<readonly RunCharts[]> {
  const { http } = useData();
  return useQuery({
    queryKey: [...queryKeys.charts(project), runs],
    queryFn: async ({ signal }) => {
      const path = projectApiPath(project, '/charts');
      const body = { runs: runs.slice(0, MOST_RUNS) };
      const answer = await http.json<{ readonly runs: readonly RunCharts[] }>({ method: 'POST', path, body, signal });
      return answer.runs;
    },
    enabled: runs.length > 0,
    placeholderData: (before) => before,
  });
}

/** A chart of so many rows is still drawn anew within a second, as it is while runs go on. */
const MOST_ROWS = 40_000;
/** More than a panel has pixels for. */
const MOST_ROWS_OF_RUN = 2000;

/** Rows of histories, with the keys that they hold: an earlier answer stays while another is on its way. */
export interface HistoryRows {
  readonly keys: readonly string[];
  readonly runs: readonly RunHistory[];
}

/**
 * Rows of the histories of runs that hold all of `keys`, with their step; live, every few seconds. At most 2,000 rows
 * of each run and 40,000 of all together, evenly taken. `runs` and `keys` keep their identity while they are the same; without
 * keys nothing is fetched.
 */
export function useHistoryRows(
  project: ProjectPath,
  runs: readonly string[],
  keys: readonly string[],
): UseQueryResult<HistoryRows> {
  const { http } = useData();
  return useQuery({
    queryKey: [...queryKeys.history(project), keys, runs],
    queryFn: async ({ signal }): Promise<HistoryRows> => {
      const named = runs.slice(0, MOST_RUNS);
      const samples = Math.max(2, Math.min(MOST_ROWS_OF_RUN, Math.floor(MOST_ROWS / named.length)));
      const body: HistoryQuery = { runs: named, keys, samples };
      const path = projectApiPath(project, '/history');
      return { keys, ...(await http.json<HistoryAnswer>({ method: 'POST', path, body, signal, timeoutMs: 60_000 })) };
    },
    enabled: runs.length > 0 && keys.length > 0,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
}

/** Chart presets of one's own, sorted by entity and name. */
export function useChartPresets(): UseQueryResult<readonly ChartPreset[]> {
  const { http } = useData();
  return useQuery({
    queryKey: queryKeys.chartPresets,
    queryFn: ({ signal }) => http.json<readonly ChartPreset[]>({ method: 'GET', path: '/api/charts', signal }),
  });
}

/** Saves a preset under `entity/name`, or deletes it (`preset` undefined). */
export function useSavePreset() {
  const { http, queries } = useData();
  return useMutation({
    mutationFn: async ({ entity, name, preset }: PresetChange): Promise<void> => {
      const path = `/api/charts/${encodeURIComponent(entity)}/${encodeURIComponent(name)}`;
      if (preset === undefined) await http.json({ method: 'DELETE', path });
      else await http.json({ method: 'PUT', path, body: preset });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.chartPresets }),
  });
}

export interface PresetChange {
  readonly entity: string;
  readonly name: string;
  readonly preset: Pick<ChartPreset, 'displayName' | 'spec'> | undefined;
}

export interface StoredJson {
  readonly value: unknown;
  readonly error: Error | undefined;
  readonly isPending: boolean;
}

/**
 * Parsed JSON files of addresses that never change, in the order asked for; NaN and the infinities come as words.
 * An undefined address gives an undefined value.
 */
export function useStoredJson(hrefs: readonly (string | undefined)[]): readonly StoredJson[] {
  const { http } = useData();
  return useQueries({
    queries: hrefs.map((href) => ({
      queryKey: ['stored-json', href ?? ''],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<unknown> =>
        readJson(await http.text({ method: 'GET', path: href ?? '', signal, timeoutMs: 60_000 })),
      enabled: href !== undefined,
      staleTime: Infinity,
      gcTime: 60_000,
      retry: 1,
      structuralSharing: false,
    })),
    combine: toStored,
  });
}

function toStored(answers: readonly UseQueryResult<unknown>[]): readonly StoredJson[] {
  return answers.map(({ data, error, isLoading }) => ({
    value: data,
    error: error ?? undefined,
    isPending: isLoading,
  }));
}

/** The browser's own reader is ten times as fast; ours knows bare NaN and Infinity. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return toApiValue(parseExtended(text));
  }
}
