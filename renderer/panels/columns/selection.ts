import { create } from 'zustand';
import type { RunFilter } from '#shared/api';

interface RunSelectionState {
  /** Short ids of the runs that were brushed; undefined = none. */
  readonly runs: ReadonlySet<string> | undefined;
  /** Id of the panel they were brushed in, which offers what can be done with them. */
  readonly source: string | undefined;
  /** The brush as a condition on runs, where it is one; else the runs are named one by one. */
  readonly filter: RunFilter | undefined;
  readonly set: (runs: Iterable<string> | undefined, source?: string, filter?: RunFilter) => void;
}

/** Runs that were brushed in one picture; they stand out in all pictures over columns. */
export const runSelection = create<RunSelectionState>((set) => ({
  runs: undefined,
  source: undefined,
  filter: undefined,
  set: (runs, source, filter) => {
    const next = runs === undefined ? undefined : new Set(runs);
    set(
      next === undefined || next.size === 0
        ? { runs: undefined, source: undefined, filter: undefined }
        : { runs: next, source, filter },
    );
  },
}));

/** The selection with one run more, or less when it is in it. */
export function toggled(selected: ReadonlySet<string> | undefined, run: string): readonly string[] {
  const all = [...(selected ?? [])];
  return all.includes(run) ? all.filter((one) => one !== run) : [...all, run];
}
