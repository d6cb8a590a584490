import type { TrashChoice } from '#shared/api';
import { formatBytes, type ProjectPath } from '#shared/units';
import { useDeleteRuns, usePurgeRuns, useRestoreRuns } from '#ui/data';
import { showToast } from '#ui/widgets';
import { showProblem } from '../show-problem.ts';
import { strings } from './strings.ts';

export interface TrashActs {
  /** Puts runs into the trash by their short ids, and offers to bring them back; resolves to whether they went. */
  readonly remove: (runs: readonly string[]) => Promise<boolean>;
  readonly restore: (choice: TrashChoice) => Promise<void>;
  readonly purge: (choice: TrashChoice) => Promise<void>;
}

/** What is done with deleted runs of a project; each says what was done or why not. */
export function useTrashActs(project: ProjectPath): TrashActs {
  const { mutateAsync: remove } = useDeleteRuns(project);
  const { mutateAsync: restore } = useRestoreRuns(project);
  const { mutateAsync: purge } = usePurgeRuns(project);
  const acts: TrashActs = {
    remove: (runs) =>
      said(async () => {
        const { count, ids } = await remove(runs);
        const action = { label: strings.undo, run: () => void acts.restore({ ids }) };
        showToast(strings.deleted(count), count === 0 ? {} : { action });
      }),
    restore: async (choice) => {
      await said(async () => {
        const { count } = await restore(choice);
        showToast(strings.restored(count));
      });
    },
    purge: async (choice) => {
      await said(async () => {
        const { count, freedBytes } = await purge(choice);
        showToast(strings.purged(count), { text: strings.freed(formatBytes(freedBytes)) });
      });
    },
  };
  return acts;
}

/** Does it, or says why not. */
async function said(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    showProblem(error);
    return false;
  }
}
