import { useQuery } from '@tanstack/react-query';
import type { RunPath } from '#shared/units';
import { useData } from '#ui/data';
import { fetchAllLines } from './fetch-all.ts';

/** The stderr filter looks at this many lines from the end. */
export const FILTERED_LINES = 100_000;

/** Lines of stderr among the last FILTERED_LINES; read anew when lines are added. */
export function useErrorLines(path: RunPath, total: number, isEnabled: boolean) {
  const { api } = useData();
  return useQuery({
    queryKey: ['log-stderr', path.entity, path.project, path.run, total],
    queryFn: async () =>
      (await fetchAllLines(api, path, total, FILTERED_LINES)).filter((line) => line.stream === 'stderr'),
    placeholderData: (before) => before,
    enabled: isEnabled,
    gcTime: 0,
  });
}
