import { useMemo } from 'react';
import { decodeTable } from '#shared/media';
import { storedHref, useMediaSteps, useMediaValues, useStoredJson, type MediaPick } from '#ui/data';
import type { DrawnRun } from '../../runs.ts';
import { useMediaStep, type MediaStep } from '../use-media-step.ts';
import { readTable, type TableText } from './rows.ts';
import type { ChartBoard } from './use-rows.ts';

/** The tables of one key. */
export interface FoundTables {
  /** In the order of runs; an Error where one cannot be read, undefined while it is awaited. */
  readonly tables: readonly { readonly run: DrawnRun; readonly table: TableText | Error | undefined }[];
  readonly steps: Float64Array;
  readonly step: MediaStep;
  readonly isLoading: boolean;
  readonly error: Error | undefined;
  readonly retry: () => Promise<unknown>;
}

export interface WantedTables {
  /** Short ids of the runs; keep their identity while they are the same. */
  readonly names: readonly string[];
  /** Empty: no tables are wanted. */
  readonly tableKey: string;
  /** The newest table of each run, whatever step others are at. */
  readonly isNewest: boolean;
}

const NO_STEPS = new Float64Array(0);
const NO_NAMES: readonly string[] = [];
const NEWEST: MediaPick = { kind: 'step' };

/** The tables that visible runs logged under a key, at the step that the panels share or their newest. */
export function useTables(
  { project, runs, isCursorLinked }: ChartBoard,
  { names, tableKey, isNewest }: WantedTables,
): FoundTables {
  const withTable = tableKey === '' ? NO_NAMES : names;
  const stepsQuery = useMediaSteps(project, tableKey, withTable);
  const steps = tableKey === '' || isNewest ? NO_STEPS : (stepsQuery.data?.all ?? NO_STEPS);
  const step = useMediaStep({ project, steps, isLinked: true, isCursorLinked });
  const pick = useMemo(
    (): MediaPick => (isNewest || step.isNewest ? NEWEST : { kind: 'step', step: step.step ?? -1 }),
    [isNewest, step.isNewest, step.step],
  );
  const values = useMediaValues(project, tableKey, withTable, pick);
  const found = tableKey === '' ? undefined : values.data;
  const places = useMemo(() => placesOf(found ?? [], runs), [found, runs]);
  const files = useStoredJson(useMemo(() => places.map((place) => place.href), [places]));
  const tables = useMemo(() => places.map(({ run }, i) => ({ run, table: tableIn(files[i]) })), [places, files]);
  const isLoading =
    withTable.length > 0 &&
    (stepsQuery.isPending ||
      (values.isPending && (stepsQuery.data?.all.length ?? 0) > 0) ||
      files.some((file) => file.isPending));
  return {
    tables,
    steps,
    step,
    isLoading,
    error: stepsQuery.error ?? values.error ?? undefined,
    retry: () => Promise.all([stepsQuery.refetch(), values.refetch()]),
  };
}

function tableIn(file: ReturnType<typeof useStoredJson>[number] | undefined): TableText | Error | undefined {
  if (file?.value === undefined) return file?.error;
  try {
    return readTable(file.value);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The tables of a step in the order of the runs; an address where the file is here. */
function placesOf(values: NonNullable<ReturnType<typeof useMediaValues>['data']>, runs: readonly DrawnRun[]) {
  const byRun = new Map(values.map((value) => [value.run, value]));
  return runs.flatMap((run): { readonly run: DrawnRun; readonly href: string | undefined }[] => {
    const value = byRun.get(run.path.run);
    const table = decodeTable(value?.value);
    if (value === undefined || table === undefined) return [];
    const file = value.files.find((one) => one.name === table.file);
    return [{ run, href: file === undefined ? undefined : storedHref(run.path, file) }];
  });
}
