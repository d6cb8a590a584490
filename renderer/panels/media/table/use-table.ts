import { useMemo } from 'react';
import type { MediaValue, TableSource } from '#shared/api';
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
import { strings } from './strings.ts';
import type { SourceName } from './placed.ts';

export interface LoggedTable {
  readonly steps: Float64Array;
  readonly step: MediaStep;
  /** Visible runs that have a table at this step. */
  readonly runs: readonly DrawnRun[];
  /** The run (and step) of each source of the question. */
  readonly names: readonly SourceName[];
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
  const found = useMemo(() => tablesOf(values.data ?? [], runs), [values.data, runs]);
  const { against } = config;
  const pickOther = useMemo((): MediaPick => ({ kind: 'step', step: against ?? -1 }), [against]);
  const others = useMediaValues(project, source.key, against === undefined ? NO_NAMES : names, pickOther);
  const earlier = useMemo(
    () => (against === undefined ? [] : tablesOf(others.data ?? [], runs)),
    [against, others.data, runs],
  );
  const shown = useMemo(() => {
    const alone = found.filter((one) => one.run.path.run === config.run);
    const chosen = alone.length > 0 ? alone : found;
    const pairs = chosen.flatMap((one) => {
      const other = earlier.find(({ run, step: at }) => run.path.run === one.run.path.run && at !== one.step);
      return other === undefined ? [one] : [other, one];
    });
    return pairs.slice(0, config.layout === 'join' ? MOST_JOINED : MOST_SOURCES);
  }, [found, earlier, config.run, config.layout]);
  const sources = useSame(useMemo(() => shown.map((one) => one.source), [shown]));
  const isPaired = earlier.length > 0;
  const labels = useMemo(
    () =>
      shown.map(({ run, step: at }): SourceName => {
        return { label: isPaired ? strings.atStep(run.label, at) : run.label, color: run.color };
      }),
    [shown, isPaired],
  );
  const { sort, where, derived, layout, join } = config;
  // Plots are of rows, and so is what they open.
  const groupBy = config.view === 'plot' ? '' : config.groupBy;
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
            ...(derived.length === 0 ? {} : { derived }),
            ...(layout === 'join' && sources.length > 1 ? { join } : {}),
          },
    [sources, sort, where, text, groupBy, derived, layout, join],
  );
  const table = useTableBlocks(project, question, blocks);
  return {
    steps,
    step,
    runs: useMemo(() => found.map((one) => one.run), [found]),
    names: labels,
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
/** Tables whose columns can be looked at beside each other. */
const MOST_JOINED = 8;
const NO_NAMES: readonly string[] = [];

interface FoundTable {
  readonly run: DrawnRun;
  readonly step: number;
  readonly source: TableSource;
}

/** The tables among logged values, in the order of runs. */
function tablesOf(values: readonly MediaValue[], runs: readonly DrawnRun[]): readonly FoundTable[] {
  const byRun = new Map(values.map((value) => [value.run, value]));
  return runs.flatMap((run): FoundTable[] => {
    const value = byRun.get(run.path.run);
    const table = decodeTable(value?.value);
    if (value === undefined || table === undefined) return [];
    const { file, artifactPath } = table;
    const source = { run: run.path.run, file, ...(artifactPath === undefined ? {} : { artifactPath }) };
    return [{ run, step: value.step, source }];
  });
}

/** The same array while it holds the same: runs get new objects at each change of their heads. */
function useSame(sources: readonly TableSource[]): readonly TableSource[] {
  const joined = JSON.stringify(sources);
  return useMemo(() => JSON.parse(joined) as TableSource[], [joined]);
}
