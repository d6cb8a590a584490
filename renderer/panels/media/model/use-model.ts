import { useMemo } from 'react';
import { decodeTable } from '#shared/media';
import { storedHref, useMediaSteps, useMediaValues, useStoredJson, type MediaPick, type MediaSteps } from '#ui/data';
import type { DrawnRun } from '../../runs.ts';
import type { MediaPanelProps } from '../props.ts';
import { useMediaStep, type MediaStep } from '../use-media-step.ts';
import { readModel, type Model } from './model.ts';
import { strings } from './strings.ts';

/** Runs with the very same graph. */
export interface ModelChoice {
  readonly run: DrawnRun;
  /** Runs beside it that have the same file. */
  readonly more: number;
}

export interface FoundModel {
  readonly choices: readonly ModelChoice[];
  /** The run whose model is shown. */
  readonly run: DrawnRun | undefined;
  readonly model: Model | undefined;
  /** Why there is none. */
  readonly trouble: string | undefined;
  readonly steps: Float64Array;
  readonly step: MediaStep;
  readonly isLoading: boolean;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

const NO_STEPS = new Float64Array(0);
const NEWEST: MediaPick = { kind: 'step' };

/** The graphs that visible runs logged under a key, and the model of one of them. */
export function useModel(
  { project, source, runs, isCursorLinked }: MediaPanelProps,
  wanted: string | undefined,
): FoundModel {
  const joined = JSON.stringify(runs.map((run) => run.path.run));
  const names = useMemo(() => JSON.parse(joined) as string[], [joined]);
  const stepsQuery = useMediaSteps(project, source.key, names);
  const steps = useMemo(() => stepsOf(stepsQuery.data), [stepsQuery.data]);
  const step = useMediaStep({ project, steps, isLinked: true, isCursorLinked });
  const pick = useMemo(
    (): MediaPick => (step.isNewest ? NEWEST : { kind: 'step', step: step.step ?? -1 }),
    [step.isNewest, step.step],
  );
  const values = useMediaValues(project, source.key, names, pick);
  const graphs = useMemo(() => {
    const byRun = new Map((values.data ?? []).map((value) => [value.run, value]));
    return runs.flatMap((run) => {
      const value = byRun.get(run.path.run);
      const graph = decodeTable(value?.value);
      if (graph === undefined) return [];
      const file = value?.files.find((one) => one.name === graph.file);
      return [{ run, sha256: file?.sha256, href: file === undefined ? undefined : storedHref(run.path, file) }];
    });
  }, [values.data, runs]);
  const shown = graphs.find(({ run }) => run.path.run === wanted) ?? graphs[0];
  const hrefs = useMemo(() => (shown === undefined ? [] : [shown.href]), [shown]);
  const [file] = useStoredJson(hrefs);
  const read = useMemo(() => readFile(file?.value), [file?.value]);
  const isLoading =
    (stepsQuery.isPending && names.length > 0) ||
    (values.isPending && (stepsQuery.data?.all.length ?? 0) > 0) ||
    file?.isPending === true;
  return {
    choices: useMemo(() => choicesOf(graphs), [graphs]),
    run: shown?.run,
    model: read.model,
    trouble: read.trouble ?? (shown !== undefined && shown.href === undefined ? strings.noFile : undefined),
    steps,
    step,
    isLoading,
    error: stepsQuery.error ?? values.error ?? file?.error,
    retry: () => void Promise.all([stepsQuery.refetch(), values.refetch()]),
  };
}

/** A graph is mostly logged once, and what stands in a summary alone has no step of its own: then there is no slider. */
function stepsOf(steps: MediaSteps | undefined): Float64Array {
  const isLoggedAgain = [...(steps?.ofRun.values() ?? [])].some((own) => own.length > 1);
  return isLoggedAgain ? (steps?.all ?? NO_STEPS) : NO_STEPS;
}

function readFile(value: unknown): { readonly model?: Model; readonly trouble?: string } {
  if (value === undefined) return {};
  try {
    const model = readModel(value);
    return model.layerCount === 0 ? { trouble: strings.empty } : { model };
  } catch (error) {
    return { trouble: strings.broken(error instanceof Error ? error.message : String(error)) };
  }
}

/** One choice for each file, named by the first run that has it. */
function choicesOf(
  graphs: readonly { readonly run: DrawnRun; readonly sha256: string | undefined }[],
): readonly ModelChoice[] {
  const byFile = new Map<string, { readonly run: DrawnRun; more: number }>();
  for (const { run, sha256 } of graphs) {
    const name = sha256 ?? run.path.run;
    const known = byFile.get(name);
    if (known === undefined) byFile.set(name, { run, more: 0 });
    else known.more += 1;
  }
  return [...byFile.values()];
}
