import { useCallback } from 'react';
import type { RunHead } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useEditRuns } from '#ui/data';
import { showToast } from '#ui/widgets';
import { showProblem } from '../show-problem.ts';
import { strings } from './strings.ts';

export type LockRuns = (heads: readonly RunHead[], isLocked: boolean) => void;

/**
 * Locks or unlocks those of some runs that are not so yet, says so, and offers to take it back. `onDone` gets all of
 * them as they are then.
 */
export function useLock({ entity, project }: ProjectPath, onDone?: (heads: readonly RunHead[]) => void): LockRuns {
  const { mutate } = useEditRuns({ entity, project });
  return useCallback(
    (heads, isLocked) => {
      const runs = heads.filter((head) => (head.isLocked === true) !== isLocked).map((head) => head.path.run);
      if (runs.length === 0) return;
      const set = (to: boolean, say: (count: number) => void): void =>
        mutate(
          { runs, isLocked: to },
          {
            onError: showProblem,
            onSuccess: ({ count }) => {
              say(count);
              const changed = new Set(runs);
              onDone?.(heads.map((head) => (changed.has(head.path.run) ? { ...head, isLocked: to } : head)));
            },
          },
        );
      set(isLocked, (count) => {
        const undo = (): void => set(!isLocked, (back) => showToast(words(!isLocked, back)));
        showToast(words(isLocked, count), { action: { label: strings.undo, run: undo } });
      });
    },
    [mutate, onDone],
  );
}

function words(isLocked: boolean, count: number): string {
  return isLocked ? strings.locked(count) : strings.unlocked(count);
}
