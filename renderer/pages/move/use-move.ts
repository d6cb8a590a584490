import type { RunHead } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useMoveRuns } from '#ui/data';
import { showToast } from '#ui/widgets';
import { showProblem } from '../show-problem.ts';
import { strings } from './strings.ts';

/** Moves runs of one project, says so, and offers to move them back. Resolves when they are there; rejects when not. */
export function useMove(): (heads: readonly RunHead[], from: ProjectPath, to: ProjectPath) => Promise<void> {
  const { mutateAsync: move } = useMoveRuns();
  return async (heads, from, to) => {
    const runs = heads.map((head) => head.path.run);
    const { count, isNewProject } = await move({ from, move: { runs, to } });
    const undo = async (): Promise<void> => {
      try {
        await move({ from: to, move: { runs, to: from, dropsEmpty: isNewProject } });
        showToast(strings.movedBack(count, from.project));
      } catch (error) {
        showProblem(error);
      }
    };
    showToast(strings.moved(count, to.project), { action: { label: strings.undo, run: () => void undo() } });
  };
}
