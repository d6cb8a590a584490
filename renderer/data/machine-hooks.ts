import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { MachineOfRun, MachineSettings, MachineState, SeriesLine } from '#shared/api';
import { timeBucketWidth } from '#shared/metrics';
import type { RunPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** What the machine of the host is and does now; live. */
export function useMachine(): UseQueryResult<MachineState> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.machine, queryFn: ({ signal }) => api.machine(signal) });
}

/** A time of the machine: up to now, or from one moment to another (Unix milliseconds). */
export type MachineSpan =
  | { readonly kind: 'last'; readonly spanMs: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number };

/** Live lines are fetched again when a bucket is full, but neither more often than this nor less often than a minute. */
const FASTEST_MS = 4000;
const SLOWEST_MS = 60_000;

/** Lines of the machine, x in Unix seconds; those that reach up to now are kept up to date. */
export function useMachineSeries(
  keys: readonly string[],
  span: MachineSpan,
  buckets: number,
  isEnabled = true,
): UseQueryResult<readonly SeriesLine[]> {
  const { api, clock } = useData();
  const lengthMs = span.kind === 'last' ? span.spanMs : span.to - span.from;
  const everyMs = Math.min(SLOWEST_MS, Math.max(FASTEST_MS, timeBucketWidth(lengthMs / 1000, buckets) * 1000));
  return useQuery({
    queryKey: ['machine-series', keys, span, buckets],
    queryFn: ({ signal }) => {
      const to = span.kind === 'last' ? clock.now() : span.to;
      const from = Math.max(0, span.kind === 'last' ? to - span.spanMs : span.from);
      return api.machineSeries({ keys, from, to, buckets }, signal);
    },
    enabled: isEnabled && keys.length > 0,
    placeholderData: keepPreviousData,
    staleTime: everyMs / 2,
    gcTime: 60_000,
    refetchInterval: span.kind === 'last' ? everyMs : false,
  });
}

/** What this machine did while a run went on; looked at again while the run is live. */
export function useMachineOfRun(path: RunPath, isLive: boolean): UseQueryResult<MachineOfRun> {
  const { api } = useData();
  return useQuery({
    queryKey: ['machine-of-run', path.entity, path.project, path.run, isLive],
    queryFn: ({ signal }) => api.machineOfRun(path, signal),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? 10_000 : false,
  });
}

/** How often the machine is measured and how long that is kept. */
export function useSaveMachineSettings(): UseMutationResult<MachineSettings, Error, MachineSettings> {
  const { api } = useData();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settings) => api.saveMachineSettings(settings),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.machine }),
  });
}
