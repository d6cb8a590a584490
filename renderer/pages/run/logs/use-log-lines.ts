import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { LogLine, LogPage } from '#shared/api';
import type { RunPath } from '#shared/units';
import { useData, useLogs } from '#ui/data';

/** Lines at the end that are kept live. */
const TAIL_LINES = 400;
const PAGE_LINES = 1000;

export interface LogLines {
  readonly total: number;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
  /** undefined while its page is on its way. */
  readonly lineAt: (index: number) => LogLine | undefined;
}

/**
 * The live end of the console, and the lines from `from` up to (not including) `to` that `wanted` names out of all. Pages before the end are fetched once; the
 * last lines come with each change, because progress bars rewrite them.
 */
export function useLogLines(path: RunPath, wanted: (total: number) => readonly [from: number, to: number]): LogLines {
  const { api } = useData();
  const tail = useLogs(path, -TAIL_LINES, TAIL_LINES);
  const total = tail.data?.total ?? 0;
  const tailFrom = tail.data?.from ?? 0;
  const [from, to] = wanted(total);
  const starts = useMemo(() => pageStarts(from, Math.min(to, tailFrom)), [from, to, tailFrom]);
  const pages = useQueries({
    queries: starts.map((start) => {
      const count = Math.min(PAGE_LINES, tailFrom - start);
      return {
        queryKey: ['log-page', path.entity, path.project, path.run, start, count],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.logs(path, start, count, signal),
        staleTime: Infinity,
      };
    }),
    combine: (results) => results.map((result) => result.data),
  });
  const lineAt = useCallback(
    (index: number) => {
      if (index >= tailFrom) return tail.data?.lines[index - tailFrom];
      return lineIn(pages, starts, index);
    },
    [tail.data, tailFrom, pages, starts],
  );
  return { total, isLoading: tail.isPending, error: tail.error, retry: () => void tail.refetch(), lineAt };
}

function pageStarts(from: number, to: number): readonly number[] {
  const starts: number[] = [];
  for (let start = Math.max(0, Math.floor(from / PAGE_LINES) * PAGE_LINES); start < to; start += PAGE_LINES)
    starts.push(start);
  return starts;
}

function lineIn(
  pages: readonly (LogPage | undefined)[],
  starts: readonly number[],
  index: number,
): LogLine | undefined {
  const place = starts.indexOf(Math.floor(index / PAGE_LINES) * PAGE_LINES);
  return pages[place]?.lines[index % PAGE_LINES];
}
