import { keepPreviousData, useQueries, useQuery, type Query, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import {
  decodeVectors,
  type ApiValue,
  type ArtifactTableSource,
  type TableAnswer,
  type TableForm,
  type TablePlot,
  type TablePlotAnswer,
  type TableQuery,
  type TableVectorColors,
  type TableVectors,
  type VectorsWanted,
} from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** Rows that one request brings. */
export const TABLE_BLOCK = 100;

export interface TableBlocks {
  /**
   * The answer of any block, because columns and counts are the same in all: the same object while they are, and the last
   * one while another is on its way, so that nothing jumps. undefined while nothing has come.
   */
  readonly head: TableAnswer | undefined;
  /** Answers by the number of their block. */
  readonly blocks: ReadonlyMap<number, TableAnswer>;
  readonly error: Error | undefined;
  readonly isPending: boolean;
  readonly retry: () => void;
}

/** A question about tables without its range. */
export type TableQuestion = Omit<TableQuery, 'from' | 'count'>;

/** What of the project the rows are made of as it is now; undefined: they were logged, and stay as they are. */
function liveOf({ sources }: TableQuestion): 'runs' | 'artifacts' | undefined {
  if (sources.some((source) => 'runs' in source)) return 'runs';
  return sources.some((source) => 'artifacts' in source) ? 'artifacts' : undefined;
}

/** The rows may be others with the next answer. */
export function isLiveTable(question: TableQuestion): boolean {
  return liveOf(question) !== undefined;
}

/** What a table is made of says when it is asked for anew: a live one changes with the runs or artifacts of its project. */
function rootOf(project: ProjectPath, question: TableQuestion | undefined): readonly unknown[] {
  const live = question === undefined ? undefined : liveOf(question);
  if (live === undefined) return queryKeys.media(project);
  return live === 'runs' ? queryKeys.allRuns(project) : queryKeys.artifacts(project);
}

/** Blocks of rows of tables; `wanted` are their numbers. What was asked stays for a while; live ones are live. */
export function useTableBlocks(
  project: ProjectPath,
  question: TableQuestion | undefined,
  wanted: readonly number[],
): TableBlocks {
  const { http } = useData();
  const found = useQueries({
    queries: (question === undefined ? [] : wanted).map((block) => ({
      queryKey: [...rootOf(project, question), 'tables', 'rows', question, block],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const body = { ...question, from: block * TABLE_BLOCK, count: TABLE_BLOCK };
        const path = `${tablePath(project)}/rows`;
        const answer = await http.json<TableAnswer>({ method: 'POST', path, body, signal, timeoutMs: 120_000 });
        return { block, answer };
      },
      staleTime: Infinity,
      refetchInterval: ({ state }: Query<{ readonly block: number; readonly answer: TableAnswer }>) =>
        state.data?.answer.againInMs ?? false,
      gcTime: 60_000,
      retry: false,
      structuralSharing: false,
    })),
    combine: toBlocks,
  });
  const [first] = found.blocks.values();
  const last = useSameHead(first);
  const head = question === undefined ? undefined : last;
  return useMemo(() => ({ ...found, head }), [found, head]);
}

/** The first of answers that differ in nothing but their rows, so that what is drawn of the others stays as it is. */
function useSameHead(answer: TableAnswer | undefined): TableAnswer | undefined {
  const [kept, setKept] = useState(answer);
  const head = useMemo(
    () => (answer === undefined || headText(answer) === headText(kept) ? kept : answer),
    [answer, kept],
  );
  if (head !== kept) setKept(head);
  return head;
}

function headText(answer: TableAnswer | undefined): string | undefined {
  if (answer === undefined) return undefined;
  const { rows: _rows, groups, files: _files, againInMs: _later, ...head } = answer;
  return JSON.stringify([head, groups === undefined]);
}

function toBlocks(
  answers: readonly UseQueryResult<{ readonly block: number; readonly answer: TableAnswer }>[],
): Omit<TableBlocks, 'head'> {
  const blocks = new Map(
    answers.flatMap(({ data }) => (data === undefined ? [] : [[data.block, data.answer] as const])),
  );
  const failed = answers.find((one) => one.error !== null);
  return {
    blocks,
    error: failed?.error ?? undefined,
    isPending: answers.some((one) => one.isLoading),
    retry: () => void Promise.all(answers.filter((one) => one.isError).map((one) => one.refetch())),
  };
}

/** All rows of a table. */
export interface TableRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ApiValue[])[];
  /** Why it could not be read. */
  readonly faults: readonly string[];
}

/** Rows that a request may name. */
const MOST_AT_ONCE = 1000;

/** The first `most` rows of a table of an artifact, as they were logged; nothing is asked while there is no source. */
export function useTableRows(
  project: ProjectPath,
  source: ArtifactTableSource | undefined,
  most: number,
): UseQueryResult<TableRows> {
  const { http } = useData();
  return useQuery({
    queryKey: [...queryKeys.media(project), 'table-rows', source, most],
    queryFn: async ({ signal }): Promise<TableRows> => {
      const rows: (readonly ApiValue[])[] = [];
      for (;;) {
        const question = { sources: [source], sort: [], where: [], from: rows.length, count: MOST_AT_ONCE };
        const answer = await http.json<TableAnswer>({
          method: 'POST',
          path: `${tablePath(project)}/rows`,
          body: question,
          signal,
          timeoutMs: 120_000,
        });
        rows.push(...answer.rows.map((row) => row.cells));
        if (answer.rows.length === 0 || rows.length >= Math.min(most, answer.matchCount)) {
          const columns = answer.columns.map((column) => column.name);
          return { columns, rows: rows.slice(0, most), faults: answer.faults.map((fault) => fault.reason) };
        }
      }
    },
    enabled: source !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  });
}

/** The kept rows of tables as marks of a plot; the last one stays while another is on its way. */
export function useTablePlot(
  project: ProjectPath,
  { groupBy: _groupBy, ...question }: TableQuestion,
  plot: TablePlot | undefined,
): UseQueryResult<TablePlotAnswer> {
  const { http } = useData();
  return useQuery({
    queryKey: [...rootOf(project, question), 'tables', 'plot', question, plot],
    queryFn: ({ signal }) => {
      const body = { ...question, plot };
      const path = `${tablePath(project)}/plot`;
      return http.json<TablePlotAnswer>({ method: 'POST', path, body, signal, timeoutMs: 120_000 });
    },
    enabled: plot !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchInterval: ({ state }) => state.data?.againInMs ?? false,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  });
}

/** One row at a place of the kept rows, alone in its answer; nothing is asked while there is no place. */
export function useTableRow(
  project: ProjectPath,
  { groupBy: _groupBy, ...question }: TableQuestion,
  place: number | undefined,
): UseQueryResult<TableAnswer> {
  const { http } = useData();
  return useQuery({
    queryKey: [...queryKeys.media(project), 'table-row', question, place],
    queryFn: ({ signal }) => {
      const body = { ...question, from: place, count: 1 };
      return http.json<TableAnswer>({ method: 'POST', path: `${tablePath(project)}/rows`, body, signal });
    },
    enabled: place !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  });
}

/**
 * Brings vectors of the kept rows. They are not kept here: up to 128 MiB, which go on to a thread. Rejects with a Problem.
 */
export function useTableVectors(
  project: ProjectPath,
): (question: TableQuestion, vectors: VectorsWanted, signal: AbortSignal) => Promise<TableVectors> {
  const { http } = useData();
  const path = `${tablePath(project)}/vectors`;
  return useCallback(
    async ({ groupBy: _groupBy, ...question }, vectors, signal) => {
      const body = { ...question, vectors };
      return decodeVectors(await http.buffer({ method: 'POST', path, body, signal, timeoutMs: 120_000 }));
    },
    [http, path],
  );
}

/** What the rows of these vectors are coloured by; nothing is asked while there is no colour. */
export function useVectorColors(
  project: ProjectPath,
  { groupBy: _groupBy, ...question }: TableQuestion,
  vectors: VectorsWanted,
  color: string | undefined,
): UseQueryResult<TableVectorColors> {
  const { http } = useData();
  return useQuery({
    queryKey: [...queryKeys.media(project), 'table-vector-colors', question, vectors, color],
    queryFn: ({ signal }) => {
      const body = { ...question, vectors, color };
      const path = `${tablePath(project)}/vector-colors`;
      return http.json<TableVectorColors>({ method: 'POST', path, body, signal, timeoutMs: 120_000 });
    },
    enabled: color !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  });
}

/** Brings the kept rows as a file. Rejects with a Problem. */
export function useTableExport(project: ProjectPath): (question: TableQuestion, form: TableForm) => Promise<Blob> {
  const { http } = useData();
  const path = `${tablePath(project)}/export`;
  return useCallback(
    async ({ groupBy: _groupBy, ...question }, form) => {
      const body = { ...question, form };
      return new Blob([await http.buffer({ method: 'POST', path, body, timeoutMs: 600_000 })]);
    },
    [http, path],
  );
}

function tablePath({ entity, project }: ProjectPath): string {
  return `/api/projects/${encodeURIComponent(entity)}/${encodeURIComponent(project)}/tables`;
}
