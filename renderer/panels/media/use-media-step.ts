import { useCallback, useEffect, useMemo, useState } from 'react';
import { indexAtOrBefore, indexNearest } from '#shared/media';
import type { ProjectPath } from '#shared/units';
import { linkedCursor } from '#ui/charts';
import { useData } from '#ui/data';
import { NEWEST, projectName, sharedSteps, type StepChoice } from './step-store.ts';

/** A pointer that passes over a chart moves nothing; one that rests there does. */
const REST_MS = 120;

/** What media panels put into the linked cursor; they do not follow each other by it. */
const markers = new WeakSet<object>();

export interface MediaStep {
  /** Index into the steps; -1 when none is at or before the chosen step. */
  readonly index: number;
  /** The step at that index. */
  readonly step: number | undefined;
  /** The chosen step, when the panel has none exactly there. */
  readonly between: number | undefined;
  readonly isNewest: boolean;
  /** The step is that of the pointer in a chart, for as long as it stays there. */
  readonly isPreview: boolean;
  /** Goes to the index-th step. The last one means "the newest" from then on. */
  readonly goTo: (index: number) => void;
  /** Goes to the existing step nearest to a number. */
  readonly goNear: (step: number) => void;
}

export interface MediaStepOptions {
  readonly project: ProjectPath;
  readonly steps: Float64Array;
  /** Shares its step with other panels. */
  readonly isLinked: boolean;
  /** Follows the pointer in charts and marks its own step there. */
  readonly isCursorLinked: boolean;
}

/** The step a media panel shows: its own or the shared one, or that of the pointer in a chart. */
export function useMediaStep({ project, steps, isLinked, isCursorLinked }: MediaStepOptions): MediaStep {
  const shared = sharedSteps((state) => state.byProject[projectName(project)]) ?? NEWEST;
  const [own, setOwn] = useState<StepChoice>(NEWEST);
  const pointed = usePointedStep(isLinked && isCursorLinked);
  const chosen = isLinked ? shared : own;
  const choice: StepChoice = pointed === undefined ? chosen : { kind: 'step', step: pointed };
  const index = choice.kind === 'newest' ? steps.length - 1 : indexAtOrBefore(steps, choice.step);
  const step = steps[index];
  const [marker] = useState(() => {
    const made = {};
    markers.add(made);
    return made;
  });
  useEffect(() => () => linkedCursor.getState().clear(marker), [marker]);
  const goTo = useCallback(
    (to: number): void => {
      const at = Math.min(steps.length - 1, Math.max(0, to));
      const value = steps[at];
      if (value === undefined) return;
      const next: StepChoice = at === steps.length - 1 ? NEWEST : { kind: 'step', step: value };
      if (isLinked) sharedSteps.getState().set(project, next);
      else setOwn(next);
      if (isCursorLinked) linkedCursor.getState().set('_step', value, marker);
    },
    [steps, isLinked, isCursorLinked, project, marker],
  );
  const goNear = useCallback((to: number): void => goTo(indexNearest(steps, to)), [goTo, steps]);
  const between = choice.kind === 'step' && step !== choice.step && pointed === undefined ? choice.step : undefined;
  const isNewest = index === steps.length - 1;
  const isPreview = pointed !== undefined;
  return useMemo(
    () => ({ index, step, between, isNewest, isPreview, goTo, goNear }),
    [index, step, between, isNewest, isPreview, goTo, goNear],
  );
}

/** The step under a pointer that rests in a chart over steps. */
function usePointedStep(isOn: boolean): number | undefined {
  const { clock } = useData();
  const [step, setStep] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (!isOn) return undefined;
    let cancel = (): void => undefined;
    const stop = linkedCursor.subscribe((state) => {
      cancel();
      const isChart = state.axis === '_step' && state.source !== undefined && !markers.has(state.source);
      const next = isChart ? state.x : undefined;
      cancel = clock.after(REST_MS, () => setStep(next));
    });
    return () => {
      stop();
      cancel();
      setStep(undefined);
    };
  }, [clock, isOn]);
  return isOn ? step : undefined;
}
