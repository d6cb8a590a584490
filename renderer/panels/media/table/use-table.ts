import { useMemo } from 'react';
import type { TableSource } from '#shared/api';
import { decodeTable } from '#shared/media';
import {
  useMediaSteps,
  useMediaValues,
  useTableBlocks,
  type MediaPick,
  type TableBlocks,
  type TableQuestion,
} from '#ui/data';
import type { DrawnRun } from '../../runs.ts';
import type { MediaPanelProps } from '../props.ts';
import { useMediaStep, type MediaStep } from '../use-media-step.ts';
import type { TableConfig } from './config.ts';

export interface LoggedTable {
  readonly steps: Float64Array;
  readonly step: MediaStep;
  /** Visible runs that have a table at this step. */
  readonly runs: readonly DrawnRun[];
  /** The run of each source of the question. */
  readonly sourceRuns: readonly DrawnRun[];
  readonly question: TableQuestion | undefined;
  readonly table: TableBlocks;
  readonly isLoading: boolean;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

const NO_STEPS = new Float64Array(0);
const NEWEST: MediaPick = { kind: 'step' };

/** The tables of a key at the chosen step, and those of their rows that are wanted. */
export function useTable(
  props: MediaPanelProps,
  config: TableConfig,
  text: string,
  blocks: readonly number[],
): LoggedTable {
  const { project, source, runs, isCursorLinked } = props;
  const joined = JSON.stringify(runs.map((run) => run.path.run));
  const names = useMemo(() => JSON.parse(joined) as string[], [joined]);
  const stepsQuery = useMediaSteps(project, source.key, names);
  const steps = stepsQuery.data?.all ?? NO_STEPS;
  const step = useMediaStep({ project, steps, isLinked: true, isCursorLinked });
  const pick = useMemo(
    (): MediaPick => (step.isNewest ? NEWEST : { kind: 'step', step: step.step ?? -1 }),
    [step.isNewest, step.step],
  );
  const values = useMediaValues(project, source.key, names, pick);
  const found = useMemo(() => {
    const byRun = new Map((values.data ?? []).map((value) => [value.run, value]));
    return runs.flatMap((run): { readonly run: DrawnRun; readonly source: TableSource }[] => {
      const table = decodeTable(byRun.get(run.path.run)?.value);
      if (table === undefined) return [];
      const { file, artifactPath } = table;
      return [{ run, source: { run: run.path.run, file, ...(artifactPath === undefined ? {} : { artifactPath }) } }];
    });
  }, [values.data, runs]);
  const shown = useMemo(() => {
    const alone = found.filter((one) => one.run.path.run === config.run);
    return alone.length > 0 ? alone : found.slice(0, MOST_SOURCES);
  }, [found, config.run]);
  const sources = useSame(useMemo(() => shown.map((one) => one.source), [shown]));
  const { sort, where, groupBy } = config;
  const question = useMemo(
    (): TableQuestion | undefined =>
      sources.length === 0
        ? undefined
        : {
            sources,
            sort,
            where,
            ...(text === '' ? {} : { text }),
            ...(groupBy === '' ? {} : { groupBy }),
          },
    [sources, sort, where, text, groupBy],
  );
  const table = useTableBlocks(project, question, blocks);
  return {
    steps,
    step,
    runs: useMemo(() => found.map((one) => one.run), [found]),
    sourceRuns: useMemo(() => shown.map((one) => one.run), [shown]),
    question,
    table,
    isLoading: (stepsQuery.isPending && names.length > 0) || (values.isPending && steps.length > 0) || table.isPending,
    error: stepsQuery.error ?? values.error ?? table.error,
    retry: () => {
      table.retry();
      void Promise.all([stepsQuery.refetch(), values.refetch()]);
    },
  };
}

/** Tables that one request may name. */
const MOST_SOURCES = 100;

/** The same array while it holds the same: runs get new objects at each change of their heads. */
function useSame(sources: readonly TableSource[]): readonly TableSource[] {
  const joined = JSON.stringify(sources);
  return useMemo(() => JSON.parse(joined) as TableSource[], [joined]);
}
