import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { TableAnswer, TableForm, TablePlot, TablePlotAnswer, TableQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Rows that one request brings. */
export const TABLE_BLOCK = 100;

export interface TableBlocks {
  /** The answer of any block: columns and counts are the same in all. */
  readonly head: TableAnswer | undefined;
  /** Answers by the number of their block. */
  readonly blocks: ReadonlyMap<number, TableAnswer>;
  readonly error: Error | undefined;
  readonly isPending: boolean;
  readonly retry: () => void;
}

/** A question about tables without its range. */
export type TableQuestion = Omit<TableQuery, 'from' | 'count'>;

/** Blocks of rows of logged tables; `wanted` are their numbers. What was asked stays for a while. */
export function useTableBlocks(
  project: ProjectPath,
  question: TableQuestion | undefined,
  wanted: readonly number[],
): TableBlocks {
  const { http } = useData();
  return useQueries({
    queries: (question === undefined ? [] : wanted).map((block) => ({
      queryKey: [...queryKeys.media(project), 'table', question, block],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const body = { ...question, from: block * TABLE_BLOCK, count: TABLE_BLOCK };
        const path = `${tablePath(project)}/rows`;
        const answer = await http.json<TableAnswer>({ method: 'POST', path, body, signal, timeoutMs: 120_000 });
        return { block, answer };
      },
      staleTime: Infinity,
      gcTime: 60_000,
      retry: false,
      structuralSharing: false,
    })),
    combine: toBlocks,
  });
}

function toBlocks(
  answers: readonly UseQueryResult<{ readonly block: number; readonly answer: TableAnswer }>[],
): TableBlocks {
  const blocks = new Map(
    answers.flatMap(({ data }) => (data === undefined ? [] : [[data.block, data.answer] as const])),
  );
  const failed = answers.find((one) => one.error !== null);
  return {
    head: [...blocks.values()][0],
    blocks,
    error: failed?.error ?? undefined,
    isPending: answers.some((one) => one.isLoading),
    retry: () => void Promise.all(answers.filter((one) => one.isError).map((one) => one.refetch())),
  };
}

/** The kept rows of logged tables as marks of a plot; the last one stays while another is on its way. */
export function useTablePlot(
  project: ProjectPath,
  { groupBy: _groupBy, ...question }: TableQuestion,
  plot: TablePlot | undefined,
): UseQueryResult<TablePlotAnswer> {
  const { http } = useData();
  return useQuery({
    queryKey: [...queryKeys.media(project), 'table-plot', question, plot],
    queryFn: ({ signal }) => {
      const body = { ...question, plot };
      const path = `${tablePath(project)}/plot`;
      return http.json<TablePlotAnswer>({ method: 'POST', path, body, signal, timeoutMs: 120_000 });
    },
    enabled: plot !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  });
}

/** Brings the kept rows as a file. Rejects with a Problem. */
export function useTableExport(project: ProjectPath): (question: TableQuestion, form: TableForm) => Promise<Blob> {
  const { http } = useData();
  return async ({ groupBy: _groupBy, ...question }, form) => {
    const body = { ...question, form };
    const path = `${tablePath(project)}/export`;
    return new Blob([await http.buffer({ method: 'POST', path, body, timeoutMs: 600_000 })]);
  };
}

function tablePath({ entity, project }: ProjectPath): string {
  return `/api/projects/${encodeURIComponent(entity)}/${encodeURIComponent(project)}/tables`;
}
